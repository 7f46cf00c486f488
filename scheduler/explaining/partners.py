"""Visits that only make sense together: what stops them together where both are left out. Two people stand in `pairs`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.explaining.explanation import WHO_MAY
from scheduler.explaining.tries import Bench, Try
from scheduler.model.demand import VisitId
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import Case, open_case
from scheduler.rules import RuleId

MATES_TRIED = 4
"""Shifts asked for the partner, those that break least first."""


def partners_of(case: Case) -> list[VisitId]:
    """Visits without which this one may not be made, and that are not planned."""
    ends = ((link.first, link.second) for link in case.problem.links if link.is_both_or_none)
    others = (second if first == case.visit.id else first for first, second in ends if case.visit.id in (first, second))
    return [other for other in dict.fromkeys(others) if (other, 0) not in case.placed]


def with_partner(case: Case, tries: Mapping[ShiftId, list[Try]], partner: VisitId) -> dict[ShiftId, list[Try]]:
    """Each shift's best place for the visit together with the best places for its partner."""
    if case.problem.visit_by_id[partner].is_double_up:
        return dict(tries)
    beside = open_case(case.problem, case.plan, partner)
    shifts = [shift.id for shift in beside.shifts_on_duty()]
    # What the partner lacks in a shift by itself it lacks beside the visit too.
    alone = {shift_id: _least(Bench(beside, shift_id, ignored=_TOGETHER).tries(0)) for shift_id in shifts}
    asked = sorted(shifts, key=lambda each: alone[each])
    return {shift_id: _together(case, mine, partner, asked) for shift_id, mine in tries.items()}


_TOGETHER = frozenset({RuleId.BOTH_OR_NONE})


def _together(case: Case, mine: list[Try], partner: VisitId, asked: list[ShiftId]) -> list[Try]:
    """The best place of the visit with each of the partner's; by itself where that person may not make it."""
    if not mine:
        return []
    best = min(mine, key=lambda each: each.rank)
    stopped = tuple(found for found in best.broken if found.rule not in _TOGETHER)
    if WHO_MAY.intersection(found.rule for found in stopped):
        return [replace(best, broken=stopped)]
    beside = open_case(case.problem, case.with_routes(best.routes), partner)
    own = [] if best.shift_id in asked[:MATES_TRIED] else [best.shift_id]
    tries = [each for mate in (*asked[:MATES_TRIED], *own) for each in Bench(beside, mate).tries(0)]
    return [
        replace(
            best,
            routes=(*(route for route in best.routes if route.shift_id != each.shift_id), *each.routes),
            broken=(*stopped, *each.broken),
        )
        for each in tries
    ] or [best]


def _least(tries: Iterable[Try]) -> tuple[int, int, int]:
    return min((each.rank for each in tries), default=(0, 0, 0))
