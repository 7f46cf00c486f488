"""Who may, and why not: every bar is a rule that the judge finds broken, and where nothing bars, one visit alone is lawful."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from scheduler.encoding.eligibility import MAY, MAY_NOT, Eligibility
from scheduler.encoding.index import Index
from scheduler.model.demand import Attendance, Visit
from scheduler.model.plan import Plan, Route, Stop
from scheduler.model.policy import Limits
from scheduler.model.problem import Problem
from scheduler.model.skills import Skill, SkillHolding, SkillId
from scheduler.model.workforce import Delegation, Shift, ShiftId
from scheduler.rules import RuleId
from scheduler.units import Minute
from scheduler.validation import validate
from tests.agreement.random_problems import a_random_problem
from tests.builders import MONDAY, a_problem, a_shift, a_staff_member, a_visit

SETTLED_BY_THE_HOUR = {RuleId.TIME_WINDOW}
"""Stands for everything that keeps a shift from reaching a visit in time: several rules of the judge."""


def eligibility(problem: Problem) -> Eligibility:
    return Eligibility(Index(problem))


def alone(visit: Visit, attendance: int, shift: Shift) -> list[Plan]:
    """Plans with one stop: at every start that a window of the visit or the shift suggests."""
    starts = {minute for window in visit.windows for minute in range(window.earliest_start, window.latest_start + 61)}
    inside = [start for start in sorted(starts) if shift.start <= start < shift.end]
    stops = [Stop(visit.id, Minute(start), attendance) for start in inside]
    return [Plan((Route(ShiftId(shift.id), (stop,)),)) for stop in stops]


@pytest.mark.parametrize("seed", range(8))
def test_every_bar_is_a_rule_that_the_judge_finds_broken(seed: int) -> None:
    problem = a_random_problem(seed)
    told = eligibility(problem)

    for visit in problem.visits:
        for attendance in range(len(visit.attendances)):
            for shift in problem.shifts:
                bars = set(told.why_not(visit.id, attendance, shift.id))
                for plan in alone(visit, attendance, shift)[:1]:
                    broken = {found.rule for found in validate(problem, plan).hard_violations}
                    assert bars - SETTLED_BY_THE_HOUR <= broken


def test_where_nothing_bars_a_single_visit_alone_is_lawful_at_some_minute() -> None:
    # What else is wrong with a plan of one stop: the others are missing, and what depends on days before.
    elsewhere = {RuleId.ACCOUNTED_FOR, RuleId.BOTH_OR_NONE, RuleId.REST, RuleId.WEEKLY_HOURS, RuleId.CARE_LIMIT}
    checked = 0

    for problem in map(a_random_problem, range(8)):
        told = eligibility(problem)
        plain = [shift for shift in problem.shifts if not shift.events and not shift.rest_break]
        for visit, shift in product(problem.visits, plain):
            plans = [] if visit.is_double_up else alone(visit, 0, shift)
            reports = [validate(problem, plan) for plan in plans]
            lawful = any({found.rule for found in report.hard_violations} <= elsewhere for report in reports)
            checked += bool(plans)
            assert lawful <= (not told.why_not(visit.id, 0, shift.id))

    assert checked > 10


def test_a_delegation_counts_the_visits_left_before_its_review() -> None:
    visit = a_visit("v1", attendances=(Attendance((SkillId("insulin"),)),))
    worker = a_staff_member("w", skills=["insulin"], is_registered=False)
    skill = Skill(SkillId("insulin"), "Insulin", is_registered=True, is_delegable=True)

    def visits_left(since_review: int) -> int:
        granted = (Delegation(visit.patient_id, worker.id, skill.id, MONDAY, since_review),)
        problem = a_problem([visit], [a_shift("d1", staff="w")], staff=[worker], skills=[skill], delegations=granted)
        return int(eligibility(problem).may[0, 0])

    assert [visits_left(since) for since in (0, 2, 3)] == [3, 1, MAY_NOT]


@pytest.mark.parametrize(("ends", "bars"), [(24 * 60, ()), (24 * 60 + 1, (RuleId.SKILL,))])
def test_a_skill_in_date_through_the_day_serves_a_shift_until_the_midnight_after(
    ends: int, bars: tuple[RuleId, ...]
) -> None:
    insulin = SkillId("insulin")
    visit = a_visit("v1", window=(16 * 60, 23 * 60), attendances=(Attendance((insulin,)),))
    nurse = replace(a_staff_member("n"), skills=(SkillHolding(insulin, MONDAY),))

    problem = a_problem([visit], [a_shift("late", staff="n", hours=(16 * 60, ends))], staff=[nurse])

    assert eligibility(problem).why_not(visit.id, 0, ShiftId("late")) == bars


@pytest.mark.parametrize(("ends", "visits_left"), [(24 * 60, 3), (24 * 60 + 1, MAY_NOT)])
def test_a_delegation_in_date_through_the_day_serves_a_shift_until_the_midnight_after(
    ends: int, visits_left: int
) -> None:
    skill = Skill(SkillId("insulin"), "Insulin", is_registered=True, is_delegable=True)
    visit = a_visit("v1", window=(16 * 60, 23 * 60), attendances=(Attendance((skill.id,)),))
    worker = a_staff_member("w", skills=[skill.id], is_registered=False)
    reviewed_on = MONDAY - timedelta(days=Limits().delegation_review_days)
    granted = (Delegation(visit.patient_id, worker.id, skill.id, reviewed_on, 0),)

    shift = a_shift("late", staff="w", hours=(16 * 60, ends))
    problem = a_problem([visit], [shift], staff=[worker], skills=[skill], delegations=granted)

    assert int(eligibility(problem).may[0, 0]) == visits_left


def test_registered_staff_need_no_delegation() -> None:
    visit = a_visit("v1", attendances=(Attendance((SkillId("insulin"),)),))
    skill = Skill(SkillId("insulin"), "Insulin", is_registered=True)
    nurse = a_staff_member("n", skills=["insulin"])

    problem = a_problem([visit], [a_shift("d1", staff="n")], staff=[nurse], skills=[skill])

    assert eligibility(problem).may.tolist() == [[MAY]]


def test_overtime_past_midnight_asks_for_the_skill_on_the_next_day_too() -> None:
    insulin = SkillId("insulin")
    visit = a_visit("v1", window=(16 * 60, 25 * 60), attendances=(Attendance((insulin,)),))
    nurse = replace(a_staff_member("n"), skills=(SkillHolding(insulin, MONDAY),))
    late = a_shift("late", staff="n", hours=(16 * 60, 24 * 60), overtime_limit_minutes=30, admin_minutes=29)

    def bars(shift: Shift) -> tuple[RuleId, ...]:
        return eligibility(a_problem([visit], [shift], staff=[nurse])).why_not(visit.id, 0, shift.id)

    assert bars(late) == (RuleId.SKILL,)
    assert bars(replace(late, admin_minutes=30)) == ()
