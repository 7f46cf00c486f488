from dataclasses import replace
from datetime import date

import pytest

from scheduler.model.continuity import CareHistory, PastCare
from scheduler.model.demand import LevelOfCare, VisitLink
from scheduler.model.geography import Practice, PracticeCode
from scheduler.model.plan import Outcome, Plan, Stop
from scheduler.model.problem import Pin, Problem
from scheduler.model.workforce import Organisation, OrganisationId, OrganisationKind, PatientId, ShiftId, StaffId
from scheduler.solvers.manual.planner import solve_manually
from scheduler.units import Minute, Minutes
from scheduler.validation.validator import validate
from tests.builders import (
    BASE_PLACE,
    EMPLOYER,
    PRACTICE,
    TEAM,
    a_double_up,
    a_patient,
    a_plan,
    a_problem,
    a_shift,
    a_staff_member,
    a_visit,
    deferred,
)
from tests.scheduler.solvers.manual.random_days import a_random_day


def planned(plan: Plan) -> dict[str, set[tuple[str, int]]]:
    """Shift and start of each attendance, by visit."""
    found: dict[str, set[tuple[str, int]]] = {}
    for shift_id, stop in plan.stops():
        found.setdefault(stop.visit_id, set()).add((shift_id, stop.start))
    return found


def shift_of(problem: Problem, visit_id: str) -> str:
    plan = solve_manually(problem)
    assert validate(problem, plan).is_lawful
    ((shift_id, _),) = planned(plan)[visit_id]
    return shift_id


@pytest.mark.parametrize("seed", range(60))
def test_a_crowded_day_with_every_kind_of_rule_is_planned_lawfully(seed: int) -> None:
    problem = a_random_day(seed)

    report = validate(problem, solve_manually(problem))

    assert report.hard_violations == ()
    assert report.num_visits_in == report.num_planned + report.num_deferred + report.num_escalated
    assert report.num_planned >= report.num_visits_in // 4


def test_the_same_problem_gives_the_same_plan() -> None:
    assert solve_manually(a_random_day(3)) == solve_manually(a_random_day(3))


def test_a_visit_goes_to_the_named_nurse_before_anybody_else() -> None:
    patient = a_patient("p", named_staff_id=StaffId("s-b"))

    assert (
        shift_of(a_problem([a_visit("v", patient="p")], [a_shift("a"), a_shift("b")], patients=[patient]), "v") == "b"
    )


def test_a_visit_goes_to_staff_of_the_patients_practice_before_staff_of_another() -> None:
    other = Practice(PracticeCode("K84002"), "Other", BASE_PLACE, TEAM)
    patients = [a_patient("p"), a_patient("q", practice_code=other.code), a_patient("r")]
    history = CareHistory((PastCare(PatientId("q"), StaffId("s-a"), 1), PastCare(PatientId("r"), StaffId("s-b"), 1)))
    problem = a_problem(
        [a_visit("v", patient="p")],
        [a_shift("a"), a_shift("b")],
        patients=patients,
        practices=(Practice(PRACTICE, "One", BASE_PLACE, TEAM), other),
        history=history,
    )

    assert shift_of(problem, "v") == "b"


def test_a_visit_stays_with_its_own_organisation_where_that_can_make_it() -> None:
    council = Organisation(OrganisationId("council"), "Council", OrganisationKind.SOCIAL_CARE)
    trust = Organisation(EMPLOYER, "Trust", OrganisationKind.COMMUNITY_HEALTH)
    problem = a_problem(
        [a_visit("v", organisation_id=council.id)],
        [a_shift("a"), a_shift("b")],
        staff=[a_staff_member("s-b", organisation_id=council.id)],
        organisations=(trust, council),
    )

    assert shift_of(problem, "v") == "b"
    assert shift_of(replace(problem, shifts=problem.shifts[:1]), "v") == "a"


