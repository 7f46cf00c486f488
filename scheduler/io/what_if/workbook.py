"""A comparison as a workbook: a sheet that tells what was asked, one with all figures, and every plan's own figures."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from scheduler.io.sheets import Cell, Sheet, write_sheets
from scheduler.kpis.printed import measure_named
from scheduler.scenarios.compare import Comparison
from scheduler.scenarios.groups import place_of
from scheduler.scenarios.task import Outcome, Solved
from scheduler.scenarios.wording import verdict

_COLUMNS = (
    *("Scenario", "Group", "Measure", "Unit", "Better", "Pairs", "Baseline", "Scenario figure", "Difference"),
    *("Standard deviation", "95 % from", "95 % to", "Verdict"),
)


def write_comparison_workbook(
    comparison: Comparison, outcomes: Iterable[Outcome], path: Path, *, made_at: datetime
) -> None:
    """Write the workbook: Asked, Comparison, Plans. The same input gives the same workbook."""
    solved = [outcome for outcome in outcomes if isinstance(outcome, Solved)]
    sheets = (
        Sheet("Asked", ("What", "How"), list(_asked(comparison))),
        Sheet("Comparison", _COLUMNS, list(_rows(comparison))),
        _plans(solved),
    )
    write_sheets(sheets, path, title="What if", foot="What if", created=made_at.astimezone(UTC).replace(tzinfo=None))


def _asked(comparison: Comparison) -> Iterable[Sequence[Cell]]:
    yield "Days", ", ".join(comparison.days)
    yield "Seeds", ", ".join(map(str, comparison.seeds))
    yield "Search of each plan", comparison.budget
    for scenario in comparison.scenarios:
        yield scenario.name, "; ".join(scenario.changes) or "nothing changes"
        for failure in scenario.failures:
            yield f"{scenario.name} failed", failure


def _rows(comparison: Comparison) -> Iterable[Sequence[Cell]]:
    for scenario in comparison.scenarios:
        for row in scenario.rows:
            figures = (row.baseline, row.scenario, row.difference, row.standard_deviation)
            yield (
                *(scenario.name, row.group, row.label, row.unit, row.better.value, row.num_pairs),
                *(_cell(figure) for figure in (*figures, row.interval_from, row.interval_to)),
                verdict(row),
            )


def _plans(solved: Sequence[Solved]) -> Sheet:
    measures = sorted({measure: None for outcome in solved for measure in outcome.figures}, key=place_of)
    columns = ("Scenario", "Day", "Seed", *(measure_named(measure).label for measure in measures))
    rows = [
        (each.scenario, each.day, each.seed, *(_cell(each.figures.get(measure)) for measure in measures))
        for each in solved
    ]
    return Sheet("Plans", columns, rows)


def _cell(figure: float | None) -> Cell:
    return "" if figure is None else round(figure, 4)
