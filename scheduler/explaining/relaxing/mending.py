"""What would mend a plan: for each rule that the judge finds broken a change that makes it hold, one after another."""

from collections.abc import Callable, Container, Iterator
from typing import NamedTuple

from scheduler.explaining.relaxing import limits, people, times
from scheduler.explaining.relaxing.links import different_staff, same_staff
from scheduler.explaining.relaxing.relaxation import Change
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.placing.case import Case
from scheduler.rules import RuleId
from scheduler.validation.violation import Violation

CHANGES: dict[RuleId, Callable[[Problem, Violation], Iterator[Change]]] = {
    RuleId.SKILL: people.skill,
    RuleId.BAND: people.band,
    RuleId.DELEGATION: people.delegation,
    RuleId.EXCLUSION: people.exclusion,
    RuleId.GENDER: people.gender,
    RuleId.TEAM: people.team,
    RuleId.ORGANISATION: people.organisation,
    RuleId.TIME_WINDOW: times.time_window,
    RuleId.URGENT_RESPONSE: times.urgent_response,
    RuleId.SHIFT_HOURS: times.shift_hours,
    RuleId.DIFFERENT_STAFF: different_staff,
    RuleId.SAME_STAFF: same_staff,
    RuleId.CONTACT_LIMIT: limits.contact_limit,
    RuleId.CARE_LIMIT: limits.care_limit,
    RuleId.PIN: limits.pin,
    RuleId.FREEZE: limits.freeze,
}
"""What could give way, by the rule that is broken. The law on working time, gaps, two people together, and what nobody can change, are not here."""


class Mended(NamedTuple):
    """What the judge found, and a change with which it holds."""

    found: Violation
    change: Change


def mend(case: Case, plan: Plan, within: Container[RuleId], *, most: int) -> tuple[Mended, ...] | None:
    """The fewest changes with which the judge finds no rule of some broken in a plan; None where so many do not mend it.

    Each is applied before the judge is asked again: what mends two things at once is one change.
    """
    broken = [found for found in case.judge(plan).broken if found.rule in within]
    if not broken:
        return ()
    # In the order of the catalogue. The largest first: of two shifts beyond one limit it says how far the limit gives way.
    worst = min(broken, key=lambda found: (found.rule, -found.amount))
    if not most or worst.rule not in CHANGES:
        return None
    ways = list[tuple[Mended, ...]]()
    for change in CHANGES[worst.rule](case.problem, worst):
        rest = mend(Case(change.apply(case.problem), case.plan, case.visit), plan, within, most=most - 1)
        if rest is not None:
            ways.append((Mended(worst, change), *rest))
    return min(ways, key=_asked, default=None)


def _asked(way: tuple[Mended, ...]) -> tuple[int, int]:
    return len(way), sum(mended.change.points for mended in way)
