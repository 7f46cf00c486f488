"""Rule by rule: raise one price by a point, and the same plan costs as many points more as the judge counts units."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import Encoding, encode
from scheduler.model.demand import Attendance, RiskFlag, VisitLink
from scheduler.model.policy import Policy
from scheduler.model.problem import Pin, Problem
from scheduler.model.skills import Band, Skill
from scheduler.model.workforce import Break, Delegation, FixedEvent
from scheduler.rules import SOFT_RULES, RuleId
from scheduler.solvers.anneal.search import propose
from scheduler.solvers.anneal.solver import hood_of
from scheduler.solvers.insertion.solver import hardest_first, insert_all
from scheduler.solvers.kernels.edits import begin, rebuild, take_back
from scheduler.solvers.kernels.packed import pack
from scheduler.solvers.kernels.reading import UNREADABLE, read_again
from scheduler.solvers.kernels.state import Placed, State
from scheduler.solvers.kernels.tracks import adopt, empty_state, routes_in
from scheduler.solvers.kernels.translation import HOLDS_BY_CONSTRUCTION, TRANSLATES
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.units import Minute, Minutes
from scheduler.validation import validate
from tests.agreement.kernel_plans import is_in_order
from tests.agreement.random_problems import a_random_problem
from tests.builders import MONDAY, a_patient, a_plan, a_problem, a_shift, a_staff_member, a_visit

pytestmark = pytest.mark.kernel
SEEDS = range(50)
MOVES = 60
MOST_MINUTES_LATE = 300
"""Later, into the next day, kernels take the daylight of the day that was meant."""


def test_every_rule_is_priced_or_cannot_be_broken() -> None:
    assert set(RuleId) == TRANSLATES | HOLDS_BY_CONSTRUCTION.keys()
    assert not TRANSLATES & HOLDS_BY_CONSTRUCTION.keys()
    assert set(SOFT_RULES) <= TRANSLATES


def test_each_rule_is_priced_by_the_amount_that_the_judge_finds() -> None:
    seen = Counter[RuleId]()

    for seed in SEEDS:
        problem = a_random_problem(seed, num_visits=14, num_shifts=4, num_days=1 + seed % 2)
        limits = replace(problem.policy.limits, care_minutes=Minutes(90), contact_visits=4)
        policy = replace(problem.policy, limits=limits).with_weights({RuleId.LARGEST_WAIT: 3})
        problem = replace(problem, policy=policy)
        encoding = encode(problem)
        state = a_disturbed_plan(encode(replace(problem, policy=without_whole_shifts(problem.policy))), seed)
        report = validate(problem, plan_of(encoding, routes_in(state)))
        is_far_off = report.amount_of(RuleId.TIME_WINDOW) > MOST_MINUTES_LATE
        is_held_in_vain = report.amount_of(RuleId.GAP) > 0 and not is_read_alike(encoding, state)
        if is_far_off or is_held_in_vain or report.amount_of(RuleId.TRAVEL_TIME) or not is_in_order(encoding, state):
            continue
        base = cost_at(encoding, state)
        for rule in TRANSLATES:
            seen[rule] += report.amount_of(rule)
            assert cost_at(dearer(problem, encoding, rule), state) - base == report.amount_of(rule), rule

    # Late arrival at a fixed event lets gaps be read another way; the other agreement test looks at it.
    elsewhere = {RuleId.TRAVEL_TIME, RuleId.GAP, RuleId.DELEGATION, *MINUTES_LATE, *BREAK_MISSED}
    assert {rule for rule in TRANSLATES if not seen[rule]} <= elsewhere


def test_one_visit_too_many_before_a_review_is_priced() -> None:
    calls = [a_visit(name, patient="p-v1", attendances=(Attendance(("insulin",)),)) for name in ("v1", "v2")]
    worker = a_staff_member("s1", is_registered=False, band=Band.BAND_3, skills=["insulin"])
    problem = a_problem(
        calls,
        [a_shift("d1", staff="s1")],
        staff=[worker],
        skills=[Skill("insulin", "Insulin", is_registered=True, is_delegable=True)],
        delegations=(Delegation("p-v1", "s1", "insulin", MONDAY, 2),),
    )
    encoding = encode(problem)
    state = empty_state(pack(encoding.facts))

    adopt(encoding, pack(encoding.facts), state, a_plan({"d1": [("v1", 600), ("v2", 700)]}))

    assert cost_at(dearer(problem, encoding, RuleId.DELEGATION), state) - cost_at(encoding, state) == 1


def test_a_gap_that_pins_break_is_priced_by_the_minute() -> None:
    visits = [a_visit("v1"), a_visit("v2")]
    link = VisitLink(visits[0].id, visits[1].id, gap_least_minutes=Minutes(0), gap_most_minutes=Minutes(60))
    shift = a_shift("d1")
    pins = tuple(Pin(visit.id, shift.id, start=Minute(start)) for visit, start in zip(visits, (500, 620), strict=True))
    encoding = encode(a_problem(visits, [shift], links=(link,), pins=pins))
    state = empty_state(pack(encoding.facts))

    adopt(encoding, pack(encoding.facts), state, a_plan({"d1": [("v1", 500), ("v2", 620)]}))

    assert cost_at(dearer(encoding.problem, encoding, RuleId.GAP), state) - cost_at(encoding, state) == 60


MINUTES_LATE = {RuleId.URGENT_RESPONSE: 25, RuleId.LONE_WORKING: 1}


@pytest.mark.parametrize(("rule", "amount"), MINUTES_LATE.items())
def test_a_late_response_and_a_visit_alone_after_dark_are_priced(rule: RuleId, amount: int) -> None:
    visit = a_visit("v1", window=(985, 1100), respond_by=Minute(960))
    flagged = a_patient("p-v1", risk_flag=RiskFlag.DAYLIGHT_ONLY)
    problem = a_problem([visit], [a_shift("d1", hours=(900, 1200))], patients=[flagged])
    encoding = encode(problem)
    facts = pack(encoding.facts)
    state = empty_state(facts)

    adopt(encoding, facts, state, a_plan({"d1": [("v1", 985)]}))

    assert cost_at(dearer(problem, encoding, rule), state) - cost_at(encoding, state) == amount


BREAK_MISSED = {RuleId.BREAK: 30, RuleId.MISSED_BREAK: 1}


@pytest.mark.parametrize(("rule", "amount"), BREAK_MISSED.items())
def test_a_break_without_room_is_priced_by_its_length_or_as_one_where_it_may_be_missed(
    rule: RuleId, amount: int
) -> None:
    rest_break = Break(30, 480, 500, may_be_missed=rule is RuleId.MISSED_BREAK)
    shift = a_shift("d1", rest_break=rest_break, events=(FixedEvent("training", 490, 600),))
    encoding = encode(a_problem([a_visit("v1")], [shift]))
    facts = pack(encoding.facts)
    state = empty_state(facts)

    adopt(encoding, facts, state, a_plan({"d1": [("v1", 610)]}))

    assert cost_at(dearer(encoding.problem, encoding, rule), state) - cost_at(encoding, state) == amount


def a_disturbed_plan(encoding: Encoding, seed: int) -> State:
    """A first plan after some moves that were kept whatever they cost."""
    facts = pack(encoding.facts)
    state, hood, rng = empty_state(facts), hood_of(encoding), np.random.default_rng(seed)
    insert_all(facts, state, hardest_first(encoding), Stopwatch(Budget(iterations=1)))
    for _ in range(MOVES):
        begin(state)
        is_move = propose(facts, state, hood, rng, rng.random())
        if not is_move or read_again(facts, state) == UNREADABLE or not is_in_order(encoding, state):
            take_back(state)
    return state


def is_read_alike(encoding: Encoding, plan: State) -> bool:
    """Whether a plan that was built move by move is read the same at once: holds that go round and round are not."""
    facts = pack(encoding.facts)
    again = empty_state(facts)
    rebuild(facts, again, plan.tasks, plan.keys)
    return bool((again.tasks[:, Placed.START] == plan.tasks[:, Placed.START]).all())


def without_whole_shifts(policy: Policy) -> Policy:
    """A policy that leaves some shifts idle and fills others, so that limits of a shift are met."""
    return policy.with_weights(dict.fromkeys((RuleId.LARGEST_IDLE, RuleId.WORKLOAD_BALANCE, RuleId.WORKED_MINUTES), 0))


def cost_at(encoding: Encoding, plan: State) -> int:
    facts = pack(encoding.facts)
    return int(rebuild(facts, empty_state(facts), plan.tasks, plan.keys))


def dearer(problem: Problem, encoding: Encoding, rule: RuleId) -> Encoding:
    """The same problem with one rule a point dearer."""
    if rule in SOFT_RULES:
        policy = problem.policy.with_weights({rule: problem.policy.weight_of(rule) + 1})
        changed = encode(replace(problem, policy=policy))
        hard = [each for each in RuleId if each not in SOFT_RULES]
        changed.facts.price[hard] = encoding.facts.price[hard]
        return changed
    price = encoding.facts.price.copy()
    price[rule] += 1
    return replace(encoding, facts=encoding.facts._replace(price=price))
