"""The lower bound: never above what any lawful plan costs, and as high as simple days allow."""

from dataclasses import replace

import pytest

from scheduler.encoding.encode import encode
from scheduler.model.demand import LinkedStaff, VisitLink
from scheduler.model.plan import Plan, Route
from scheduler.model.policy import Policy
from scheduler.model.problem import Pin, Problem
from scheduler.rules import RuleId
from scheduler.solvers.bounding.bound import lower_bound
from scheduler.solvers.contract import SolveStatus
from scheduler.solvers.cpsat.solver import solve_exactly
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation import validate
from tests.agreement.brute_force import EARLY_IS_BEST, best_by_brute_force
from tests.agreement.random_problems import a_random_problem
from tests.builders import a_double_up, a_patient, a_problem, a_shift, a_staff_member, a_visit


def bound_of(problem: Problem) -> int:
    return lower_bound(encode(problem))


@pytest.mark.parametrize("seed", range(12))
def test_no_lawful_plan_of_a_random_problem_costs_less_than_the_bound(seed: int) -> None:
    encoding = encode(a_random_problem(seed, num_visits=5 + seed % 4, num_days=1 + seed % 2))

    solved = solve_exactly(encoding, Stopwatch(Budget(seconds=30)), seed=1, workers=2)

    assert solved.status is SolveStatus.OPTIMAL
    assert 0 < lower_bound(encoding) <= solved.cost


@pytest.mark.parametrize("seed", range(4))
def test_pinning_and_freezing_what_the_best_plan_does_lifts_the_bound_to_no_more_than_its_cost(seed: int) -> None:
    problem = a_random_problem(seed, num_visits=7)
    solved = solve_exactly(encode(problem), Stopwatch(Budget(seconds=30)), seed=1, workers=2)
    (shift, stop), *others = solved.plan.stops()
    frozen = Plan((Route(shift, (stop,)),))
    pins = tuple(Pin(made.visit_id, where, made.attendance, made.start) for where, made in others)

    fixed = replace(problem, pins=pins, published=frozen, frozen_until=stop.start + 1)

    assert bound_of(problem) <= bound_of(replace(problem, pins=pins)) <= solved.cost
    assert bound_of(fixed) <= validate(fixed, solved.plan).cost


@pytest.mark.parametrize("seed", range(3))
def test_no_plan_that_brute_force_finds_costs_less_than_the_bound(seed: int) -> None:
    problem = replace(a_random_problem(seed, num_visits=2, num_shifts=2), policy=EARLY_IS_BEST)

    _, cost = best_by_brute_force(problem)

    assert bound_of(problem) <= cost


def test_travel_is_all_that_a_quiet_day_costs_and_the_bound_says_so() -> None:
    # Homes 1, 2 and 3 on a line, ten minutes apart: sixty minutes there and back.
    windows = {"v1": (490, 500), "v2": (530, 540), "v3": (570, 580)}
    visits = [a_visit(name, window=window) for name, window in windows.items()]

    assert bound_of(a_problem(visits, [a_shift("d1"), a_shift("d2")])) == 60 * 10


def test_visits_that_could_follow_each_other_in_a_ring_are_hung_on_a_shift_there_and_back() -> None:
    visits = [a_visit("v1", patient="p"), a_visit("v2", patient="p")]

    assert bound_of(a_problem(visits, [a_shift("d1")])) == 20 * 10


def test_two_who_must_differ_both_make_the_way_but_one_alone_makes_it_once() -> None:
    visits = [a_visit("v1", patient="p"), a_visit("v2", patient="p")]
    shifts = [a_shift("d1"), a_shift("d2")]
    link = VisitLink("v1", "v2", 0, 400, LinkedStaff.DIFFERENT)

    assert bound_of(a_problem(visits, shifts, links=(link,))) == 2 * 20 * 10
    assert bound_of(a_problem(visits, shifts, links=(replace(link, staff=LinkedStaff.ANY),))) == 20 * 10
    assert bound_of(a_problem([a_double_up("v1")], shifts)) == 2 * 20 * 10


def test_one_person_makes_both_visits_of_a_link_only_where_its_gap_leaves_time_for_the_first() -> None:
    visits = [a_visit("v1", patient="p"), a_visit("v2", patient="p")]
    problem = a_problem(visits, [a_shift("d1"), a_shift("d2")])

    assert bound_of(replace(problem, links=(VisitLink("v1", "v2", 0, 30),))) == 20 * 10
    assert bound_of(replace(problem, links=(VisitLink("v1", "v2", 0, 29),))) == 2 * 20 * 10


def test_a_visit_that_can_only_be_late_costs_its_lateness() -> None:
    # Ten minutes of travel from 08:00; the window closes at 08:09 or at 08:10.
    def closing(minute: int) -> Problem:
        return a_problem([a_visit("v1", window=(480, minute))], [a_shift("d1")])

    assert bound_of(closing(490)) == 20 * 10
    assert bound_of(closing(489)) == 20 * 10 + 20


def test_where_the_way_there_costs_more_than_leaving_out_a_visit_is_left_out() -> None:
    # A routine deferral costs 600: half an hour of travel each way.
    def home_at(units: int) -> Problem:
        return a_problem([a_visit("v1")], [a_shift("d1")], patients=[a_patient("p-v1", at=units)])

    assert bound_of(home_at(2)) == 400
    assert bound_of(home_at(4)) == 600


def test_a_visit_that_nobody_may_or_can_make_costs_leaving_it_out() -> None:
    visit = a_visit("v1", window=(480, 490), is_time_critical=True)

    assert bound_of(a_problem([visit], [a_shift("d1", hours=(600, 700))])) == 600
    assert bound_of(a_problem([visit], [])) == 600
    assert bound_of(a_problem([replace(visit, is_remote=True)], [])) == 600


def test_an_empty_day_costs_nothing() -> None:
    assert bound_of(a_problem([], [a_shift("d1")])) == 0
    assert bound_of(a_problem([], [])) == 0


def test_a_remote_visit_costs_no_way_but_it_may_be_disliked() -> None:
    stranger = a_patient("p-v1", preferred_staff_ids=("somebody",))
    somebody = a_staff_member("somebody")
    problem = a_problem([a_visit("v1", is_remote=True)], [a_shift("d1")], patients=[stranger], staff=[somebody])

    assert bound_of(problem) == 40


def test_where_work_is_weighed_care_counts_with_its_travel() -> None:
    policy = Policy().with_weights({RuleId.WORKED_MINUTES: 2})
    at_home, by_telephone = a_visit("v1"), a_visit("v2", is_remote=True)

    assert bound_of(a_problem([at_home], [a_shift("d1")], policy=policy)) == 20 * (10 + 2) + 30 * 2
    assert bound_of(a_problem([by_telephone], [a_shift("d1")], policy=policy)) == 30 * 2
