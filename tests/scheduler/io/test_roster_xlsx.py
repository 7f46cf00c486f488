"""The coordinators' workbook, read back."""

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from scheduler.io.roster_xlsx import write_workbook
from scheduler.model.problem import Problem
from scheduler.roster.roster import Roster
from tests.scheduler.io.roster_day import IDENTITY, a_roster, a_working_day


def sheets_of(problem: Problem, roster: Roster, path: Path) -> dict[str, list[dict[str, object]]]:
    write_workbook(roster, IDENTITY, problem, path)
    workbook = load_workbook(path)
    read = {}
    for sheet in workbook.worksheets:
        header, *rows = sheet.iter_rows(values_only=True)
        read[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
        assert sheet.freeze_panes == "A2"
    workbook.close()
    return read


def test_the_workbook_adds_up_teams_from_shifts_and_shows_every_item(tmp_path: Path) -> None:
    problem, roster = a_roster(a_working_day())

    sheets = sheets_of(problem, roster, tmp_path / "rosters.xlsx")

    assert list(sheets) == ["Teams", "Shifts", "Items", "Unallocated"]
    (team,) = sheets["Teams"]
    assert (team["Team"], team["Shifts"], team["Available"], team["Visits"]) == ("Witney team", 4, 1, 5)
    for figure in ("Visits", "Care min", "Travel min", "Waiting min"):
        assert team[figure] == sum(row[figure] for row in sheets["Shifts"])
    assert len(sheets["Items"]) == sum(len(itinerary.items) for itinerary in roster.itineraries)


def test_a_shift_says_when_it_leaves_and_is_back_or_that_it_is_available(tmp_path: Path) -> None:
    problem, roster = a_roster(a_working_day())

    shifts = {row["Staff member"]: row for row in sheets_of(problem, roster, tmp_path / "rosters.xlsx")["Shifts"]}

    assert (shifts["Vera Lis"]["Leaves"], shifts["Vera Lis"]["Back"]) == ("11:10", "13:10")
    assert (shifts["Ida Free"]["Leaves"], shifts["Ida Free"]["Back"]) == ("available", "")


def test_where_the_length_of_a_way_is_not_known_miles_are_empty(tmp_path: Path) -> None:
    problem, plan = a_working_day()
    problem, roster = a_roster((replace(problem, travel=replace(problem.travel, metres={})), plan))

    sheets = sheets_of(problem, roster, tmp_path / "rosters.xlsx")

    assert {row["Miles"] for row in sheets["Shifts"] if row["Visits"]} == {""}
    assert {row["Travel miles"] for row in sheets["Items"]} == {""}


def test_what_is_unallocated_has_its_reason_and_new_date(tmp_path: Path) -> None:
    problem, roster = a_roster(a_working_day())

    (left_out,) = sheets_of(problem, roster, tmp_path / "rosters.xlsx")["Unallocated"]

    assert left_out["Visit id"] == "v5"
    assert left_out["Reason"] == "no capacity before 13:00"
    assert left_out["New latest date"] == "2026-11-25"


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    problem, roster = a_roster(a_working_day())
    named = replace(problem, patients=tuple(replace(one, name="=1+1") for one in problem.patients))

    write_workbook(roster, IDENTITY, named, tmp_path / "rosters.xlsx")

    workbook = load_workbook(tmp_path / "rosters.xlsx")
    cells = [cell for row in workbook["Items"].iter_rows() for cell in row if cell.value == "=1+1"]
    workbook.close()
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_same_input_gives_the_same_workbook(tmp_path: Path) -> None:
    problem, roster = a_roster(a_working_day())

    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(roster, IDENTITY, problem, tmp_path / name)

    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
