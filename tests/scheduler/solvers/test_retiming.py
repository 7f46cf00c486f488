"""The same routes at better starts: who goes where and in which order stays, and nothing gets dearer."""

from dataclasses import replace

import pytest

from scheduler.encoding.codec import routes_of
from scheduler.encoding.encode import encode
from scheduler.model.plan import BreakTaken, Plan
from scheduler.model.policy import Policy
from scheduler.model.problem import Problem
from scheduler.model.workforce import Break, FixedEvent
from scheduler.rules import SOFT_RULES, RuleId
from scheduler.solvers.cpsat import retiming
from scheduler.solvers.cpsat.model import build
from scheduler.solvers.cpsat.part import unchanged
from scheduler.solvers.cpsat.retiming import RetimedPlan, retimed
from scheduler.solvers.cpsat.search import Limits, search
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.units import Minute, Minutes
from scheduler.validation import validate
from tests.agreement.random_problems import a_random_problem
from tests.builders import BASE_PLACE, a_double_up, a_plan, a_problem, a_shift, a_visit

ALONE = Limits(seed=1, workers=1)
LUNCH = Break(Minutes(30), Minute(480), Minute(900))


def _weighing(weights: dict[RuleId, int]) -> Policy:
    """A policy that weighs nothing else."""
    return Policy().with_weights({rule: weights.get(rule, 0) for rule in SOFT_RULES})


def _a_watch() -> Stopwatch:
    return Stopwatch(Budget(seconds=20))


def _retimed(problem: Problem, plan: Plan) -> RetimedPlan | None:
    return retimed(encode(problem), plan, _a_watch(), seed=1)


def _inserted(problem: Problem) -> Plan:
    return solve_by_insertion(encode(problem), _a_watch()).plan


def _order_at_places(problem: Problem, plan: Plan) -> dict[str, list[str]]:
    return {
        route.shift_id: [stop.visit_id for stop in route.stops if not problem.visit_by_id[stop.visit_id].is_remote]
        for route in plan.routes
    }


def _starts(found: RetimedPlan | None) -> dict[str, int]:
    assert found is not None
    return {str(stop.visit_id): int(stop.start) for _, stop in found.plan.stops()}


def _a_route_with_a_wait(weights: dict[RuleId, int]) -> Problem:
    """Home 1 at any time from 08:10 on, home 2 ten minutes further at 10:00."""
    visits = [a_visit("v1"), a_visit("v2", window=(600, 600))]
    return a_problem(visits, [a_shift("d1")], policy=_weighing(weights))


EARLY = a_plan({"d1": [("v1", 490), ("v2", 600)]})
"""Care from 08:10 to 08:40, at the next door at 08:50: 70 minutes of waiting."""


def test_a_visit_moves_later_where_that_saves_waiting() -> None:
    problem = _a_route_with_a_wait({RuleId.WAITING: 3})

    found = _retimed(problem, EARLY)

    assert _starts(found) == {"v1": 560, "v2": 600}
    assert found is not None
    assert (found.gain, found.is_proved) == (3 * 70, True)


def test_a_stop_before_a_fixed_event_stays_before_it() -> None:
    meeting = FixedEvent("meeting", Minute(540), Minute(570), BASE_PLACE)
    plain = _a_route_with_a_wait({RuleId.WAITING: 3})
    visits = (plain.visits[0], a_visit("v2", window=(700, 700)))
    problem = replace(plain, visits=visits, shifts=(a_shift("d1", events=(meeting,)),))

    found = _retimed(problem, a_plan({"d1": [("v1", 490), ("v2", 700)]}))

    assert _starts(found) == {"v1": 500, "v2": 700}, "from 08:20 to 08:50, back at the base at 09:00"


def test_a_plan_whose_weighed_rules_gain_nothing_by_waiting_is_left_alone() -> None:
    late = a_plan({"d1": [("v1", 500), ("v2", 610)]})
    weights = {RuleId.LATENESS: 5, RuleId.TRAVEL: 10}
    problem = _a_route_with_a_wait(weights)
    with_a_break = replace(problem, shifts=(a_shift("d1", rest_break=LUNCH),))

    assert _retimed(problem, late) is None
    assert _starts(_retimed(with_a_break, late))["v2"] == 600


def test_a_plan_that_decides_its_breaks_is_left_alone() -> None:
    problem = replace(_a_route_with_a_wait({RuleId.WAITING: 3}), shifts=(a_shift("d1", rest_break=LUNCH),))
    lunch_is_last = replace(EARLY, breaks=(BreakTaken(problem.shifts[0].id, Minute(700)),))

    assert _retimed(problem, lunch_is_last) is None


def test_the_longest_wait_is_shortened_with_a_break_and_without() -> None:
    problem = _a_route_with_a_wait({RuleId.LARGEST_WAIT: 3})
    lunch_after_nine = Break(Minutes(30), Minute(540), Minute(900))
    with_a_break = replace(problem, shifts=(a_shift("d1", rest_break=lunch_after_nine),))

    found = _retimed(with_a_break, EARLY)

    assert _starts(_retimed(problem, EARLY))["v1"] == 560
    assert found is not None
    assert found.gain == 3 * (70 - 30) == validate(with_a_break, EARLY).cost - validate(with_a_break, found.plan).cost


