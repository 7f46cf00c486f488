"""Annealing: what its less ordinary moves are for, each where no other move would find the better plan."""

from dataclasses import replace

import pytest

from scheduler.encoding.encode import encode
from scheduler.model.demand import Attendance, VisitLink
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.model.skills import SkillId
from scheduler.model.workforce import Break
from scheduler.rules import RuleId
from scheduler.solvers.anneal.solver import solve_by_annealing
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.units import Minute, Minutes
from scheduler.validation import validate
from tests.builders import a_plan, a_problem, a_shift, a_staff_member, a_visit

pytestmark = pytest.mark.kernel


def annealed(problem: Problem, *, start: Plan | None = None) -> Plan:
    watch = Stopwatch(Budget(iterations=3_000))
    plan = solve_by_annealing(encode(problem), watch, seed=1, start=start).plan
    assert validate(problem, plan).is_lawful
    return plan


def starts_in(plan: Plan) -> dict[str, int]:
    return {stop.visit_id: stop.start for route in plan.routes for stop in route.stops}


def test_a_visit_waits_for_the_time_that_was_told() -> None:
    told = a_plan({"s": [("v", 700)]})
    problem = replace(a_problem([a_visit("v")], [a_shift("s")]), published=told)

    plan = annealed(problem)

    assert validate(problem, plan).amount_of(RuleId.START_MOVED) == 0


def test_a_visit_waits_for_a_break_that_would_make_the_next_one_late() -> None:
    """Made as soon as its window opens, the first visit pushes the break behind it, and the second starts too late."""
    rest = Break(Minutes(40), Minute(490), Minute(545), may_be_missed=False)
    visits = [
        a_visit("first", window=(520, 545), minutes=10, is_time_critical=True),
        a_visit("second", window=(545, 560), minutes=10, is_time_critical=True),
    ]
    problem = a_problem(visits, [a_shift("s", rest_break=rest)])

    assert set(starts_in(annealed(problem))) == {"first", "second"}


def test_a_dearer_visit_comes_in_for_the_visit_that_a_link_sets_against_it() -> None:
    """Their windows are further apart than their link allows, so only one is made; and each by another person."""
    visits = [
        a_visit("cheap", window=(480, 500), attendances=(Attendance((SkillId("one"),)),)),
        a_visit("dear", window=(800, 820), attendances=(Attendance((SkillId("two"),)),), is_must_serve=True),
    ]
    staff = [a_staff_member("a", skills=["one"]), a_staff_member("b", skills=["two"])]
    shifts = [a_shift("s", staff="a"), a_shift("t", staff="b")]
    together = VisitLink(visits[0].id, visits[1].id, Minutes(0), Minutes(60))
    problem = a_problem(visits, shifts, staff=staff, links=[together])

    plan = annealed(problem, start=a_plan({"s": [("cheap", 490)]}))

    assert set(starts_in(plan)) == {"dear"}
