"""What a verb prints in the end: the verdict, who needs a decision, figures beside the baseline, and where the files are."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table

from scheduler.cli.rim import OUT, counted
from scheduler.kpis.comparison import Row, Verdict, compare
from scheduler.model.clock import Horizon
from scheduler.model.plan import LeftOut, Outcome
from scheduler.model.problem import Problem
from scheduler.planning import BASELINE, PlanningResult, Provenance
from scheduler.rules import CATALOGUE
from scheduler.solvers.contract import SolveStatus
from scheduler.validation.validator import ValidationReport
from scheduler.validation.violation import Violation

_PRINTED = (
    *("planned", "deferred", "escalated", "must_serve_planned", "double_ups", "travel", "miles", "co2"),
    *("care_share", "overtime", "on_time", "late", "known_staff", "named_staff", "staff_a_day"),
    *("above_band", "workload_gini", "cost"),
)
"""The measures that fit on a screen; all of them stand in `scorecard.json`."""
_MOST_LISTED = 30
_FIRST_OF_A_RULE = 10
_DECIMALS = {"%": 1, "staff": 2, "0 to 1": 2}
_COLOURS = {Verdict.BETTER: "green", Verdict.WORSE: "red"}


def print_summary(result: PlanningResult, problem: Problem, written: Iterable[str], *, out: Path) -> None:
    """Print the end of a planning run."""
    print_verdict(result.report, problem.horizon)
    for visit_id in result.taken_out:
        _warn(f"Visit {visit_id} was taken out after planning: a fault of CILT, please report it.")
    for left in _escalated(result, problem):
        kind = "must-serve visit" if problem.visit_by_id[left.visit_id].is_must_serve else "visit"
        _warn(f"Escalated: {kind} {left.visit_id}. {left.reason}")
    OUT.print(f"Beside the baseline, the same visits planned as by hand ({BASELINE}):")
    OUT.print(_table(result))
    OUT.print(_how(result.provenance), markup=False)
    if not result.report.is_lawful:
        _warn("No rosters are written: nobody should work by a plan with hard violations.")
    OUT.print(f"Written into {out}: {', '.join(written)}", markup=False)


def print_verdict(report: ValidationReport, horizon: Horizon, *, in_full: bool = False) -> None:
    """Print the number of hard violations, each in words, and what became of the visits.

    Of more than 30 violations the first ten of each rule are printed, unless all are asked for.
    """
    num = len(report.hard_violations)
    OUT.print(counted(num, "hard violations"), style=f"bold {'red' if num else 'green'}")
    _print_violations(
        report.hard_violations, horizon, most_of_a_rule=None if in_full or num <= _MOST_LISTED else _FIRST_OF_A_RULE
    )
    for found in report.overridden:
        OUT.print(f"overridden by {found.overridden_by}: {in_words(found, horizon)}", markup=False)
    OUT.print(
        f"{report.num_visits_in} visits in = {report.num_planned} planned "
        f"+ {report.num_deferred} deferred + {report.num_escalated} escalated"
    )


def _print_violations(violations: Sequence[Violation], horizon: Horizon, *, most_of_a_rule: int | None) -> None:
    for rule in dict.fromkeys(found.rule for found in violations):
        of_rule = [found for found in violations if found.rule is rule]
        for found in of_rule[:most_of_a_rule]:
            OUT.print(in_words(found, horizon), markup=False)
        if most_of_a_rule is not None and (rest := len(of_rule) - most_of_a_rule) > 0:
            OUT.print(f"{rule.code}: and {rest:,} more; cilt check --all lists them", markup=False)


def in_words(found: Violation, horizon: Horizon) -> str:
    """A violation on one line: rule, amount, who, when, what."""
    when = "" if found.minute is None else f"{horizon.datetime_of(found.minute):%Y-%m-%d %H:%M}"
    amount = counted(found.amount, CATALOGUE[found.rule].unit.value)
    place = [part for part in (amount, found.staff_id, found.shift_id, when) if part]
    return f"{found.rule.code} ({', '.join(place)}): {found.says}"


def _warn(message: str) -> None:
    OUT.print(message, style="red", markup=False)


def _escalated(result: PlanningResult, problem: Problem) -> list[LeftOut]:
    """Visits that wait for a person's decision: must-serve ones first, then by level of care."""
    visits = problem.visit_by_id
    return sorted(
        (left for left in result.plan.left_out if left.outcome is Outcome.ESCALATED),
        key=lambda left: (not visits[left.visit_id].is_must_serve, -visits[left.visit_id].level_of_care, left.visit_id),
    )


def _how(provenance: Provenance) -> str:
    how = "Stopped after" if provenance.status is SolveStatus.CANCELLED else "Searched"
    # What a source says in brackets is for plan.json.
    travel = provenance.travel_source.split(" (", 1)[0]
    return (
        f"{how} {provenance.seconds:.0f} s, {provenance.iterations:,} moves, seed {provenance.seed}. Travel: {travel}."
    )


def _table(result: PlanningResult) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1))
    table.add_column("figure", no_wrap=True)
    table.add_column("unit", style="dim")
    for heading in ("CILT", "baseline", "difference", "%"):
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
