"""Links between visits that could give way, and another visit that could wait."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from scheduler.explaining.relaxing.relaxation import Asks, Change
from scheduler.model.demand import LinkedStaff, Visit, VisitId, VisitLink
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.rules import CATALOGUE, RuleId, RuleUnit
from scheduler.units import Minutes
from scheduler.validation.violation import Violation
from scheduler.validation.wording import count, duration


def gap(problem: Problem, broken: Violation) -> Iterator[Change]:
    """A gap that is wider by as much as is missing, at either end."""
    amount = broken.amount
    for link in _links_of(problem, broken.visit_id):
        closer = replace(link, gap_least_minutes=Minutes(link.gap_least_minutes - amount))
        further = replace(link, gap_most_minutes=Minutes(link.gap_most_minutes + amount))
        for wider, how in ((closer, "closer together"), (further, "further apart")):
            sentence = f"Visits {link.first} and {link.second} may start {duration(amount)} {how} than their link says."
            yield _relinked(RuleId.GAP, link, wider, sentence, amount=amount)


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


def both_or_none(problem: Problem, broken: Violation) -> Iterator[Change]:
    """Linked visits of which one may be made alone."""
    for link in _links_of(problem, broken.visit_id):
        if link.is_both_or_none:
            other = link.second if link.first == broken.visit_id else link.first
            sentence = f"Visit {broken.visit_id} may be made without visit {other}."
            yield _relinked(RuleId.BOTH_OR_NONE, link, replace(link, is_both_or_none=False), sentence)


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


def _relinked(rule: RuleId, old: VisitLink, new: VisitLink, sentence: str, *, amount: int = 1) -> Change:
    def apply(before: Problem) -> Problem:
        return replace(before, links=tuple(new if link == old else link for link in before.links))

    return Change(rule, Asks.A_CLINICAL_TIME, sentence, amount, CATALOGUE[rule].unit, apply)
