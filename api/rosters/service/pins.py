"""Pins of rosters: what a coordinator decided and every later draft of the same days keeps until somebody unpins it.

A roster keeps its pins whole, those that its data cannot keep any more included: a visit may come back, a shift too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.assembly import rows_with
from api.errors import RefusedError
from api.rosters.schemas.moves import PinVisit, Unpin
from api.rosters.schemas.pins import LostPinPart, PinPart
from api.tables.rosters import RosterRecord
from scheduler.io.tables.nouns import pin_of
from scheduler.io.tables.rows import PinRow
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan
from scheduler.model.problem import Pin, Problem
from scheduler.model.workforce import ShiftId

Pinned = dict[str, Any]
"""A pin as a roster keeps it: the columns of the pins table, its moment with an offset."""


def given(session: Session, problem: Problem) -> list[Pinned]:
    """What the tables pin of a problem's visits, shifts that are gone included."""
    rows = rows_with(session, PinRow, "visit_id", problem.visit_by_id)
    return [_kept(problem, pin_of(row, problem.horizon)) for row in rows]


def carried(session: Session, problem: Problem, source: RosterRecord | None) -> list[Pinned]:
    """The pins that the next roster of some days begins with: those of a roster, and what the tables pin since."""
    now = given(session, problem)
    return now if source is None else merged(source.pins_given, source.pins, now)


def merged(before: Iterable[Pinned], ours: Iterable[Pinned], theirs: Iterable[Pinned]) -> list[Pinned]:
    """Our pins, with what they have pinned since both of us had the ones before.

    Nobody else's change takes a pin away: whoever wants it gone unpins it.
    """
    were, pins = _by_attendance(before), _by_attendance(ours)
    pins |= {key: pin for key, pin in _by_attendance(theirs).items() if were.get(key) != pin}
    return list(pins.values())


def with_pins(problem: Problem, pins: Iterable[Pinned]) -> Problem:
    """The problem with a roster's own pins, as far as it can keep them."""
    known = (
        Pin(
            VisitId(pin["visit_id"]),
            ShiftId(pin["shift_id"]),
            pin["attendance"] - 1,
            problem.horizon.minute_of(datetime.fromisoformat(pin["starts_at"])) if pin["starts_at"] else None,
        )
        for pin in pins
        if _lost_because(problem, pin) is None
    )
    return replace(problem, pins=tuple(known))


def lost(problem: Problem, pins: Iterable[Pinned]) -> list[LostPinPart]:
    """The pins that a problem cannot keep, each with the reason."""
    reasons = ((pin, _lost_because(problem, pin)) for pin in pins)
    return [LostPinPart(**pin, says=says) for pin, says in reasons if says is not None]


def dropped(before: Iterable[Pinned], after: Iterable[Pinned]) -> list[PinPart]:
    """Attendances that were pinned and are not any more."""
    are = _by_attendance(after)
    return [PinPart(**pin) for key, pin in _by_attendance(before).items() if key not in are]


def changed(
    pins: Sequence[Pinned], problem: Problem, plan: Plan, visit_id: VisitId, asked: PinVisit | Unpin
) -> list[Pinned]:
    """A roster's pins once a visit is pinned where the plan has it, or unpinned.

    Raises
    ------
    RefusedError
        There is no such pin, or nothing to pin.
    """
    wanted = {asked.attendance} if asked.attendance else {1, 2}
    others = [pin for pin in pins if pin["visit_id"] != visit_id or pin["attendance"] not in wanted]
    if isinstance(asked, Unpin):
        if len(others) == len(pins):
            raise RefusedError(f"Visit {visit_id} is not pinned.", code="not-pinned")
        return others
    stops = [
        (shift, stop) for shift, stop in plan.stops() if stop.visit_id == visit_id and stop.attendance + 1 in wanted
    ]
    if not stops:
        raise RefusedError(f"Visit {visit_id} is not planned, and cannot be pinned where it is.", code="not-planned")
    new = [Pin(visit_id, shift, stop.attendance, stop.start if asked.holds_time else None) for shift, stop in stops]
    return [*others, *(_kept(problem, pin) for pin in new)]


def _kept(problem: Problem, pin: Pin) -> Pinned:
    """A pin as a roster keeps it; attendances count from 1, as in the tables."""
    return {
        "visit_id": pin.visit_id,
        "attendance": pin.attendance + 1,
        "shift_id": pin.shift_id,
        "starts_at": None if pin.start is None else problem.horizon.datetime_of(pin.start).isoformat(),
    }


def _by_attendance(pins: Iterable[Pinned]) -> dict[tuple[str, int], Pinned]:
    return {(pin["visit_id"], pin["attendance"]): pin for pin in pins}


def _lost_because(problem: Problem, pin: Pinned) -> str | None:
    visit = problem.visit_by_id.get(pin["visit_id"])
    if visit is None:
        return f"Visit {pin['visit_id']} is not among the visits of these days any more."
    if pin["attendance"] > len(visit.attendances):
        return f"Visit {visit.id} needs one person alone by now."
    if pin["shift_id"] not in problem.shift_by_id:
        return f"Shift {pin['shift_id']} is not among the shifts of these days any more."
    return None
