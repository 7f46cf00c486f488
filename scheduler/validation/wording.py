"""How the judge says times and figures in plain words. What it says of each rule stands in `checks`."""

from datetime import date

from scheduler.model.clock import LONDON, Horizon
from scheduler.units import Minute


def clock(horizon: Horizon, minute: Minute) -> str:
    """Wall-clock time such as ``11:20``; with the day where the day is not plain, and the zone in an hour that comes twice."""
    moment = horizon.datetime_of(minute)
    is_plain = horizon.num_days == 1 and 0 <= minute < horizon.end
    words = f"{moment:%H:%M}" if is_plain else f"{moment:%a} {moment.day} {moment:%b %H:%M}"
    # Read through the zone: an aware datetime keeps its own offset when only its fold changes.
    first, second = (LONDON.utcoffset(moment.replace(fold=fold)) for fold in (0, 1))
    return words if first == second else f"{words} {moment:%Z}"


def calendar_day(day: date) -> str:
    """A date such as ``Mon 23 Nov 2026``."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def count(number: int, noun: str) -> str:
    """A number with its noun, such as ``1 visit`` or ``3 visits``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def duration(minutes: int) -> str:
    """A length of time, such as ``95 minutes`` or ``10 h 30 min``."""
    if minutes < 120:
        return count(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
