"""An edit may set a few holds alone; a plan that needs many was once adopted with broken gaps."""

import numpy as np
import pytest

from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import encode
from scheduler.model.demand import VisitLink
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.solvers.anneal.solver import solve_by_annealing
from scheduler.solvers.kernels.packed import pack
from scheduler.solvers.kernels.reading import MOST_HOLDS
from scheduler.solvers.kernels.tracks import adopt, empty_state, routes_in
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.units import Minutes
from scheduler.validation import validate
from tests.builders import a_plan, a_problem, a_shift, a_visit

pytestmark = pytest.mark.kernel
NUM_PAIRS = MOST_HOLDS + 3


def pairs_whose_first_must_wait() -> tuple[Problem, Plan]:
    firsts = [a_visit(f"a{number}", window=(480, 900)) for number in range(NUM_PAIRS)]
    seconds = [a_visit(f"b{number}", window=(700, 900)) for number in range(NUM_PAIRS)]
    links = tuple(VisitLink(a.id, b.id, Minutes(0), Minutes(60)) for a, b in zip(firsts, seconds, strict=True))
    shifts = [a_shift(f"d-{visit.id}") for visit in (*firsts, *seconds)]
    problem = a_problem([*firsts, *seconds], shifts, links=links)
    starts = {f"d-{a.id}": [(a.id, 640)] for a in firsts} | {f"d-{b.id}": [(b.id, 700)] for b in seconds}
    return problem, a_plan(starts)


def test_every_first_visit_of_a_plan_is_held_until_its_partner_may_come() -> None:
    problem, plan = pairs_whose_first_must_wait()
    encoding = encode(problem)
    facts = pack(encoding.facts)
    state = empty_state(facts)

    cost = adopt(encoding, facts, state, plan)

    report = validate(problem, plan_of(encoding, routes_in(state)))
    assert report.is_lawful
    assert cost == int(np.dot(encoding.facts.price, report.amounts))


def test_annealing_from_such_a_plan_ends_no_worse() -> None:
    problem, plan = pairs_whose_first_must_wait()

    outcome = solve_by_annealing(encode(problem), Stopwatch(Budget(iterations=2_000)), seed=1, workers=2, start=plan)

    assert outcome.cost <= validate(problem, plan).cost
