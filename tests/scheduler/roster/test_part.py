"""One staff member's part holds what is theirs, and nothing that an export could give away beside it."""

from scheduler.io.roster_page import page_of
from scheduler.model.workforce import StaffId
from scheduler.roster.part import part_of
from tests.scheduler.io.roster_day import IDENTITY, a_roster, a_working_day


def test_a_part_reads_the_same_as_the_whole() -> None:
    problem, roster = a_roster(a_working_day())

    part, own = part_of(problem, roster, StaffId("ann"))

    assert own.itineraries == roster.by_staff[StaffId("ann")]
    assert [page_of(read, IDENTITY, part) | {"plan": ""} for read in own.itineraries] == [
        page_of(read, IDENTITY, problem) | {"plan": ""} for read in roster.by_staff[StaffId("ann")]
    ]


def test_a_part_knows_its_own_patients_and_partners_and_nobody_else() -> None:
    problem, roster = a_roster(a_working_day())

    part, own = part_of(problem, roster, StaffId("ben"))

    assert [patient.id for patient in part.patients] == ["p2"]
    assert {member.id for member in part.staff} == {"ann", "ben"}
    assert set(own.by_patient) == {"p2"}
    assert own.left_out == ()


def test_somebody_without_a_shift_has_an_empty_part() -> None:
    problem, roster = a_roster(a_working_day())

    part, own = part_of(problem, roster, StaffId("nobody"))

    assert own.itineraries == ()
    assert part.patients == part.shifts == part.visits == ()
