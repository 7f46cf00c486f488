"""Whoever plans is told what the folder says that a plan cannot keep."""

from datetime import date
from pathlib import Path

import pytest

from scheduler.cli.loading import problem_of
from scheduler.io.plan_document import Scope
from tests.scheduler.io.tables.folders import a_folder, with_cell

SCOPE = Scope(first_date=date(2026, 11, 23))


def test_a_pin_that_cannot_be_kept_is_said_before_planning_and_a_good_one_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem_of(a_folder(tmp_path / "good"), SCOPE, None)
    assert capsys.readouterr().err == ""

    problem_of(a_folder(tmp_path / "bad", **with_cell("pins", 3, "shift_id", "d3")), SCOPE, None)
    assert "visit v1 cannot be kept on shift d3" in " ".join(capsys.readouterr().err.split())
