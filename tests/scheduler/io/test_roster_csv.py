"""Rosters and the unallocated as CSV."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.io.roster_csv import write_rosters, write_unallocated
from scheduler.model.demand import LevelOfCare
from scheduler.model.plan import LeftOut, Outcome
from tests.builders import a_patient, a_plan, a_problem, a_shift, a_visit, deferred, escalated
from tests.scheduler.io.roster_day import IDENTITY, a_roster, a_working_day


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_item_of_every_shift_has_a_row(tmp_path: Path) -> None:
    problem, roster = a_roster(a_working_day())

    write_rosters(roster, IDENTITY, problem, tmp_path / "rosters.csv")

    rows = rows_of(tmp_path / "rosters.csv")
    assert len(rows) == sum(len(itinerary.items) for itinerary in roster.itineraries)
    visit = next(row for row in rows if row["visit_id"] == "v2" and row["staff_id"] == "ann")
    assert visit == {
        "plan_number": "2026-11-23/4",
        "date": "2026-11-23",
        "team": "Witney team",
        "staff_id": "ann",
        "staff": "Ann Fletcher",
        "shift_id": "ann-mon",
        "item": "visit",
        "start": "2026-11-23T09:30+00:00",
        "end": "2026-11-23T10:15+00:00",
        "minutes": "45",
        "travel_miles": "",
        "visit_id": "v2",
        "patient": "Albert Quill",
        "area": "Witney, Mill Street",
        "address": "Willow House, Mill Street, Witney",
        "service": "Nursing",
        "task": "Dressing of the left heel; turn with two",
        "partner": "Ben Okoro",
    }


def test_what_is_unallocated_has_its_reason_and_the_highest_level_of_care_comes_first(tmp_path: Path) -> None:
    visits = [a_visit("low"), a_visit("high", level_of_care=5)]
    left_out = [LeftOut(visit.id, Outcome.ESCALATED, f"reason for {visit.id}") for visit in visits]
    problem, roster = a_roster((a_problem(visits), a_plan({}, left_out)))

    write_unallocated(roster, IDENTITY, problem, tmp_path / "unallocated.csv")

    rows = rows_of(tmp_path / "unallocated.csv")
    assert [(row["visit_id"], row["outcome"], row["reason"]) for row in rows] == [
        ("high", "escalated", "reason for high"),
        ("low", "escalated", "reason for low"),
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(start: str, tmp_path: Path) -> None:
    patient = a_patient("p-v", name=f"{start}HYPERLINK(1)")
    problem = a_problem([a_visit("v")], [a_shift("s")], patients=[patient])
    _, roster = a_roster((problem, a_plan({"s": [("v", 600)]})))

    write_rosters(roster, IDENTITY, problem, tmp_path / "rosters.csv")

    (row,) = (row for row in rows_of(tmp_path / "rosters.csv") if row["visit_id"])
    assert row["patient"] == f"'{start}HYPERLINK(1)"


def test_a_harmless_cell_is_written_as_it_is(tmp_path: Path) -> None:
    problem, roster = a_roster(a_working_day())
    plus_inside = replace(problem, patients=tuple(replace(one, name="Ann = Bob") for one in problem.patients))

    write_rosters(roster, IDENTITY, plus_inside, tmp_path / "rosters.csv")

    assert {row["patient"] for row in rows_of(tmp_path / "rosters.csv")} == {"Ann = Bob", ""}


def test_what_waits_for_a_decision_comes_before_what_is_deferred_and_must_serve_visits_first(tmp_path: Path) -> None:
    visits = [
        a_visit("urgent-deferred", level_of_care=LevelOfCare.URGENT),
        a_visit("complex-escalated", level_of_care=LevelOfCare.COMPLEX),
        a_visit("managed-must-serve", level_of_care=LevelOfCare.MANAGED, is_must_serve=True),
    ]
    left_out = [deferred("urgent-deferred"), escalated("complex-escalated"), escalated("managed-must-serve")]
    problem, roster = a_roster((a_problem(visits), a_plan({}, left_out)))

    write_unallocated(roster, IDENTITY, problem, tmp_path / "unallocated.csv")

    ids = [row["visit_id"] for row in rows_of(tmp_path / "unallocated.csv")]
    assert ids == ["managed-must-serve", "complex-escalated", "urgent-deferred"]
