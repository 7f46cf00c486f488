"""What is written is read again as it was, in the same bytes each time, and nothing else is lost."""

from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.rows import TABLES, LocalityRow, PatientRow, StaffRow, VisitRow, VisitWindowRow
from scheduler.io.tables.writing import write_folder
from tests.scheduler.io.failing import fail_once
from tests.scheduler.io.tables.folders import LAWFUL, a_folder


def test_rows_that_are_written_are_read_again_as_they_were(tmp_path: Path) -> None:
    rows = dict(read_folder(a_folder(tmp_path / "given")).rows_by_table)
    awkward = 'says "one, two;\nthree" é … =1+1'
    rows[LocalityRow] = tuple(row.model_copy(update={"name": awkward}) for row in rows[LocalityRow])
    rows[VisitRow] = tuple(row.model_copy(update={"kit": ("glucose meter", "a,b")}) for row in rows[VisitRow])
    rows[StaffRow] = tuple(
        StaffRow(**{**row.model_dump(), "last_shift_ended_at": "2026-10-25T01:30+00:00"}) for row in rows[StaffRow]
    )

    write_folder(rows, tmp_path / "written")

    again = read_folder(tmp_path / "written")
    assert again.rows_by_table == rows
    assert [row.last_shift_ended_at and row.last_shift_ended_at.fold for row in again.rows(StaffRow)] == [1, 1, 1]


def test_the_bytes_are_the_same_each_time_and_plain(tmp_path: Path) -> None:
    rows = read_folder(a_folder(tmp_path / "given")).rows_by_table

    for name in ("one", "two"):
        write_folder(rows, tmp_path / name)

    files = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    assert sorted(files) == sorted(f"{table.table}.csv" for table in TABLES)
    assert files["patients.csv"].splitlines()[1] == b"p1,Pat One,9990000018,h1,K84001,,,,,s1,,,none"
    assert files["visit_windows.csv"].splitlines()[1] == b"v1,2026-11-23T08:00,2026-11-23T10:00"
    assert not any(b"\r" in content for content in files.values())


def test_a_table_without_rows_is_a_header_alone(tmp_path: Path) -> None:
    write_folder({}, tmp_path / "deep" / "new")

    assert (tmp_path / "deep" / "new" / "pins.csv").read_text() == "visit_id,attendance,shift_id,starts_at\n"


def test_a_folder_of_tables_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "data")
    rows = {**read_folder(folder).rows_by_table, VisitRow: (), VisitWindowRow: ()}

    write_folder(rows, folder)

    assert (folder / "visits.csv").read_text().count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_folder_with_other_files_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "data")
    (folder / "plan.json").write_text("{}")

    with pytest.raises(InputError, match=r"is 'plan\.json', expected a new folder, or tables alone"):
        write_folder({}, folder)

    assert (folder / "patients.csv").read_text().splitlines() == list(LAWFUL["patients"])


def test_a_row_that_cannot_be_written_leaves_the_old_folder(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "data")
    unwritable = {PatientRow: (LocalityRow(locality_id="a", name="b"),)}

    with pytest.raises(AttributeError):
        write_folder(unwritable, folder)

    assert (folder / "patients.csv").read_text().splitlines() == list(LAWFUL["patients"])
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_failure_while_the_folder_is_put_in_place_brings_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_folder(tmp_path / "data")
    fail_once(monkeypatch, 2, OSError(28, "No space left on device"))

    with pytest.raises(OSError, match="No space left"):
        write_folder({}, folder)

    assert (folder / "patients.csv").read_text().splitlines() == list(LAWFUL["patients"])
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
