"""Where no single change lets a visit fit, the fewest that do together, and by how little; each set judged as a whole."""

from dataclasses import replace
from typing import Any

import pytest

from scheduler.explaining.explain import explain
from scheduler.explaining.explanation import Explanation
from scheduler.explaining.relaxing import together
from scheduler.model.demand import Attendance, LevelOfCare, LinkedStaff, VisitId, VisitLink
from scheduler.model.problem import Problem
from scheduler.model.skills import Band, SkillId
from scheduler.model.workforce import Gender, StaffId
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.easing import Easing
from scheduler.units import Minute, Minutes
from scheduler.validation.validator import validate
from tests.builders import a_double_up, a_patient, a_plan, a_problem, a_shift, a_staff_member, a_visit, deferred

V = VisitId("v")
PUMP = Attendance((SkillId("pump"),))


def explained(problem: Problem, **routes: Any) -> Explanation:
    """Why visit v is left out; whatever is told together is judged here."""
    made = {visit_id for stops in routes.values() for visit_id, *_ in stops}
    found = explain(problem, a_plan(routes, [deferred(v.id) for v in problem.visits if v.id not in made]), V)
    if found.nearest is not None:
        assert validate(found.nearest.apply(problem), found.nearest.plan).is_lawful
    return found


def parts(problem: Problem, **routes: Any) -> list[tuple[RuleId, int]]:
    nearest = explained(problem, **routes).nearest
    return [] if nearest is None else [(each.rule, each.amount) for each in nearest.parts]


def a_tight_visit(**about: Any) -> Problem:
    """Ten minutes away: it starts five minutes late at the soonest, and the way back ends ten minutes after the shift."""
    shift = a_shift("a", hours=(480, 520))
    return a_problem([a_visit("v", window=(480, 485), is_time_critical=True, **about)], [shift])


def test_two_changes_are_told_together_where_neither_does_alone() -> None:
    problem = a_tight_visit()

    found = explained(problem)

    assert found.relaxations == ()
    assert found.nearest is not None
    assert [each.sentence for each in found.nearest.parts] == [
        "Visit v may start 5 minutes later than its window allows, at 08:10.",
        "Shift a agrees to 10 minutes of overtime, until 08:50.",
    ]
    assert found.summary.endswith(
        f"No single change fits it. The least that would have to change together: {found.nearest.sentence}"
    )
    for each in found.nearest.parts:
        assert not validate(each.apply(problem), found.nearest.plan).is_lawful


def test_three_changes_are_told_and_four_are_not() -> None:
    three = a_tight_visit(attendances=(PUMP,))
    four = a_tight_visit(attendances=(replace(PUMP, minimum_band=Band.BAND_6),))

    assert [rule for rule, _ in parts(three)] == [RuleId.SKILL, RuleId.TIME_WINDOW, RuleId.SHIFT_HOURS]
    assert parts(four) == []
    assert explained(four).summary.endswith("No change was found that would let it fit, nor several together.")


def test_reasons_name_what_the_judge_finds_and_which_times_cannot_all_hold() -> None:
    about: dict[str, Any] = {"patient": "p", "window": (490, 495), "is_time_critical": True}
    problem = a_problem([a_visit("u", **about), a_visit("v", attendances=(PUMP,), **about)], [a_shift("a")])

    found = explained(problem, a=[("u", 490)])

    assert found.reasons == (
        "Visit v asks for pump, which shift a does not bring in date on Mon 23 Nov 2026.",
        "With it in shift a, the time window of visit u and the time window of visit v cannot all hold.",
    )
    assert found.as_dict()["reasons"] == list(found.reasons)


def test_a_route_is_put_in_another_order_before_anything_has_to_change() -> None:
    # Visit u is planned first, though it may be made after visit v; v may not wait for it.
    patients = [a_patient("p-u", at=1), a_patient("p-v", at=1)]
    visits = [a_visit("u", window=(480, 530)), a_visit("v", window=(490, 490), is_time_critical=True, minutes=20)]
    limits = replace(a_problem().policy.limits, lateness_minutes=Minutes(0))
    problem = a_problem(visits, [a_shift("a")], patients=patients, policy=replace(a_problem().policy, limits=limits))

    found = explained(problem, a=[("u", 490)])

    (place,) = found.alternatives
    assert validate(problem, place.plan).is_lawful
    assert [stop.visit_id for _, stop in place.plan.stops()] == ["v", "u"]
    assert found.nearest is None


