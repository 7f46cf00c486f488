"""A comparison of scenarios as tables on a planner's screen."""

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from scheduler.cli.rim import OUT, counted
from scheduler.scenarios.compare import Comparison, MeasureRow, ScenarioComparison
from scheduler.scenarios.groups import HEADLINES
from scheduler.scenarios.wording import figure

_COLOURS: dict[bool | None, str] = {True: "green", False: "red"}
_WORDS: dict[bool | None, str] = {True: "better", False: "worse", None: "differs"}
_SHORT = {"minutes": "min", "minutes a stop": "min", "visits": "", "knocks": "", "staff": "", "0 to 1": ""}
"""So that a row fits on a screen; the files have the units in full."""


def print_comparison(comparison: Comparison) -> None:
    """Print a table for each scenario with the measures that matter most; the files hold all of them."""
    for scenario in comparison.scenarios:
        OUT.print(f"\n{scenario.name}", style="bold", markup=False)
        for said in scenario.changes or ("nothing changes",):
            OUT.print(f"  {said}", markup=False)
        for failure in scenario.failures:
            OUT.print(f"  failed: {failure}", style="red", markup=False)
        if scenario.num_pairs:
            OUT.print(_table(scenario))
    pairs = f"{counted(len(comparison.days), 'days')} with {counted(len(comparison.seeds), 'seeds')} each"
    OUT.print(
        f"Means over {pairs}, {comparison.budget} of search a plan; the interval holds the mean difference with 95 %."
    )


def _table(scenario: ScenarioComparison) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("figure", no_wrap=True)
    for heading in ("now", "then", "differs", "from", "to"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for measure in HEADLINES:
        if (row := scenario.row(measure)) is not None:
            table.add_row(*_cells(row))
    return table


def _cells(row: MeasureRow) -> tuple[Text, ...]:
    is_told = bool(row.is_more_than_noise)
    style = _COLOURS.get(row.is_better, "bold") if is_told else "dim"
    differs = [figure(value, row.unit, signed=True) for value in (row.difference, row.interval_from, row.interval_to)]
    unit = _SHORT.get(row.unit, row.unit)
    label = f"{row.label}, {unit}" if unit else row.label
    return (
        *(Text(label), Text(figure(row.baseline, row.unit)), Text(figure(row.scenario, row.unit))),
        *(Text(each, style) for each in (*differs, _WORDS[row.is_better] if is_told else _noise(row))),
    )


def _noise(row: MeasureRow) -> str:
    return "?" if row.is_more_than_noise is None else "noise" if row.standard_deviation else "same"
