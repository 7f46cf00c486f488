import pytest

from scheduler.kpis.continuity import continuity_of
from scheduler.model.continuity import CareHistory, PastCare
from scheduler.model.workforce import PatientId, StaffId
from scheduler.roster.roster import read_roster
from tests.builders import a_patient, a_plan, a_problem, a_shift, a_visit


def past(patient: str, staff: str, num_visits: int) -> PastCare:
    return PastCare(PatientId(patient), StaffId(staff), num_visits)


def test_continuity_counts_past_and_planned_attendances_together() -> None:
    problem = a_problem(
        [a_visit("v", patient="p"), a_visit("w", patient="p"), a_visit("x", patient="q")],
        [a_shift("a"), a_shift("b")],
        patients=[a_patient("p", named_staff_id=StaffId("s-a")), a_patient("q", at=2), a_patient("away", at=3)],
        history=CareHistory((past("p", "s-a", 3), past("away", "s-b", 9))),
    )
    plan = a_plan({"a": [("v", 500)], "b": [("w", 600), ("x", 700)]})

    continuity = continuity_of(problem, read_roster(problem, plan))

    assert continuity.known_staff_share == 0.5  # a knows p, b does not; q is new to everybody
    assert continuity.named_staff_share == 0.5
    assert continuity.usual_provider_share == pytest.approx(4 / 5)  # a: 3 + 1 of 5; q has one attendance only
    assert continuity.staff_per_patient == 1.5
    assert continuity.staff_per_patient_and_day == 1.5


def test_the_named_nurse_counts_as_known_even_before_the_first_visit() -> None:
    problem = a_problem(
        [a_visit("v", patient="p")],
        [a_shift("a"), a_shift("b")],
        patients=[a_patient("p", named_staff_id=StaffId("s-a"))],
        history=CareHistory((past("p", "s-b", 1),)),
    )

    assert continuity_of(problem, read_roster(problem, a_plan({"a": [("v", 500)]}))).known_staff_share == 1


def test_an_empty_roster_has_no_shares() -> None:
    problem = a_problem()

    continuity = continuity_of(problem, read_roster(problem, a_plan({})))

    assert continuity.known_staff_share is continuity.usual_provider_share is continuity.staff_per_patient is None
