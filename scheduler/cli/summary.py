"""What `cilt plan` prints in the end: verdict, visits, who needs a decision, figures beside the baseline, files."""

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from scheduler.cli.rim import OUT
from scheduler.kpis.comparison import Row, Verdict, compare
from scheduler.model.plan import Outcome
from scheduler.model.problem import Problem
from scheduler.planning import BASELINE, PlanningResult
from scheduler.validation.validator import ValidationReport

_PRINTED = (
    *(
        "planned",
        "deferred",
        "escalated",
        "must_serve_planned",
        "double_ups",
        "travel",
        "miles",
        "co2",
        "care_share",
        "overtime",
    ),
    *("on_time", "late", "known_staff", "named_staff", "staff_a_day", "above_band", "workload_gini", "cost"),
)
"""The measures that fit on a screen; all of them stand in `scorecard.json`."""
_DECIMALS = {"%": 1, "staff": 2, "0 to 1": 2}
_COLOURS = {Verdict.BETTER: "green", Verdict.WORSE: "red"}


def print_summary(result: PlanningResult, problem: Problem, written: Iterable[str]) -> None:
    """Print the end of a planning run."""
    print_verdict(result.report)
    _print_escalated(result, problem)
    for visit_id in result.taken_out:
        OUT.print(f"[red]Visit {escape(visit_id)} was taken out after planning: a fault of CILT, please report it.[/]")
    OUT.print(_table(result))
    provenance = result.provenance
    OUT.print(
        f"Searched {provenance.seconds:.0f} s ({provenance.iterations:,} moves, seed {provenance.seed}, "
        f"{provenance.workers} workers). Travel: {provenance.travel_source.split(' (')[0]}.",
        markup=False,
    )
    OUT.print(f"Written: {', '.join(written)}", markup=False)


def print_verdict(report: ValidationReport) -> None:
    """Print the number of hard violations, each in words, and what became of the visits."""
    num = len(report.hard_violations)
    OUT.print(f"[bold {'red' if num else 'green'}]{num} hard violation{'' if num == 1 else 's'}[/]")
    for found in report.hard_violations:
        OUT.print(f"  {found.rule.code}, {found.amount}: {found.says}", markup=False)
    for found in report.overridden:
        OUT.print(
            f"  overridden by {found.overridden_by}: {found.rule.code}, {found.amount}: {found.says}", markup=False
        )
    OUT.print(
        f"{report.num_visits_in} visits in = {report.num_planned} planned "
        f"+ {report.num_deferred} deferred + {report.num_escalated} escalated"
    )


def _print_escalated(result: PlanningResult, problem: Problem) -> None:
    escalated = [left for left in result.plan.left_out if left.outcome is Outcome.ESCALATED]
    visits = problem.visit_by_id
    for left in sorted(
        escalated, key=lambda left: (not visits[left.visit_id].is_must_serve, -visits[left.visit_id].level_of_care)
    ):
        kind = "must-serve " if visits[left.visit_id].is_must_serve else ""
        OUT.print(f"[red]Escalated: {kind}visit {escape(left.visit_id)}.[/] {escape(left.reason)}")


def _table(result: PlanningResult) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1))
    table.add_column("figure", no_wrap=True)
    table.add_column("unit", style="dim")
    for heading in ("CILT", f"{BASELINE} baseline", "difference", "%"):
        table.add_column(heading, justify="right")
    for row in compare(result.scorecard, result.baseline):
        if row.measure.id in _PRINTED:
            unit = row.measure.unit
            figures = (_figure(row.value, unit), _figure(row.baseline, unit))
            table.add_row(row.measure.label, unit, *figures, *_difference(row))
    return table


def _figure(value: float | None, unit: str) -> str:
    return "-" if value is None else f"{value:,.{_DECIMALS.get(unit, 0)}f}"


def _difference(row: Row) -> tuple[str, str]:
    """Value minus baseline, and that as a percentage of the baseline, in the colour of the verdict."""
    if row.difference is None:
        return "-", ""
    sign = "+" if row.difference > 0 else ""
    said = f"{sign}{_figure(row.difference, row.measure.unit)}"
    share = f"{100 * row.difference / row.baseline:+.0f}" if row.baseline and row.measure.unit != "%" else ""
    colour = _COLOURS.get(row.verdict, "default")
    return f"[{colour}]{said}[/]", f"[{colour}]{share}[/]"
