"""The files of a comparison, written together or not at all; results that are kept beside them are left alone."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from scheduler.io.output_folder import output_folder
from scheduler.io.what_if.comparison_json import comparison_text
from scheduler.io.what_if.report import report_page
from scheduler.io.what_if.workbook import write_comparison_workbook
from scheduler.model.problem import Problem
from scheduler.scenarios.compare import Comparison
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.task import Outcome
from scheduler.travel.provider import TravelProvider


def write_comparison(
    comparison: Comparison,
    outcomes: Sequence[Outcome],
    scenarios: Sequence[Scenario],
    problem: Problem,
    *,
    travel: TravelProvider,
    folder: Path,
    made_at: datetime,
) -> tuple[str, ...]:
    """Write ``report.html``, ``comparison.json`` and ``comparison.xlsx``, and say their names.

    `problem` is a day as it is today, for the map: practices and bases, never homes.
    """
    with output_folder(folder) as fresh:
        page = report_page(comparison, scenarios, problem, travel=travel, made_at=made_at)
        (fresh / "report.html").write_text(page, encoding="utf-8")
        (fresh / "comparison.json").write_text(comparison_text(comparison), encoding="utf-8")
        write_comparison_workbook(comparison, outcomes, fresh / "comparison.xlsx", made_at=made_at)
    return "report.html", "comparison.json", "comparison.xlsx"
