"""The smallest single thing that would have to give way for a visit to fit, and the next best of other rules.

Whatever breaks one thing only says itself what would mend it; the plan that was tried is then judged as a whole in the
changed problem. Order: `relaxation.Asks`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from scheduler.encoding.left_out import outcome_of
from scheduler.explaining.relaxing import people
from scheduler.explaining.relaxing.links import deferral, moved
from scheduler.explaining.relaxing.mending import CHANGES
from scheduler.explaining.relaxing.relaxation import Asks, Change, Relaxation
from scheduler.explaining.tries import Bench, Try
from scheduler.model.demand import LevelOfCare, Visit, VisitId
from scheduler.model.plan import Outcome, Plan
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import Case, open_case
from scheduler.placing.inserting import Inserter
from scheduler.rules import RuleId

MOST_RELAXATIONS = 6
"""At most so many are offered, each of another rule."""
VISITS_ASKED_TO_WAIT = 24
"""Other visits that are taken out, one at a time, to see whether this one then fits."""

MOVES_TRIED = 8
"""Places of the visit at which another one of the patient is asked to move."""

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


def relaxations(case: Case, tries: Sequence[Try], inserter: Inserter) -> tuple[Relaxation, ...]:
    """Single changes with which the visit fits, the one that asks least first, at most one a rule.

    What only the patient can answer is offered where nothing else fits.
    """
    found: dict[RuleId, Relaxation] = {}
    offers = sorted(_offers(case, tries), key=lambda offer: offer.change.rank)
    others = (_moves(case, tries, inserter), _second_people(case, tries), _deferrals(case, tries))
    for offer in chain(offers, *others):
        if offer.change.rule not in found and _holds(case, offer):
            found[offer.change.rule] = Relaxation(offer.change, offer.plan)
    return ranked(found.values())


def ranked(found: Iterable[Relaxation]) -> tuple[Relaxation, ...]:
    """Those that are offered, the one that asks least first; of one rule the one that asks least."""
    in_order = sorted(found, key=lambda each: each.change.rank)
    by_rule = {each.rule: each for each in reversed(in_order)}
    first = [each for each in in_order if by_rule[each.rule] is each]
    kindly = [each for each in first if each.change.asks is not Asks.THE_PERSON]
    return tuple((kindly or first)[:MOST_RELAXATIONS])


def _offers(case: Case, tries: Sequence[Try]) -> Iterator[_Offer]:
    """What would mend each try that breaks one thing only."""
    for each in tries:
        if len(each.broken) != 1 or each.broken[0].rule not in CHANGES:
            continue
        for change in CHANGES[each.broken[0].rule](case.problem, each.broken[0]):
            yield _Offer(change, case.with_routes(each.routes))


def _moves(case: Case, tries: Sequence[Try], inserter: Inserter) -> Iterator[_Offer]:
    """Another visit of the patient made at another time, where the gap to it stands in the way."""
    in_the_way = [each for each in tries if {found.rule for found in each.broken} == {RuleId.GAP}]
    if not in_the_way:
        return
    ends = [{link.first, link.second} for link in case.problem.links if case.visit.id in (link.first, link.second)]
    for other_id in sorted(set[VisitId]().union(*ends) - {case.visit.id}):
        if (other_id, 0) not in case.placed or (other_id, 0) in case.fixed:
            continue
        around = case.plan.without((other_id,))
        plans = [inserter.put_in(around, case.visit.id, other_id)]
        ranked = sorted(in_the_way, key=lambda each: each.rank)[:MOVES_TRIED]
        plans += [plan for each in ranked for plan in _made_at_another_time(case, each, other_id)]
        plans += [inserter.put_in(case.with_routes(each.routes).without((other_id,)), other_id) for each in ranked]
        for plan in plans:
            if plan is not None:
                stops = {stop.visit_id: (shift_id, stop) for shift_id, stop in plan.stops()}
                shift_id, now = stops[other_id]
                yield _Offer(moved(case.placed[other_id, 0][1], now, shift_id, case.problem), plan)


def _made_at_another_time(case: Case, tried: Try, other_id: VisitId) -> Iterator[Plan]:
    """The other visit at a lawful place of its own shift, beside the visit where it was tried."""
    if case.problem.visit_by_id[other_id].is_double_up:
        return
    beside = open_case(case.problem, case.with_routes(tried.routes), other_id)
    for each in Bench(beside, case.placed[other_id, 0][0]).tries(0):
        if not each.broken:
            yield beside.with_routes(each.routes)


def _second_people(case: Case, tries: Sequence[Try]) -> Iterator[_Offer]:
    """Two people together, where the address stands against one alone."""
    if case.visit.is_double_up or not any(found.rule is RuleId.LONE_WORKING for each in tries for found in each.broken):
        return
    change = people.second_person(case.visit)
    plan = Inserter(change.apply(case.problem)).put_in(case.plan, case.visit.id)
    if plan is not None:
        yield _Offer(change, plan)


def _deferrals(case: Case, tries: Sequence[Try]) -> Iterator[_Offer]:
    """Less pressing visits whose place a single visit could take, the least pressing first."""
    if case.visit.is_double_up:
        return
    crowded = dict.fromkeys(each.shift_id for each in tries if {found.rule for found in each.broken} <= _ABOUT_ROOM)
    others = [(other, shift_id) for shift_id in crowded for other in _that_could_wait(case, shift_id)]
    others.sort(key=lambda pair: _harm_of_waiting(pair[0], case.visit))
    for other, shift_id in others[:VISITS_ASKED_TO_WAIT]:
        change = deferral(case.problem, other, shift_id)
        waiting = Case(change.apply(case.problem), case.plan.without((other.id,)), case.visit)
        lawful = next((each for each in Bench(waiting, shift_id).tries(0) if not each.broken), None)
        if lawful is not None:
            yield _Offer(change, waiting.with_routes(lawful.routes))


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


def _holds(case: Case, offer: _Offer) -> bool:
    """Whether the judge finds nothing more to break in the changed problem."""
    changed = offer.change.apply(case.problem)
    around = case.plan
    gone = case.problem.visit_by_id.keys() - changed.visit_by_id.keys()
    for visit_id in gone:
        around = around.without((visit_id,))
    return not Case(changed, around, case.visit).judge(offer.plan).broken
