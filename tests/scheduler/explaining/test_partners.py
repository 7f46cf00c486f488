"""Visits that only make sense together are tried together, and what stops either stops both."""

from typing import Any

from scheduler.explaining.explain import explain
from scheduler.explaining.explanation import Explanation
from scheduler.model.demand import Attendance, LinkedStaff, VisitId, VisitLink
from scheduler.model.problem import Problem
from scheduler.model.skills import SkillId
from scheduler.rules import RuleId
from scheduler.units import Minutes
from scheduler.validation.validator import validate
from tests.builders import a_plan, a_problem, a_shift, a_staff_member, a_visit, deferred


def a_joint_visit(needs: str = "", hours: tuple[int, int] = (480, 960), **more: Any) -> Problem:
    """Visits u and v of one patient that start together with different staff; u may ask for a skill."""
    asked = Attendance((SkillId(needs),)) if needs else Attendance()
    link = VisitLink(VisitId("u"), VisitId("v"), Minutes(0), Minutes(0), LinkedStaff.DIFFERENT, is_both_or_none=True)
    visits = [a_visit("u", patient="p", attendances=(asked,)), a_visit("v", patient="p")]
    return a_problem(visits, [a_shift("a"), a_shift("b", hours=hours)], links=(link,), **more)


def explain_left_out(problem: Problem) -> Explanation:
    return explain(problem, a_plan({}, [deferred("u"), deferred("v")]), VisitId("v"))


def test_a_joint_visit_that_fits_is_said_to_have_been_missed_with_both_places() -> None:
    problem = a_joint_visit()

    explained = explain_left_out(problem)

    assert explained.summary.startswith("Visit v is deferred. It fits in shift")
    assert explained.summary.endswith("the search missed it.")
    (place,) = explained.alternatives
    assert validate(problem, place.plan).is_lawful
    assert {stop.visit_id for _, stop in place.plan.stops()} == {"u", "v"}
    assert {stop.start for _, stop in place.plan.stops()} == {490}
    assert "with visit u in shift" in place.says


def test_what_stops_the_partner_is_what_stops_both_and_parting_them_is_never_offered() -> None:
    problem = a_joint_visit("x", (480, 515), staff=[a_staff_member("s-b", skills=["x"])])

    explained = explain_left_out(problem)

    assert not explained.alternatives
    assert RuleId.SHIFT_HOURS in explained.obstacles[0].rules
    assert all(RuleId.BOTH_OR_NONE not in each.rules for each in explained.obstacles[:1])
    assert RuleId.BOTH_OR_NONE not in {each.rule for each in explained.relaxations}
    assert (RuleId.SHIFT_HOURS, 15) in {(each.rule, each.amount) for each in explained.relaxations}
    for each in explained.relaxations:
        assert validate(each.apply(problem), each.plan).is_lawful
