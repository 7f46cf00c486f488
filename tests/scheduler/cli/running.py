"""Runs the `cilt` command inside the test, and a small data folder for it."""

from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from scheduler.cli import app
from tests.scheduler.io.tables.folders import DAY, a_folder

QUICK = ("--date", DAY, "--iterations", "500", "--workers", "1", "--no-pdf")


def cilt(*words: str | Path) -> Any:
    """Run a verb."""
    return CliRunner().invoke(app, [str(word) for word in words])


def a_planned_folder(path: Path) -> tuple[Path, Path]:
    """The small lawful folder and what planning it wrote."""
    data, out = a_folder(path / "data", pins=["visit_id,attendance,shift_id,starts_at"]), path / "out"
    done = cilt("plan", data, *QUICK, "--out", out)
    assert done.exit_code == 0, done.output
    return data, out
