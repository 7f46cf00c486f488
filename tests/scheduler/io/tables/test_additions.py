"""Single tables are judged beside the rows that stand, and faults name the lines of the file that was added."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.tables.additions import Additions
from scheduler.io.tables.data_folder import DataFolder
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.rows import TABLES, StaffRow, VisitRow, VisitWindowRow
from tests.scheduler.io.tables.folders import DAY, LAWFUL, a_folder


@pytest.fixture
def standing(tmp_path: Path) -> DataFolder:
    return read_folder(a_folder(tmp_path))


def added(**tables: Sequence[str]) -> Additions:
    return Additions({f"{name}.csv": "\n".join(lines).encode() for name, lines in tables.items()})


def faults_of(additions: Additions, standing: DataFolder) -> list[str]:
    ids: Mapping = {table: {getattr(row, table.key[0]) for row in standing.rows(table)} for table in TABLES}
    try:
        additions.judge(standing.rows_by_table, ids)
    except InputError as error:
        return [str(fault) for fault in error.faults]
    return []


@pytest.mark.parametrize("table", ["staff", "shifts", "patients", "visits", "visit_windows", "visit_attendances"])
def test_each_table_of_a_lawful_folder_may_be_added_to_it_again(standing: DataFolder, table: str) -> None:
    assert faults_of(added(**{table: LAWFUL[table]}), standing) == []


def test_a_row_refers_to_rows_that_stand_and_not_to_rows_that_nobody_has(standing: DataFolder) -> None:
    header = LAWFUL["staff_skills"][0]

    assert faults_of(added(staff_skills=[header, "s2,wound,"]), standing) == []
    assert faults_of(added(staff_skills=[header, "s9,wound,"]), standing) == [
        "staff_skills.csv:2: staff_id is 's9', expected a staff_id of staff.csv"
    ]


def test_a_shift_over_one_that_stands_is_a_fault_on_its_line(standing: DataFolder) -> None:
    header = "shift_id,staff_id,starts_at,ends_at,start_location_id,end_location_id"

    touching = added(shifts=[header, f"d9,s1,{DAY}T16:00,{DAY}T18:00,base,base"])
    over = added(shifts=[header, f"d9,s1,{DAY}T15:59,{DAY}T18:00,base,base"])

    assert faults_of(touching, standing) == []
    assert [fault.split(" is ")[0] for fault in faults_of(over, standing)] == ["shifts.csv:2: starts_at"]


def test_a_fault_that_shows_in_a_row_that_stands_names_that_row(standing: DataFolder) -> None:
    header = "shift_id,staff_id,starts_at,ends_at,start_location_id,end_location_id"

    faults = faults_of(added(shifts=[header, f"d9,s1,{DAY}T06:00,{DAY}T08:01,base,base"]), standing)

    assert [fault for fault in faults if fault.endswith("(of d1, which stands already)")] == faults
    assert len(faults) == 1


def test_a_row_with_a_fault_still_takes_the_place_of_the_one_that_stands(standing: DataFolder) -> None:
    header = LAWFUL["skills"][0]

    faults = faults_of(added(skills=[header, "wound,Wound care,perhaps,false"]), standing)

    assert [fault.split(" is ")[0] for fault in faults] == ["skills.csv:2: is_registered"]


def test_what_is_no_table_is_named() -> None:
    faults = faults_of(Additions({"notes.csv": b"x"}), DataFolder({}))

    assert [fault.split(" is ")[0] for fault in faults] == ["notes.csv"]


def test_a_table_of_windows_replaces_those_of_every_visit_that_is_named() -> None:
    windows = added(visit_windows=["visit_id,earliest_start,latest_start", f"v1,{DAY}T09:00,{DAY}T10:00"])
    both = added(visits=["visit_id", "v2"], visit_windows=["visit_id,earliest_start,latest_start"])

    assert windows.parents(VisitWindowRow) == {"v1"}
    assert both.parents(VisitWindowRow) == {"v2"}
    assert added(visits=["visit_id", "v2"]).parents(VisitWindowRow) == set()
    assert windows.named(VisitRow) == {"v1"}
    assert windows.named(StaffRow) == set()
