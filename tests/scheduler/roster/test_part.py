"""A part holds what is its own, and nothing that an export could give away beside it."""

from scheduler.io.roster_page import page_of
from scheduler.model.workforce import StaffId
from scheduler.roster.part import part_of
from tests.scheduler.io.roster_day import IDENTITY, a_roster, a_working_day


def test_a_part_reads_the_same_as_the_whole() -> None:
    problem, roster = a_roster(a_working_day())

    part, own = part_of(problem, roster.by_staff[StaffId("ann")])

    assert own.itineraries == roster.by_staff[StaffId("ann")]
    assert [page_of(read, IDENTITY, part) | {"plan": ""} for read in own.itineraries] == [
        page_of(read, IDENTITY, problem) | {"plan": ""} for read in roster.by_staff[StaffId("ann")]
    ]


def test_a_part_knows_its_own_patients_and_partners_and_nobody_else() -> None:
    problem, roster = a_roster(a_working_day())

    part, own = part_of(problem, roster.by_staff[StaffId("ben")])

    assert [patient.id for patient in part.patients] == ["p2"]
    assert {member.id for member in part.staff} == {"ann", "ben"}
    assert set(own.by_patient) == {"p2"}
    assert own.left_out == ()


def test_a_part_of_nothing_is_empty() -> None:
    problem, _ = a_roster(a_working_day())

    part, own = part_of(problem, ())

    assert own.itineraries == ()
    assert part.patients == part.shifts == part.visits == ()
