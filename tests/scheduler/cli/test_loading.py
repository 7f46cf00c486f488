"""Whoever plans is told what the folder says that a plan cannot keep."""

from datetime import date
from pathlib import Path

import pytest

from scheduler.cli.loading import problem_of
from scheduler.io.plan_document import Scope
from tests.scheduler.io.tables.folders import LAWFUL, a_folder, with_cell, with_lines

SCOPE = Scope(first_date=date(2026, 11, 23))


def test_a_pin_that_cannot_be_kept_is_said_before_planning_and_a_good_one_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem_of(a_folder(tmp_path / "good"), SCOPE, None)
    assert capsys.readouterr().err == ""

    problem_of(a_folder(tmp_path / "bad", **with_cell("pins", 3, "shift_id", "d3")), SCOPE, None)
    assert "visit v1 cannot be kept on shift d3" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("num_links", "says"),
    [
        (1, "1 link reaches to a visit outside the days and teams planned and does not bind here: v1–v4"),  # noqa: RUF001
        (5, "and do not bind here: v1–v4, v1–n1, v1–n2, v1–n3, v1–n4\n"),  # noqa: RUF001
        (6, "6 links reach to visits outside the days and teams planned and do not bind here: "
            "v1–v4, v1–n1, v1–n2, v1–n3, v1–n4, …\n"),  # noqa: RUF001
    ],
)  # fmt: skip
def test_links_that_do_not_bind_are_counted_and_the_first_five_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], num_links: int, says: str
) -> None:
    more = range(1, num_links)
    changes = {
        **with_lines("visits", *(f"n{n},p3,trust,nursing,check,20,2,,," for n in more)),
        **with_lines("visit_windows", *(f"n{n},2026-11-23T09:00,2026-11-23T16:00" for n in more)),
        **with_lines("visit_links", *(f"v1,n{n},0,600" for n in more)),
    }

    problem_of(a_folder(tmp_path, **changes), Scope(first_date=date(2026, 11, 23), locality="West"), None)

    assert says in capsys.readouterr().err


def test_links_among_the_planned_visits_are_not_spoken_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inside = [row for row in LAWFUL["visit_links"] if "v4" not in row]

    folder = a_folder(tmp_path, visit_links=inside)
    problem_of(folder, Scope(first_date=date(2026, 11, 23), locality="West"), None)

    assert capsys.readouterr().err == ""