def test_in_another_order_a_smaller_single_change_may_do_and_it_comes_first() -> None:
    # In their order u, w, then v: the shift ends 100 minutes late. From the far end back it is 80.
    patients = [a_patient("p-u", at=3), a_patient("p-w", at=1), a_patient("p-v", at=4)]
    visits = [a_visit(each, level_of_care=LevelOfCare.MANAGED, is_must_serve=True) for each in ("u", "w", "v")]
    problem = a_problem(visits, [a_shift("a", hours=(480, 640))], patients=patients)

    first, *_ = explained(problem, a=[("w", 490), ("u", 540)]).relaxations

    assert (first.rule, first.amount) == (RuleId.SHIFT_HOURS, 10)


def test_only_where_nothing_else_fits_is_the_person_asked() -> None:
    visit = a_visit("v", window=(480, 485), is_time_critical=True)
    shifts = [a_shift("a", hours=(480, 520)), a_shift("b", hours=(470, 960))]
    barred = [a_patient("p-v", excluded_staff_ids=(StaffId("s-b"),))]

    found = explained(a_problem([visit], shifts, patients=barred))

    assert [each.rule for each in found.relaxations] == [RuleId.EXCLUSION]
    assert found.nearest is not None
    assert [each.rule for each in found.nearest.parts] == [RuleId.TIME_WINDOW, RuleId.SHIFT_HOURS]
    assert "It would fit if one thing changed: Only if patient p-v agrees" in found.summary
    assert "The least that would have to change together: Visit v may start" in found.summary


def test_the_person_is_asked_beside_another_change_where_both_are_needed() -> None:
    problem = a_problem(
        [a_visit("v")],
        [a_shift("a", hours=(480, 520))],
        patients=[a_patient("p-v", gender_required=Gender.FEMALE)],
        staff=[a_staff_member("s-a", gender=Gender.MALE)],
    )

    assert parts(problem) == [(RuleId.GENDER, 1), (RuleId.SHIFT_HOURS, 10)]


def test_what_never_gives_way_is_not_told_whatever_else_would_change() -> None:
    tired = a_staff_member("s-a", last_shift_ended_at=Minute(0))
    problem = a_problem([a_visit("v", attendances=(PUMP,))], [a_shift("a", hours=(480, 520))], staff=[tired])

    found = explained(problem)

    assert found.nearest is None
    assert found.relaxations == ()


def test_both_people_of_a_double_up_may_need_a_change() -> None:
    shifts = [a_shift("a", hours=(480, 520)), a_shift("b", hours=(480, 515))]

    assert parts(a_problem([a_double_up("v")], shifts)) == [(RuleId.SHIFT_HOURS, 15), (RuleId.SHIFT_HOURS, 10)]


def test_a_visit_and_its_partner_are_seated_together() -> None:
    link = VisitLink(VisitId("u"), V, Minutes(0), Minutes(0), LinkedStaff.DIFFERENT, is_both_or_none=True)
    visits = [a_visit("u", patient="p", attendances=(PUMP,)), a_visit("v", patient="p")]
    shifts = [a_shift("a"), a_shift("b", hours=(480, 520))]

    found = explained(a_problem(visits, shifts, links=(link,)))

    assert found.nearest is not None
    assert [each.rule for each in found.nearest.parts] == [RuleId.SKILL, RuleId.SHIFT_HOURS]
    assert {stop.visit_id for _, stop in found.nearest.plan.stops()} == {"u", "v"}


def test_a_gap_to_a_visit_of_another_shift_never_gives_way_but_the_hours_around_it_do() -> None:
    # Visit u stands at 08:10 in another shift, and visit v is to follow within half an hour.
    link = VisitLink(VisitId("u"), V, Minutes(0), Minutes(30))
    visits = [a_visit("u"), a_visit("v", window=(540, 960), attendances=(Attendance((), Band.BAND_5),))]
    shifts = [a_shift("b"), a_shift("a", hours=(480, 540))]
    problem = a_problem(visits, shifts, links=(link,), staff=[a_staff_member("s-b", band=Band.BAND_3)])

    nearest = explained(problem, b=[("u", 490)]).nearest

    assert nearest is not None
    assert [each.rule for each in nearest.parts] == [RuleId.TIME_WINDOW, RuleId.SHIFT_HOURS]
    assert sum(each.amount for each in nearest.parts) == 50
    starts = {stop.visit_id: stop.start for _, stop in nearest.plan.stops()}
    assert starts[VisitId("u")] == 490
    assert starts[V] <= 520


def test_what_the_judge_does_not_confirm_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_soon(*_: Any, **__: Any) -> Easing:
        return Easing({0: [(0, 485)]}, 0, 0.0)

    monkeypatch.setattr(together, "ease", too_soon)

    assert explained(a_tight_visit()).nearest is None


def test_the_same_question_has_the_same_answer() -> None:
    problem = a_tight_visit(attendances=(PUMP,))

    assert explained(problem) == explained(problem)
    assert explained(problem).nearest is not None