def test_must_serve_comes_first_then_morning_insulin_then_the_higher_level() -> None:
    def who_gets_the_only_slot(*rivals: object) -> str:
        problem = a_problem(rivals, [a_shift("a", visit_limit=1)])  # type: ignore[arg-type]
        ((visit_id, _),) = planned(solve_manually(problem)).items()
        return visit_id

    routine = a_visit("routine")
    insulin = a_visit("insulin", visit_type="insulin_morning")
    urgent = a_visit("urgent", level_of_care=LevelOfCare.URGENT)
    must = a_visit("x-must", is_must_serve=True)

    assert who_gets_the_only_slot(routine, urgent) == "urgent"
    assert who_gets_the_only_slot(urgent, insulin) == "insulin"
    assert who_gets_the_only_slot(insulin, must) == "x-must"


def test_the_two_of_a_double_up_meet_at_one_start_or_nobody_comes() -> None:
    double = a_double_up("v", window=(600, 660))

    together = a_problem([double], [a_shift("a"), a_shift("b", hours=(620, 960))])
    alone = a_problem([double], [a_shift("a")])

    assert planned(solve_manually(together)) == {"v": {("a", 630), ("b", 630)}}
    assert planned(solve_manually(alone)) == {}


def test_visits_that_only_make_sense_together_are_both_left_if_one_does_not_fit() -> None:
    visits = [a_visit("v"), a_visit("w", window=(1000, 1100))]
    link = VisitLink(visits[0].id, visits[1].id, Minutes(0), Minutes(900), is_both_or_none=True)

    assert planned(solve_manually(a_problem(visits, [a_shift("a")], links=(link,)))) == {}
    assert planned(solve_manually(a_problem(visits, [a_shift("a")]))) == {"v": {("a", 490)}}


def test_a_linked_visit_keeps_its_distance_whatever_is_booked_around_it_later() -> None:
    visits = [
        a_visit("v", window=(500, 900), level_of_care=LevelOfCare.URGENT),
        a_visit("w", window=(500, 900), level_of_care=LevelOfCare.URGENT),
        a_visit("x", window=(490, 490), patient="p-v"),
    ]
    link = VisitLink(visits[0].id, visits[1].id, Minutes(120), Minutes(125))
    problem = a_problem(visits, [a_shift("a")], links=(link,))

    plan = solve_manually(problem)

    assert validate(problem, plan).is_lawful
    assert planned(plan)["v"] == {("a", 500)}
    assert planned(plan)["w"] == {("a", 620)}


def test_what_is_pinned_or_frozen_stays() -> None:
    visits = [a_visit("v"), a_visit("w", level_of_care=LevelOfCare.IMMEDIATE)]
    problem = a_problem(
        visits,
        [a_shift("a"), a_shift("b")],
        pins=(Pin(visits[0].id, ShiftId("b"), start=Minute(700)),),
        published=a_plan({"b": [("w", 520)]}),
        frozen_until=Minute(521),
    )

    plan = solve_manually(problem)

    assert validate(problem, plan).is_lawful
    assert planned(plan) == {"v": {("b", 700)}, "w": {("b", 520)}}


def test_a_visit_without_room_is_deferred_with_a_new_latest_date_and_must_serve_is_escalated() -> None:
    visits = [
        a_visit("v", window=(1000, 1000)),
        a_visit("w", window=(1000, 1000), is_must_serve=True),
        a_visit("x", window=(1000, 1000), latest_on=date(2026, 11, 23)),
    ]

    left = {each.visit_id: each for each in solve_manually(a_problem(visits, [a_shift("a")])).left_out}

    assert left["v"].outcome is Outcome.DEFERRED
    assert left["v"].new_latest_on == deferred("v").new_latest_on
    assert left["w"].outcome is left["x"].outcome is Outcome.ESCALATED
    assert left["v"].reason == "nobody on duty may make it: time window"


def test_lateness_is_used_only_where_nothing_on_time_is_left() -> None:
    visits = [a_visit("v", window=(490, 490)), a_visit("w", window=(490, 490), patient="p-v")]

    alone = solve_manually(a_problem(visits, [a_shift("a")]))
    helped = solve_manually(a_problem(visits, [a_shift("a"), a_shift("b")]))

    assert next(iter(alone.routes)).stops == (Stop(visits[0].id, Minute(490)), Stop(visits[1].id, Minute(520)))
    assert {start for found in planned(helped).values() for _, start in found} == {490}


def test_an_empty_problem_has_an_empty_plan() -> None:
    assert solve_manually(a_problem()) == Plan()
