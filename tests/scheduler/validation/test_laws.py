"""What holds for every plan: names and the order of lists mean nothing, and the judge always comes to a verdict."""

from dataclasses import replace

from hypothesis import given, settings

from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan
from scheduler.rules import CATALOGUE, RuleId, RuleKind
from scheduler.validation import validate
from tests.scheduler.validation.near_lawful import Case, near_lawful_cases

reproducibly = settings(derandomize=True, max_examples=80, deadline=None)


def _renamed(case: Case) -> Case:
    """The same case with visit ids in the opposite order of names."""
    new = {visit.id: VisitId(f"w{900 - number}") for number, visit in enumerate(case.problem.visits)}

    def plan_renamed(plan: Plan) -> Plan:
        return replace(
            plan,
            routes=tuple(
                replace(route, stops=tuple(replace(stop, visit_id=new[stop.visit_id]) for stop in route.stops))
                for route in plan.routes
            ),
            left_out=tuple(replace(left, visit_id=new[left.visit_id]) for left in plan.left_out),
        )

    problem = case.problem
    assert problem.published is not None
    renamed = replace(
        problem,
        visits=tuple(replace(visit, id=new[visit.id]) for visit in problem.visits),
        links=tuple(replace(link, first=new[link.first], second=new[link.second]) for link in problem.links),
        pins=tuple(replace(pin, visit_id=new[pin.visit_id]) for pin in problem.pins),
        published=plan_renamed(problem.published),
    )
    return Case(renamed, plan_renamed(case.plan))


@given(near_lawful_cases())
@reproducibly
def test_renaming_visits_changes_no_amount(case: Case) -> None:
    renamed = _renamed(case)

    assert validate(renamed.problem, renamed.plan).amounts == validate(case.problem, case.plan).amounts


@given(near_lawful_cases())
@reproducibly
def test_the_order_of_the_lists_changes_no_amount(case: Case) -> None:
    problem, plan = case.problem, case.plan
    turned = replace(
        problem,
        visits=problem.visits[::-1],
        shifts=problem.shifts[::-1],
        links=problem.links[::-1],
        patients=problem.patients[::-1],
    )
    turned_plan = replace(plan, routes=plan.routes[::-1], left_out=plan.left_out[::-1])

    assert validate(turned, turned_plan).amounts == validate(problem, plan).amounts


@given(near_lawful_cases())
@reproducibly
def test_every_plan_of_the_problem_gets_a_verdict_whose_parts_add_up(case: Case) -> None:
    report = validate(case.problem, case.plan)

    sums = dict.fromkeys(RuleId, 0)
    for found in report.violations:
        sums[found.rule] += found.amount
    hard = sum(sums[rule] for rule in RuleId if CATALOGUE[rule].kind is RuleKind.HARD)
    assert tuple(sums.values()) == report.amounts
    assert report.is_lawful == (hard == 0)
    assert report.cost == case.problem.policy.cost_of(sums)
    assert report.num_planned + report.num_deferred + report.num_escalated == report.num_visits_in


@given(near_lawful_cases())
@reproducibly
def test_an_idle_shift_changes_no_amount(case: Case) -> None:
    stops = {route.shift_id for route in case.plan.routes if route.stops}
    worked_only = replace(case.plan, routes=tuple(route for route in case.plan.routes if route.shift_id in stops))

    assert validate(case.problem, worked_only).amounts == validate(case.problem, case.plan).amounts
