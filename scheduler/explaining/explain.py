"""Why a visit is planned where and when it is, or why it is left out and what would let it fit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter

from scheduler.errors import PlanMismatchError
from scheduler.explaining.explanation import WHO_MAY, Alternative, Explanation, Obstacle, Placement
from scheduler.explaining.pairs import tries_of_a_pair
from scheduler.explaining.partners import partners_of, with_partner
from scheduler.explaining.relaxing.relaxation import Asks, Relaxation, together
from scheduler.explaining.relaxing.search import ranked, relaxations
from scheduler.explaining.relaxing.together import ANYTHING, least_together
from scheduler.explaining.start import why_this_start
from scheduler.explaining.tries import Bench, Try
from scheduler.explaining.words import (
    insertion_says,
    left_out_summary,
    obstacle_says,
    place_says,
    planned_summary,
    reasons_of,
)
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan, Stop
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import Case, open_case
from scheduler.placing.costs import difference
from scheduler.placing.desk import Desk
from scheduler.placing.inserting import Inserter
from scheduler.validation.validator import ValidationReport, validate

MOST_ALTERNATIVES = 5
"""Lawful places that are listed, the cheapest first."""


def explain(problem: Problem, plan: Plan, visit_id: VisitId) -> Explanation:
    """Explain one visit of a plan.

    The other visits keep their shift, and at first their order, made as now or as early as they go; where the visit fits
    nowhere so, CP-SAT looks for another order and for changes that would do together. So "none can take it" means: not
    without moving other visits between shifts.

    Raises
    ------
    PlanMismatchError
        If the problem has no such visit, or the plan does not belong to the problem.
    """
    if visit_id not in problem.visit_by_id:
        raise PlanMismatchError(f"visit {visit_id} is not in the problem, expected one that is")
    report = validate(problem, plan)
    stops = [(shift_id, stop) for shift_id, stop in plan.stops() if stop.visit_id == visit_id]
    if stops:
        return _explain_planned(problem, plan, visit_id, stops, report)
    return _explain_left_out(problem, plan, visit_id, report)


def _explain_left_out(problem: Problem, plan: Plan, visit_id: VisitId, report: ValidationReport) -> Explanation:
    case = open_case(problem, plan, visit_id)
    outcome = next((left.outcome for left in plan.left_out if left.visit_id == visit_id), None)
    inserter, partners = Inserter(problem), partners_of(case)
    inserted = _inserted(case, Desk(problem, plan))
    if inserted is not None and partners:
        summary = left_out_summary(case, outcome, [inserted], [], [], None)
        return Explanation(visit_id, outcome, summary, (), (inserted,), (), ())
    benches = [] if case.visit.is_double_up else [Bench(case, shift.id) for shift in case.shifts_on_duty()]
    alone = {bench.shift_id: list(bench.tries(0)) for bench in benches}
    tries = tries_of_a_pair(case) if case.visit.is_double_up else alone
    for partner in partners[:1]:
        tries = with_partner(case, tries, partner)
    alternatives, obstacles = _places(case, tries, report)
    if not alternatives and inserted is not None:
        alternatives = (inserted,)
        obstacles = tuple(each for each in obstacles if each.shift_id != inserted.shift_id)
    if alternatives:
        summary = left_out_summary(case, outcome, alternatives, obstacles, (), None)
        return Explanation(visit_id, outcome, summary, (), alternatives[:MOST_ALTERNATIVES], obstacles, ())
    bold = [] if partners else [each for bench in benches for each in bench.bold_tries(0)]
    offered = relaxations(case, [*chain.from_iterable(tries.values()), *bold], inserter)
    return _with_changes(case, Explanation(visit_id, outcome, "", (), (), obstacles, offered), partners, report)


def _with_changes(
    case: Case, explained: Explanation, partners: Sequence[VisitId], report: ValidationReport
) -> Explanation:
    """The explanation with what may change together, or at once, where that asks less than what is offered already."""
    offered, nearest, alternatives, obstacles = explained.relaxations, None, explained.alternatives, explained.obstacles
    least = None
    if not offered or offered[0].change.asks is not Asks.A_MOVE:
        below = offered[0].change.points if offered else ANYTHING
        least = least_together(case, partners, [obstacle.shift_id for obstacle in obstacles], below=below)
    if least is not None and not least.changes:
        # Others have to change their order for it, which no single try does.
        alternatives = tuple(filter(None, [_reordered(case, least.plan, report)]))
        taking = {each.shift_id for each in alternatives}
        obstacles, offered = tuple(each for each in obstacles if each.shift_id not in taking), ()
    elif least is not None:
        changes = tuple(mended.change for mended in least.changes)
        if len(changes) == 1:
            offered = ranked([Relaxation(changes[0], least.plan), *offered])
        else:
            nearest = Relaxation(together(changes), least.plan, changes)
    return replace(
        explained,
        summary=left_out_summary(case, explained.outcome, alternatives, obstacles, offered, nearest),
        alternatives=alternatives,
        obstacles=obstacles,
        relaxations=offered,
        nearest=nearest,
        reasons=reasons_of(least) if least is not None and nearest is not None else (),
    )


def _inserted(case: Case, desk: Desk) -> Alternative | None:
    """Where the visit and its partners go beside the plan as it stands, other visits moved only as they must."""
    for found in desk.best_placements(case.visit.id, most=1):
        place = found.places[0]
        role = case.problem.staff_of(place.shift_id).role
        says = insertion_says(case, found.plan, found.points)
        who = (place.shift_id, place.staff_id, role, place.attendance, place.start)
        return Alternative(*who, says, found.points, found.costs, found.plan)
    return None


def _reordered(case: Case, plan: Plan, report: ValidationReport) -> Alternative | None:
    """A plan with the visit in which others may have changed their order, if the judge finds it lawful."""
    verdict = case.judge(plan)
    if verdict.broken:
        return None
    shift_id, stop = next((shift, stop) for shift, stop in plan.stops() if stop.visit_id == case.visit.id)
    member = case.problem.staff_of(shift_id)
    points = verdict.report.cost - report.cost
    says = insertion_says(case, plan, points)
    costs = difference(case.problem, verdict.report, report)
    return Alternative(shift_id, member.id, member.role, stop.attendance, stop.start, says, points, costs, plan)


def _explain_planned(
    problem: Problem, plan: Plan, visit_id: VisitId, stops: list[tuple[ShiftId, Stop]], report: ValidationReport
) -> Explanation:
    placements, alternatives, obstacles = [], list[Alternative](), list[Obstacle]()
    working = {problem.shift_by_id[shift_id].staff_id for shift_id, _ in stops}
    for shift_id, stop in stops:
        case = open_case(problem, plan, visit_id, attendance=stop.attendance)
        placements.append(_placement(case, plan, shift_id, stop, report))
        others = [shift.id for shift in case.shifts_on_duty() if shift.staff_id not in working]
        found = _places(case, {other: list(Bench(case, other).tries(stop.attendance)) for other in others}, report)
        alternatives += found[0]
        obstacles += found[1]
    # A double-up's two attendances are tried one by one; the cheaper place in a shift speaks for it.
    cheapest = {each.shift_id: each for each in sorted(alternatives, key=attrgetter("points"), reverse=True)}
    alternatives = sorted(cheapest.values(), key=attrgetter("points"))
    summary = planned_summary(visit_id, placements, alternatives, obstacles)
    return Explanation(
        visit_id, None, summary, tuple(placements), tuple(alternatives[:MOST_ALTERNATIVES]), tuple(obstacles), ()
    )


def _places(
    case: Case, tries: Mapping[ShiftId, list[Try]], report: ValidationReport
) -> tuple[tuple[Alternative, ...], tuple[Obstacle, ...]]:
    """For each shift its best place, judged in the whole plan: lawful ones by cost, the others by how little they break."""
    alternatives, obstacles = list[Alternative](), list[tuple[tuple[int, int, int], Obstacle]]()
    for shift_id, shift_tries in tries.items():
        if not shift_tries:
            continue
        best = min(shift_tries, key=lambda each: each.rank)
        tried = case.with_routes(best.routes)
        verdict = case.judge(tried)
        member = case.problem.staff_of(shift_id)
        if verdict.broken:
            rules = tuple(dict.fromkeys(found.rule for found in verdict.broken))
            says = obstacle_says(case, best, verdict.broken)
            place = (shift_id, member.id, member.role, best.attendance, best.start)
            num_who = len(WHO_MAY.intersection(rules))
            obstacles.append(((num_who, *best.rank[:2]), Obstacle(*place, rules, says, verdict.broken, tried)))
            continue
        costs = difference(case.problem, verdict.report, report)
        points = verdict.report.cost - report.cost
        says = place_says(case, best, points)
        place = (shift_id, member.id, member.role, best.attendance, best.start)
        alternatives.append(Alternative(*place, says, points, costs, tried))
    obstacles.sort(key=lambda ranked: ranked[0])
    return tuple(sorted(alternatives, key=attrgetter("points"))), tuple(obstacle for _, obstacle in obstacles)


def _placement(case: Case, plan: Plan, shift_id: ShiftId, stop: Stop, report: ValidationReport) -> Placement:
    member = case.problem.staff_of(shift_id)
    without = validate(case.problem, case.plan)
    says = why_this_start(case, plan, shift_id, stop)
    costs = difference(case.problem, report, without)
    return Placement(shift_id, member.id, member.role, stop.attendance, stop.start, says, costs)
