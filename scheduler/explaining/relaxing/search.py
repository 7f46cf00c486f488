"""The smallest single thing that would have to give way for a visit to fit, and the next best of other rules.

Whatever breaks one thing only says itself what would mend it; the plan that was tried is then judged as a whole in the
changed problem. Order: `relaxation.Asks`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from scheduler.encoding.left_out import outcome_of
from scheduler.explaining.case import Case
from scheduler.explaining.relaxing import limits, links, people, times
from scheduler.explaining.relaxing.relaxation import Change, Relaxation
from scheduler.explaining.tries import Bench, Try
from scheduler.model.demand import LevelOfCare, Visit, VisitId
from scheduler.model.plan import Outcome, Plan, Route
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.rules import RuleId
from scheduler.validation.violation import Violation

MOST_RELAXATIONS = 6
"""At most so many are offered, each of another rule."""
VISITS_ASKED_TO_WAIT = 24
"""Other visits that are taken out, one at a time, to see whether this one then fits."""

_CHANGES: dict[RuleId, Callable[[Problem, Violation], Iterator[Change]]] = {
    RuleId.SKILL: people.skill,
    RuleId.BAND: people.band,
    RuleId.DELEGATION: people.delegation,
    RuleId.EXCLUSION: people.exclusion,
    RuleId.GENDER: people.gender,
    RuleId.TEAM: people.team,
    RuleId.ORGANISATION: people.organisation,
    RuleId.LONE_WORKING: people.lone_working,
    RuleId.TIME_WINDOW: times.time_window,
    RuleId.URGENT_RESPONSE: times.urgent_response,
    RuleId.SHIFT_HOURS: times.shift_hours,
    RuleId.DIFFERENT_STAFF: links.different_staff,
    RuleId.SAME_STAFF: links.same_staff,
    RuleId.GAP: links.gap,
    RuleId.BOTH_OR_NONE: links.both_or_none,
    RuleId.CONTACT_LIMIT: limits.contact_limit,
    RuleId.CARE_LIMIT: limits.care_limit,
    RuleId.PIN: limits.pin,
    RuleId.FREEZE: limits.freeze,
}
"""What could give way, by the rule that is broken. The law on working time, and what nobody can change, are not here."""

_ABOUT_ROOM = {
    RuleId.TIME_WINDOW,
    RuleId.SAME_START,
    RuleId.GAP,
    RuleId.TRAVEL_TIME,
    RuleId.SHIFT_HOURS,
    RuleId.BREAK,
    RuleId.WEEKLY_HOURS,
    RuleId.CONTACT_LIMIT,
    RuleId.CARE_LIMIT,
}
"""Rules that may hold again once a shift has more room."""


class _Offer(NamedTuple):
    change: Change
    plan: Plan


def relaxations(case: Case, tries: Sequence[Try]) -> tuple[Relaxation, ...]:
    """Single changes with which the visit fits, the one that asks least first, at most one a rule."""
    found: dict[RuleId, Relaxation] = {}
    for offer in sorted(_offers(case, tries), key=lambda offer: offer.change.rank):
        if offer.change.rule not in found and _holds(case, offer):
            found[offer.change.rule] = Relaxation(offer.change, offer.plan)
    waits = next((offer for offer in _deferrals(case, tries) if _holds(case, offer)), None)
    if waits is not None:
        found[waits.change.rule] = Relaxation(waits.change, waits.plan)
    return tuple(sorted(found.values(), key=lambda each: each.change.rank)[:MOST_RELAXATIONS])


def _offers(case: Case, tries: Sequence[Try]) -> Iterator[_Offer]:
    """What would mend each try that breaks one thing only."""
    for each in tries:
        if len(each.broken) != 1 or each.broken[0].rule not in _CHANGES:
            continue
        for change in _CHANGES[each.broken[0].rule](case.problem, each.broken[0]):
            yield _Offer(change, case.with_routes(each.routes))


def _deferrals(case: Case, tries: Sequence[Try]) -> Iterator[_Offer]:
    """Less pressing visits whose place a single visit could take, the least pressing first."""
    if case.visit.is_double_up:
        return
    crowded = dict.fromkeys(each.shift_id for each in tries if {found.rule for found in each.broken} <= _ABOUT_ROOM)
    others = [(other, shift_id) for shift_id in crowded for other in _that_could_wait(case, shift_id)]
    others.sort(key=lambda pair: _harm_of_waiting(pair[0], case.visit))
    for other, shift_id in others[:VISITS_ASKED_TO_WAIT]:
        change = links.deferral(case.problem, other, shift_id)
        without = Case(change.apply(case.problem), _without(case.plan, other.id), case.visit)
        lawful = next((each for each in Bench(without, shift_id).tries(0) if not each.broken), None)
        if lawful is not None:
            yield _Offer(change, without.with_routes(lawful.routes))


def _that_could_wait(case: Case, shift_id: ShiftId) -> Sequence[Visit]:
    """Visits of a route that may be deferred, are routine or less pressing than this one, and on which nothing else hangs."""
    problem = case.problem
    linked = {visit_id for link in problem.links for visit_id in (link.first, link.second)}
    stops = case.stops_of(shift_id)
    visits = (
        problem.visit_by_id[stop.visit_id] for stop in stops if (stop.visit_id, stop.attendance) not in case.fixed
    )
    return [
        visit
        for visit in visits
        if (visit.level_of_care is LevelOfCare.ROUTINE or visit.level_of_care < case.visit.level_of_care)
        and visit.id not in linked
        and not visit.is_double_up
        and outcome_of(problem, visit) is Outcome.DEFERRED
    ]


def _harm_of_waiting(other: Visit, visit: Visit) -> tuple[int, bool, int]:
    """By level of care; then those that leave enough room, the shortest first."""
    return other.level_of_care, other.duration_minutes < visit.duration_minutes, other.duration_minutes


def _without(plan: Plan, visit_id: VisitId) -> Plan:
    routes = (
        Route(route.shift_id, tuple(stop for stop in route.stops if stop.visit_id != visit_id)) for route in plan.routes
    )
    return replace(plan, routes=tuple(route for route in routes if route.stops))


def _holds(case: Case, offer: _Offer) -> bool:
    """Whether the judge finds nothing more to break in the changed problem."""
    changed = offer.change.apply(case.problem)
    around = case.plan
    gone = case.problem.visit_by_id.keys() - changed.visit_by_id.keys()
    for visit_id in gone:
        around = _without(around, visit_id)
    return not Case(changed, around, case.visit).judge(offer.plan).broken
