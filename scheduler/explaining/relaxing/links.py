"""Who makes linked visits, where that could give way, and another visit that could wait or move.

A gap never gives way, nor that two visits only make sense together: both protect the patient.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from scheduler.explaining.relaxing.relaxation import Asks, Change
from scheduler.model.demand import LinkedStaff, Visit, VisitId, VisitLink
from scheduler.model.plan import Stop
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.rules import CATALOGUE, RuleId, RuleUnit
from scheduler.validation.violation import Violation
from scheduler.validation.wording import clock, count


def same_staff(problem: Problem, broken: Violation) -> Iterator[Change]:
    """Linked visits that different people may make."""
    for link in _links_of(problem, broken.visit_id):
        if link.staff is LinkedStaff.SAME:
            sentence = f"Visits {link.first} and {link.second} may be made by different people."
            yield _relinked(RuleId.SAME_STAFF, link, replace(link, staff=LinkedStaff.ANY), sentence)


def different_staff(problem: Problem, broken: Violation) -> Iterator[Change]:
    """Linked visits that one person may make; a double-up never gives way."""
    for link in _links_of(problem, broken.visit_id):
        if link.staff is LinkedStaff.DIFFERENT:
            sentence = f"Visits {link.first} and {link.second} may be made by the same person."
            yield _relinked(RuleId.DIFFERENT_STAFF, link, replace(link, staff=LinkedStaff.ANY), sentence)


def deferral(problem: Problem, visit: Visit, shift_id: ShiftId) -> Change:
    """Another visit that waits for a later day, and so is no part of this problem."""
    points = problem.policy.points_by_level[visit.level_of_care]
    sentence = f"Visit {visit.id} (level of care {int(visit.level_of_care)}, {count(visit.duration_minutes, 'minute')}) leaves shift {shift_id} and waits for another day."
    return Change(
        RuleId.DEFERRED,
        Asks.ANOTHER_VISIT,
        sentence,
        points,
        RuleUnit.POINTS,
        partial(without_visit, visit_id=visit.id),
    )


def moved(other: Stop, now: Stop, shift_id: ShiftId, problem: Problem) -> Change:
    """Another visit of the patient that is made at another time; no rule gives way."""
    sentence = f"Visit {other.visit_id} is moved to {clock(problem.horizon, now.start)}, in shift {shift_id}."
    amount = abs(now.start - other.start)
    return Change(RuleId.START_MOVED, Asks.A_MOVE, sentence, amount, RuleUnit.MINUTES, lambda before: before)


def without_visit(problem: Problem, *, visit_id: VisitId) -> Problem:
    """The problem without one visit and all that speaks of it."""
    return replace(
        problem,
        visits=tuple(visit for visit in problem.visits if visit.id != visit_id),
        links=tuple(link for link in problem.links if visit_id not in (link.first, link.second)),
        pins=tuple(pin for pin in problem.pins if pin.visit_id != visit_id),
    )


def _links_of(problem: Problem, visit_id: VisitId | None) -> Iterator[VisitLink]:
    return (link for link in problem.links if visit_id in (link.first, link.second))


def _relinked(rule: RuleId, old: VisitLink, new: VisitLink, sentence: str) -> Change:
    def apply(before: Problem) -> Problem:
        return replace(before, links=tuple(new if link == old else link for link in before.links))

    return Change(rule, Asks.A_CLINICAL_TIME, sentence, 1, CATALOGUE[rule].unit, apply)
