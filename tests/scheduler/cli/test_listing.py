"""Obstacles are grouped and short, staff have their names, patients never."""

from scheduler.cli.listing import MOST_LINES, all_obstacle_lines, obstacle_lines, with_names
from scheduler.explaining.explain import explain
from scheduler.model.demand import Attendance, VisitId
from scheduler.model.problem import Problem
from scheduler.model.skills import SkillId
from tests.builders import a_plan, a_problem, a_shift, a_staff_member, a_visit, deferred


def a_day(num_able: int) -> Problem:
    """So many people with the skill and too short a shift, and twenty without the skill."""
    able = [a_staff_member(f"s-able{number}", skills=["x"]) for number in range(num_able)]
    shifts = [a_shift(f"able{number}", hours=(480, 520)) for number in range(num_able)]
    others = [a_shift(f"other{number}") for number in range(20)]
    return a_problem([a_visit("v", attendances=(Attendance((SkillId("x"),)),))], [*others, *shifts], staff=able)


def listed(problem: Problem) -> list[str]:
    return obstacle_lines(problem, explain(problem, a_plan({}, [deferred("v")]), VisitId("v")))


def test_who_lacks_room_has_a_line_and_who_may_not_is_counted_by_what_is_missing() -> None:
    assert listed(a_day(1)) == [
        "s-able0 Staff s-able0 (community nurse), shift able0, at 08:10: "
        "Shift able0 is over at 08:50, 10 minutes after its end at 08:40.",
        "20 people may not make it: skill x is missing or not in date",
    ]


def test_the_lines_stay_few_until_all_are_asked_for() -> None:
    full, more = a_day(MOST_LINES), a_day(MOST_LINES + 1)

    assert len(listed(full)) == MOST_LINES + 1
    assert listed(more)[MOST_LINES] == "1 more may make it but have no room"
    explained = explain(more, a_plan({}, [deferred("v")]), VisitId("v"))
    assert len(all_obstacle_lines(more, explained)) == MOST_LINES + 1 + 20


def test_a_name_follows_the_id_of_a_staff_member_and_the_staff_member_a_shift() -> None:
    problem = a_problem([a_visit("v")], [a_shift("a")])

    assert with_names(problem, "Staff member s-a rests; in shift a, or shift b.") == (
        "Staff member s-a Staff s-a rests; in shift a of s-a Staff s-a, or shift b."
    )


def test_a_patient_is_never_named() -> None:
    problem = a_problem([a_visit("v")], [a_shift("a")])

    assert "Patient p-v" not in with_names(problem, "Visit v of patient p-v.")
