"""What is lawful but probably not meant is said, and nothing else is."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from scheduler.io.tables.reading import read_folder
from tests.scheduler.io.tables.folders import DAY, LAWFUL, a_folder, with_cell, with_lines

TOMORROW = "2026-11-24"


def warnings_of(folder: Path) -> list[str]:
    return [str(warning) for warning in read_folder(folder).warnings]


@pytest.mark.parametrize(
    ("unremarkable", "remarkable", "warning"),
    [
        (
            {"practices": LAWFUL["practices"]},
            {"practices": LAWFUL["practices"][:-1]},
            "teams.csv:3: team north-1 has 3 practices, expected 4 to 6",
        ),
        (
            with_lines("practices", *(f"K8500{n},More,base,west-1" for n in range(2))),
            with_lines("practices", *(f"K8500{n},More,base,west-1" for n in range(3))),
            "teams.csv:2: team west-1 has 7 practices, expected 4 to 6",
        ),
        (
            {"staff_skills": LAWFUL["staff_skills"]},
            {"staff_skills": [row for row in LAWFUL["staff_skills"] if not row.startswith("s2")]},
            "staff.csv:3: staff member s2 has no skills",
        ),
        (
            with_cell("staff_skills", 2, "expires_on", DAY),
            with_cell("staff_skills", 2, "expires_on", "2026-11-22"),
            "staff_skills.csv:2: skill insulin of s1 expired on 2026-11-22, before 2026-11-23",
        ),
        (
            with_lines("shifts", f"d4,s1,{TOMORROW}T03:00,{TOMORROW}T09:00,base,base,0,,"),
            with_lines("shifts", f"d4,s1,{TOMORROW}T02:59,{TOMORROW}T08:59,base,base,0,,"),
            "shifts.csv:5: shift d4 starts 10 h 59 after d1 ends, expected 11 h 00 of rest",
        ),
        (
            with_lines("shifts", f"d4,s1,{TOMORROW}T08:00,{TOMORROW}T14:00,base,base,0,,"),
            with_lines("shifts", f"d4,s1,{TOMORROW}T08:00,{TOMORROW}T14:01,base,base,0,,"),
            "shifts.csv:5: shift d4 of 6 h 01 has a break of 0 minutes, expected 20 or more (over 6 hours)",
        ),
        (
            with_cell("shifts", 2, "break_minutes", "20"),
            with_cell("shifts", 2, "break_minutes", "19"),
            "shifts.csv:2: shift d1 of 8 h 00 has a break of 19 minutes, expected 20 or more (over 6 hours)",
        ),
        (
            with_cell("visit_attendances", 2, "minimum_band", "5"),
            with_cell("visit_attendances", 2, "minimum_band", "6"),
            "visit_attendances.csv:2: visit v1 asks person 1 for insulin and band 6, which no staff member has together",
        ),
        (
            with_lines("pins", f"v2,1,d1,{DAY}T15:30"),
            with_lines("pins", f"v2,1,d1,{DAY}T15:31"),
            f"pins.csv:4: visit v2 cannot be kept on shift d1: {DAY}T15:31 lies in no window of the visit",
        ),
        (
            with_cell("pins", 2, "starts_at", f"{DAY}T09:00"),
            with_cell("pins", 2, "starts_at", f"{DAY}T08:59"),
            "pins.csv:2: visit v4 cannot be kept on shift d3: "
            f"{DAY}T08:59 lies outside the shift; {DAY}T08:59 lies in no window of the visit",
        ),
        (
            with_cell("pins", 3, "shift_id", "d2"),
            with_cell("pins", 3, "shift_id", "d3"),
            "pins.csv:3: visit v1 cannot be kept on shift d3: s3 does not hold insulin",
        ),
        (
            with_lines("pins", "v4,1,d3,"),
            with_lines("pins", "v4,1,d2,"),
            "pins.csv:4: visit v4 cannot be kept on shift d2: "
            "s2 is of band 3, expected 5 or more; s2 does not hold wound",
        ),
    ],
)  # fmt: skip
def test_a_warning_begins_where_its_sentence_says(
    tmp_path: Path, unremarkable: dict[str, Sequence[str]], remarkable: dict[str, Sequence[str]], warning: str
) -> None:
    assert warnings_of(a_folder(tmp_path / "unremarkable", **unremarkable)) == []
    assert warning in warnings_of(a_folder(tmp_path / "remarkable", **remarkable))


def test_a_skill_counts_for_a_visit_until_it_expires(tmp_path: Path) -> None:
    skills = [row for row in LAWFUL["staff_skills"] if row != "s2,insulin,"]
    expired = [row.replace("2027-03-31", "2026-11-22") for row in skills]

    assert not any("v1" in says for says in warnings_of(a_folder(tmp_path / "a", staff_skills=[*skills, "s2,wound,"])))
    assert any("v1" in says for says in warnings_of(a_folder(tmp_path / "b", staff_skills=[*expired, "s2,wound,"])))


def test_a_file_that_is_no_table_is_named_for_it_may_be_a_slip(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "pin.csv").write_text("visit_id\n")
    (folder / "notes.txt").write_text("hello")

    assert warnings_of(folder) == ["pin.csv: is no table of a data folder and was not read"]


def test_very_many_warnings_of_a_kind_are_counted(tmp_path: Path) -> None:
    many = with_lines("staff", *(f"t{n},Name,trust,volunteer,0,false,west-1" for n in range(150)))

    found = warnings_of(a_folder(tmp_path, **many))

    assert len(found) == 101
    assert found[-1] == "staff.csv: and 50 more of this kind"
