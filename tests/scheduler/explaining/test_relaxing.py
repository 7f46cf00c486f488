"""Each relaxation asks for exactly what is missing: it fits with it, and not with a minute less."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduler.explaining.explain import explain
from scheduler.explaining.relaxing.relaxation import Relaxation
from scheduler.model.demand import Attendance, LevelOfCare, LinkedStaff, RiskFlag, VisitId, VisitLink
from scheduler.model.policy import Limits, Policy
from scheduler.model.problem import Pin, Problem
from scheduler.model.skills import Band, Skill, SkillHolding, SkillId
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import Gender, ShiftId, StaffId
from scheduler.rules import RuleId
from scheduler.units import Minute, Minutes
from scheduler.validation.validator import validate
from tests.builders import a_patient, a_plan, a_problem, a_shift, a_staff_member, a_visit, deferred

V = VisitId("v")
DRESSING = Skill(SkillId("dressing"), "Dressing", is_registered=True, is_delegable=True)
PUMP = Skill(SkillId("pump"), "Pump", is_registered=True)


def relaxed(problem: Problem, **routes: Any) -> list[Relaxation]:
    """What is offered for visit v, each verified here."""
    offered = explain(problem, a_plan(routes, [deferred("v")]), V).relaxations
    for each in offered:
        assert validate(each.apply(problem), each.plan).is_lawful
    return list(offered)


def first(problem: Problem, **routes: Any) -> tuple[RuleId, int]:
    offered = relaxed(problem, **routes)[0]
    return offered.rule, offered.amount


def test_a_shift_works_as_much_longer_as_is_missing_and_not_a_minute_less() -> None:
    problem = a_problem([a_visit("v")], [a_shift("a", hours=(480, 517), overtime_limit_minutes=Minutes(3))])

    (offered,) = relaxed(problem)

    assert (offered.rule, offered.amount) == (RuleId.SHIFT_HOURS, 10)
    assert offered.sentence == "Shift a agrees to 10 minutes of overtime beyond the 3 minutes agreed, until 08:50."
    agreed = offered.apply(problem).shifts[0]
    assert agreed.overtime_limit_minutes == 13
    shorter = replace(problem, shifts=(replace(agreed, overtime_limit_minutes=Minutes(12)),))
    assert not validate(shorter, offered.plan).is_lawful


def test_a_visit_starts_later_by_as_much_as_is_missing() -> None:
    critical = a_problem([a_visit("v", window=(480, 485), is_time_critical=True)], [a_shift("a")])
    other = a_problem(
        [a_visit("v", window=(360, 365))], [a_shift("a")], policy=Policy(limits=Limits(lateness_minutes=Minutes(100)))
    )

    assert relaxed(critical)[0].sentence == "Visit v may start 5 minutes later than its window allows, at 08:10."
    assert (
        relaxed(other)[0].sentence
        == "Visit v may start 25 minutes later than its window and the tolerance allow, at 08:10."
    )
    assert first(other) == (RuleId.TIME_WINDOW, 25)


def test_a_visit_starts_earlier_by_no_more_than_it_must() -> None:
    shift = a_shift("a", hours=(480, 600))
    problem = a_problem([a_visit("v", window=(565, 700))], [shift])

    offered = {each.rule: each for each in relaxed(problem)}

    # Back at the base by 10:00, so care starts by 09:20 at the latest.
    assert offered[RuleId.TIME_WINDOW].amount == 5
    assert "may start 5 minutes before its window opens, at 09:20" in offered[RuleId.TIME_WINDOW].sentence
    assert offered[RuleId.SHIFT_HOURS].amount == 5


def test_a_window_too_short_for_care_that_must_end_in_it_opens_earlier_and_closes_later_at_once() -> None:
    # Half an hour of care in a quarter of an hour: 8 minutes earlier and 7 minutes later is the least at either end.
    visit = a_visit("v", window=(565, 580), is_time_critical=True)
    problem = a_problem([visit], [a_shift("a", hours=(480, 600))], policy=Policy(care_ends_in_window=True))

    offered = {each.rule: each for each in relaxed(problem)}

    assert offered[RuleId.TIME_WINDOW].amount == 8
    assert offered[RuleId.TIME_WINDOW].apply(problem).visits[0].windows == (TimeWindow(Minute(557), Minute(587)),)


def test_another_visit_may_be_what_starts_later() -> None:
    visits = [
        a_visit("u", window=(480, 500), is_time_critical=True, is_must_serve=True),
        a_visit("v", window=(480, 500), is_time_critical=True),
    ]
    problem = a_problem(visits, [a_shift("a")])

    offered = relaxed(problem, a=[("u", 490)])

    assert {each.rule for each in offered} == {RuleId.TIME_WINDOW}
    assert offered[0].amount == 30


def test_hours_are_no_small_change_and_more_than_four_of_them_are_not_offered() -> None:
    def with_window_closing(at: int) -> Problem:
        shift, limits = a_shift("a", hours=(480, 1000)), Limits(lateness_minutes=Minutes(0))
        return a_problem([a_visit("v", window=(at, at))], [shift], policy=Policy(limits=limits))

    assert first(with_window_closing(250)) == (RuleId.TIME_WINDOW, 240)
    assert relaxed(with_window_closing(249)) == []


def test_a_visit_too_many_or_too_much_care_is_a_limit_that_may_give_way() -> None:
    full = a_problem([a_visit("u", is_must_serve=True), a_visit("v")], [a_shift("a", visit_limit=1)])
    busy = a_problem(
        [a_visit("u", is_must_serve=True), a_visit("v")],
        [a_shift("a")],
        policy=Policy(limits=Limits(care_minutes=Minutes(59))),
    )

    assert relaxed(full, a=[("u", 490)])[0].sentence == "Shift a may hold 2 visits, 1 more than its limit."
    assert first(busy, a=[("u", 490)]) == (RuleId.CARE_LIMIT, 1)


def test_a_routine_visit_may_wait_but_not_one_that_must_be_served_or_has_no_other_day() -> None:
    def offers(**about_other: Any) -> set[RuleId]:
        visits = [a_visit("u", **about_other), a_visit("v", level_of_care=LevelOfCare.COMPLEX)]
        problem = a_problem(visits, [a_shift("a", visit_limit=1)])
        return {each.rule for each in relaxed(problem, a=[("u", 490)])}

    assert offers() == {RuleId.CONTACT_LIMIT, RuleId.DEFERRED}
    assert offers(level_of_care=LevelOfCare.MANAGED) == {RuleId.CONTACT_LIMIT, RuleId.DEFERRED}
    assert offers(level_of_care=LevelOfCare.COMPLEX) == {RuleId.CONTACT_LIMIT}
    assert offers(is_must_serve=True) == {RuleId.CONTACT_LIMIT}
    assert offers(latest_on=date(2026, 11, 23)) == {RuleId.CONTACT_LIMIT}


def test_a_visit_that_waits_is_in_the_changed_problem_no_more() -> None:
    problem = a_problem([a_visit("u"), a_visit("v")], [a_shift("a", visit_limit=1)])

    waits = next(each for each in relaxed(problem, a=[("u", 490)]) if each.rule is RuleId.DEFERRED)

    assert [visit.id for visit in waits.apply(problem).visits] == ["v"]
    assert waits.sentence == "Visit u (level of care 1, 30 minutes) leaves shift a and waits for another day."


def a_day(visit: dict[str, Any], patient: dict[str, Any], member: dict[str, Any], **more: Any) -> Problem:
    """One visit to one patient, one shift of one staff member."""
    return a_problem(
        [a_visit("v", **visit)],
        [a_shift("a")],
        patients=[a_patient("p-v", **patient)],
        staff=[a_staff_member("s-a", **member)],
        **more,
    )


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (RuleId.SKILL, a_day({"attendances": (Attendance((SkillId("x"), SkillId("y"))),)}, {}, {"skills": ["x"]})),
        (RuleId.BAND, a_day({"attendances": (Attendance((), Band.BAND_6),)}, {}, {})),
        (
            RuleId.DELEGATION,
            a_day(
                {"attendances": (Attendance((DRESSING.id,)),)},
                {},
                {"skills": ["dressing"], "is_registered": False},
                skills=[DRESSING],
            ),
        ),
        (RuleId.EXCLUSION, a_day({}, {"excluded_staff_ids": (StaffId("s-a"),)}, {})),
        (RuleId.GENDER, a_day({}, {"gender_required": Gender.FEMALE}, {"gender": Gender.MALE})),
        (RuleId.TEAM, a_day({}, {}, {"team_ids": ()})),
        (RuleId.URGENT_RESPONSE, a_day({"respond_by": Minute(489)}, {}, {})),
    ],
)
def test_what_bars_one_person_is_what_would_have_to_give_way(rule: RuleId, problem: Problem) -> None:
    assert [(each.rule, each.amount) for each in relaxed(problem)] == [(rule, 1)]


def test_a_task_that_nobody_may_delegate_is_not_offered_for_delegation() -> None:
    needs = {"attendances": (Attendance((PUMP.id,)),)}

    assert relaxed(a_day(needs, {}, {"skills": ["pump"], "is_registered": False}, skills=[PUMP])) == []


def test_minutes_come_before_limits_and_those_before_staff_and_the_person_is_not_asked_in_vain() -> None:
    shifts = [
        a_shift("short", hours=(480, 515)),
        a_shift("full", visit_limit=0),
        a_shift("other"),
        a_shift("unwanted"),
    ]
    staff = [a_staff_member("s-other", team_ids=())]
    patients = [a_patient("p-v", excluded_staff_ids=(StaffId("s-unwanted"),))]

    offered = relaxed(a_problem([a_visit("v")], shifts, staff=staff, patients=patients))

    assert [each.rule for each in offered] == [RuleId.SHIFT_HOURS, RuleId.CONTACT_LIMIT, RuleId.TEAM]


def linked(**about: Any) -> Problem:
    link = VisitLink(VisitId("u"), V, Minutes(0), Minutes(about.pop("most", 960)), **about)
    return a_problem(
        [
            a_visit("u", window=(490, 490), is_time_critical=True),
            a_visit("v", window=(900, 900), is_time_critical=True),
        ],
        [a_shift("a")],
        links=(link,),
    )


def test_a_link_may_give_way_in_its_staff_but_never_in_its_gap() -> None:
    two_shifts = a_problem(
        [a_visit("u"), a_visit("v")],
        [a_shift("a", hours=(480, 540)), a_shift("b", hours=(600, 960))],
        links=(VisitLink(VisitId("u"), V, Minutes(0), Minutes(960), LinkedStaff.SAME),),
    )

    # At 08:10 and 15:00 the two are 410 minutes apart, and neither can move.
    apart = relaxed(linked(most=400), a=[("u", 490)])
    assert [(each.rule, each.amount) for each in apart] == [(RuleId.TIME_WINDOW, 10)]
    assert RuleId.SAME_STAFF in {each.rule for each in relaxed(two_shifts, a=[("u", 490)])}


def test_where_a_gap_stands_in_the_way_the_other_visit_is_moved_and_no_rule_changes() -> None:
    link = VisitLink(VisitId("u"), V, Minutes(0), Minutes(300))
    visits = [
        a_visit("u", patient="p", window=(480, 800), is_time_critical=True),
        a_visit("w", window=(550, 550), is_time_critical=True),
        a_visit("v", patient="p", window=(900, 900), is_time_critical=True),
    ]
    problem = a_problem(visits, [a_shift("a")], links=(link,))
    plan = a_plan({"a": [("u", 490), ("w", 550)]}, [deferred("v")])

    (offered,) = [each for each in explain(problem, plan, V).relaxations if each.rule is RuleId.START_MOVED]

    # No sooner than five hours before 15:00, and so after visit w.
    assert offered.sentence == "Visit u is moved to 10:00, in shift a."
    assert offered.apply(problem) == problem
    assert validate(problem, offered.plan).is_lawful


def test_nobody_goes_alone_where_two_must_but_a_second_person_is_booked() -> None:
    patients = [a_patient("p-v", risk_flag=RiskFlag.TWO_PEOPLE)]
    two = a_problem([a_visit("v")], [a_shift("a"), a_shift("b")], patients=patients)
    one = a_problem([a_visit("v")], [a_shift("a")], patients=patients)

    (offered,) = relaxed(two)

    assert offered.sentence == "A second person is booked for visit v, as nobody may go there alone then."
    assert {shift_id for shift_id, _ in offered.plan.stops()} == {"a", "b"}
    assert offered.apply(two).patients == two.patients
    assert relaxed(one) == []


def test_a_skill_that_expired_is_named_with_its_day_and_renewed_before_another_learns_it() -> None:
    lapsed = a_staff_member("s-a", skills=["x"])
    lapsed = replace(lapsed, skills=(SkillHolding(SkillId("x"), date(2026, 10, 31)),))
    problem = a_problem(
        [a_visit("v", attendances=(Attendance((SkillId("x"),)),))], [a_shift("b"), a_shift("a")], staff=[lapsed]
    )

    (offered,) = relaxed(problem)

    assert (
        offered.sentence
        == "Staff member s-a (community nurse) renews skill x (expired 2026-10-31), in date on the day."
    )


def test_what_only_the_patient_can_answer_is_worded_as_a_question_to_them() -> None:
    excluded = a_day({}, {"excluded_staff_ids": (StaffId("s-a"),)}, {})
    gendered = a_day({}, {"gender_required": Gender.FEMALE}, {"gender": Gender.MALE})

    assert relaxed(excluded)[0].sentence.startswith("Only if patient p-v agrees and safeguarding allows it:")
    assert relaxed(gendered)[0].sentence.startswith("Only if patient p-v agrees when asked:")


def test_a_pin_may_come_off() -> None:
    problem = a_problem([a_visit("v")], [a_shift("a", hours=(480, 500)), a_shift("b")], pins=(Pin(V, ShiftId("a")),))

    assert [(each.rule, each.amount) for each in relaxed(problem)] == [(RuleId.SHIFT_HOURS, 30), (RuleId.PIN, 1)]
