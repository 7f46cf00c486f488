"""A visit that is left out says what really stands in its way, and claims no more than was tried."""

from scheduler.encoding.encode import encode
from scheduler.encoding.reasons import why_left_out
from scheduler.model.demand import Attendance
from scheduler.model.problem import Pin, Problem
from tests.builders import a_double_up, a_patient, a_problem, a_shift, a_staff_member, a_visit


def why(problem: Problem) -> str:
    return why_left_out(encode(problem), problem.visits[0])


def test_the_rule_that_bars_the_nearest_person_is_named_not_the_commonest() -> None:
    needs_skill = a_visit("v1", attendances=(Attendance(("dressing",)),))
    refused = a_patient("p-v1", excluded_staff_ids=("anna",))
    staff = [a_staff_member("anna", skills=["dressing"]), *(a_staff_member(f"s{n}") for n in range(5))]
    shifts = [
        a_shift(f"d-{member.id}", staff=member.id, hours=(480, 500) if member.id != "anna" else (480, 960))
        for member in staff
    ]

    problem = a_problem([needs_skill], shifts, staff=staff, patients=[refused])

    assert why(problem) == "Nobody on duty may make it: anna: exclusion."


def test_people_barred_alike_are_named_together_and_the_many_are_counted() -> None:
    visit = a_visit("v1", attendances=(Attendance(("dressing",)),))

    problem = a_problem([visit], [a_shift(f"d{number}") for number in range(5)])

    assert why(problem) == "Nobody on duty may make it: s-d0, s-d1, s-d2 and 2 more: skill."


def test_the_one_who_is_refused_is_named_before_the_many_without_the_skill() -> None:
    visit = a_visit("v1", attendances=(Attendance(("dressing",)),))
    staff = [*(a_staff_member(f"s{number}") for number in range(4)), a_staff_member("zoe", skills=["dressing"])]
    shifts = [a_shift(f"d-{member.id}", staff=member.id) for member in staff]

    problem = a_problem([visit], shifts, staff=staff, patients=[a_patient("p-v1", excluded_staff_ids=("zoe",))])

    assert why(problem) == "Nobody on duty may make it: zoe: exclusion; s0, s1, s2 and 1 more: skill."


def test_where_somebody_may_only_the_search_is_blamed() -> None:
    one = a_problem([a_visit("v1")], [a_shift("d1")])
    two = a_problem([a_visit("v1")], [a_shift("d1"), a_shift("d2")])

    assert why(one) == "The search found no place for it in the shifts of the one person on duty who may make it."
    assert "the 2 people on duty" in why(two)


def test_a_double_up_with_one_person_on_duty_says_so() -> None:
    assert why(a_problem([a_double_up("v1")], [a_shift("d1")])) == (
        "It needs two people, and only one on duty may make it."
    )


def test_a_pin_that_cannot_be_kept_is_the_reason() -> None:
    problem = a_problem([a_visit("v1")], [a_shift("d1"), a_shift("d2")], pins=(Pin("v1", "d2", 0, 1200),))

    assert why(problem) == "It is pinned to d2, where it does not fit."


def test_without_shifts_nobody_is_on_duty() -> None:
    assert why(a_problem([a_visit("v1")])) == "Nobody is on duty."