def test_starts_that_only_a_break_in_a_later_gap_would_make_better_are_not_taken() -> None:
    windows = {"v1": (490, 490), "v2": (530, 580), "v3": (700, 700)}
    visits = [a_visit(name, window=window, is_time_critical=True) for name, window in windows.items()]
    shift, policy = a_shift("d1", rest_break=LUNCH), _weighing({RuleId.LARGEST_WAIT: 3})
    problem = a_problem(visits, [shift], policy=policy)
    early = a_plan({"d1": [("v1", 490), ("v2", 559), ("v3", 700)]})

    # From 560 on the judge puts the break before v2; the model, after it, would wait for 50 minutes where v2 is at 580.
    assert validate(problem, early).amount_of(RuleId.LARGEST_WAIT) == 71
    assert _retimed(problem, early) is None


def test_both_halves_of_a_double_up_move_together() -> None:
    visits = [a_double_up("v1"), a_visit("v2", window=(600, 600))]
    problem = a_problem(visits, [a_shift("d1"), a_shift("d2")], policy=_weighing({RuleId.WAITING: 1}))

    found = _retimed(problem, a_plan({"d1": [("v1", 490, 0), ("v2", 600)], "d2": [("v1", 490, 1)]}))

    assert found is not None
    assert {int(stop.start) for _, stop in found.plan.stops() if stop.visit_id == "v1"} == {560}


def test_a_part_may_be_as_late_as_the_latest_elsewhere_for_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retiming, "STOPS_A_PART", 1)
    weights = {RuleId.WAITING: 3, RuleId.LATENESS: 1, RuleId.LARGEST_LATENESS: 10}
    visits = [a_visit("v1", window=(480, 500)), a_visit("v2", window=(600, 600)), a_visit("v3", window=(480, 490))]
    problem = a_problem(visits, [a_shift("d1"), a_shift("d2")], policy=_weighing(weights))
    third_is_twenty_late = a_plan({"d1": [("v1", 490), ("v2", 600)], "d2": [("v3", 510)]})

    found = _retimed(problem, third_is_twenty_late)

    assert _starts(found) == {"v1": 520, "v2": 600, "v3": 510}


def test_a_watch_that_is_stopped_leaves_the_plan_as_it_is() -> None:
    watch = _a_watch()
    watch.stop()

    assert retimed(encode(_a_route_with_a_wait({RuleId.WAITING: 3})), EARLY, watch, seed=1) is None


@pytest.mark.kernel
@pytest.mark.parametrize("seed", range(12))
def test_a_lawful_plan_stays_lawful_and_costs_less_by_just_what_is_said(seed: int) -> None:
    problem = a_random_problem(seed, num_visits=12, num_days=1 + seed % 2)
    plan = _inserted(problem)

    found = _retimed(problem, plan)

    before = validate(problem, plan)
    after = before if found is None else validate(problem, found.plan)
    assert before.is_lawful
    assert after.is_lawful
    assert before.cost - after.cost == (0 if found is None else found.gain)
    assert found is None or _order_at_places(problem, found.plan) == _order_at_places(problem, plan)


@pytest.mark.kernel
@pytest.mark.parametrize("seed", [0, 5, 20])  # in the last one the model places a break apart from the judge
def test_where_the_longest_wait_is_weighed_beside_breaks_the_gain_is_the_judges(seed: int) -> None:
    drawn = a_random_problem(seed, num_visits=12, num_days=1 + seed % 2)
    problem = replace(drawn, policy=drawn.policy.with_weights({RuleId.LARGEST_WAIT: 20}))
    plan = _inserted(problem)

    found = _retimed(problem, plan)

    assert found is not None
    after = validate(problem, found.plan)
    assert after.is_lawful
    assert validate(problem, plan).cost - after.cost == found.gain > 0


@pytest.mark.kernel
@pytest.mark.parametrize("seed", range(8))
def test_parts_that_hang_on_nothing_else_gain_as_much_as_the_whole(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retiming, "STOPS_A_PART", 1)
    drawn = a_random_problem(seed, num_visits=14, num_shifts=5)
    apart = {RuleId.LARGEST_IDLE: 0, RuleId.LARGEST_LATENESS: 0}
    shifts = tuple(replace(shift, events=()) for shift in drawn.shifts)
    problem = replace(drawn, policy=drawn.policy.with_weights(apart), shifts=shifts)
    encoding, plan = encode(problem), _inserted(problem)
    whole = search(build(encoding, unchanged(encoding, routes_of(encoding, plan))), ALONE, _a_watch())

    found = retimed(encoding, plan, _a_watch(), seed=1)

    assert whole.is_proved
    assert validate(problem, plan).cost - (0 if found is None else found.gain) == whole.cost
