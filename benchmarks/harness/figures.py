"""Cost over time, drawn: the mean gap of many runs, or the cost of one instance with each seed."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import log10
from pathlib import Path
from statistics import fmean

import altair as alt
import numpy as np

from benchmarks.harness.gaps import settings_of, size_of
from benchmarks.harness.record import Run
from scheduler.io.chart_files import save_chart

_EARLIEST_SECONDS = 0.05
_NUM_MOMENTS = 120
_WIDTH, _HEIGHT = 300, 240
"""Of a panel, in pixels."""
_TICKS_PERCENT = (-20, -10, -5, -2, -1, 0, 1, 2, 5, 10, 20, 50, 100, 200, 500)
_BEST, _BOUND = "best published", "bound"
_RULE_COLOURS = {_BEST: "#b3261e", _BOUND: "#555555"}

Figures = dict[str, str | float]


def draw_mean_gap(runs: Sequence[Run], folder: Path, *, name: str = "convergence") -> tuple[Path, Path]:
    """Draw the mean gap over time, a panel for each family and a line for each size; runs without a gap are left out.

    A line begins when every run of its size has a plan.
    """
    rows = list(_mean_gap_rows([run for run in runs if run.gap is not None]))
    sizes = {str(row["patients"]): float(row["order"]) for row in rows}
    gaps = [float(row["gap"]) for row in rows]
    in_order = sorted(sizes, key=sizes.__getitem__)
    height = alt.Scale(type="symlog", constant=1, nice=False, domain=[min(-1.0, *gaps), max(1.0, *gaps)])
    ticks = alt.Axis(values=list(_TICKS_PERCENT), labelOverlap=False)
    lines = (
        alt.Chart()
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=_seconds_axis(),
            y=alt.Y("gap:Q", title="mean gap to best published, %", scale=height, axis=ticks),
            color=alt.Color("patients:N", title="Patients", sort=in_order, scale=alt.Scale(scheme="viridis")),
        )
    )
    nought = alt.Chart().mark_rule(color="black", strokeWidth=1).encode(y=alt.datum(0))
    panels = (
        alt.layer(nought, lines, data=alt.InlineData(values=rows))
        .properties(width=_WIDTH, height=_HEIGHT)
        .facet(facet=alt.Facet("family:N", title=None), columns=3)
        .properties(title=_title("Mean gap over time", runs))
    )
    return save_chart(panels, folder, name)


def draw_cost(runs: Sequence[Run], folder: Path, *, name: str) -> tuple[Path, Path]:
    """Draw the cost of one instance over time: a line for each seed, the best published cost and the bound as rules."""
    rows: list[Figures] = [
        {"seed": str(run.seed), "seconds": max(seconds, _EARLIEST_SECONDS), "cost": cost}
        for run in runs
        for seconds, cost in run.curve
    ]
    lines = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=_seconds_axis(),
            y=alt.Y("cost:Q", title="cost", scale=alt.Scale(type="log", nice=False)),
            color=alt.Color("seed:N", title="Seed"),
        )
    )
    chart = alt.layer(lines, *_known_costs(runs)).resolve_scale(color="independent")
    title = _title(f"{runs[0].family}/{runs[0].instance}", runs)
    return save_chart(chart.properties(width=2 * _WIDTH, height=_HEIGHT, title=title), folder, name)


def _known_costs(runs: Sequence[Run]) -> Iterator[alt.Chart]:
    """Rules at the best published cost and at the bound, where they are known."""
    known = {
        _BEST: next((run.best_published for run in runs if run.best_published), None),
        _BOUND: max((run.bound for run in runs if run.bound is not None), default=None),
    }
    rows = [{"cost": cost, "what": what} for what, cost in known.items() if cost is not None]
    if rows:
        names = [what for what, cost in known.items() if cost is not None]
        colours = alt.Scale(domain=names, range=[_RULE_COLOURS[name] for name in names])
        rules = alt.Chart(alt.InlineData(values=rows)).mark_rule(strokeDash=[5, 3])
        yield rules.encode(y="cost:Q", color=alt.Color("what:N", title=None, scale=colours))


def _seconds_axis() -> alt.X:
    return alt.X("seconds:Q", title="seconds", scale=alt.Scale(type="log", nice=False), axis=alt.Axis(tickCount=4))


def _title(says: str, runs: Sequence[Run]) -> alt.Title:
    settings = "; ".join(sorted({settings_of(run) for run in runs}))
    return alt.Title(says, subtitle=f"{settings}; {len(runs)} runs", anchor="start")


def _mean_gap_rows(runs: Sequence[Run]) -> Iterator[Figures]:
    groups: dict[tuple[str, int], list[Run]] = {}
    for run in runs:
        groups.setdefault((run.family, size_of(run.patients)[0]), []).append(run)
    for (family, order), group in sorted(groups.items()):
        patients = size_of(group[0].patients)[1]
        for seconds in _moments(group):
            gaps = [_gap_at(run, seconds) for run in group]
            whole = [gap for gap in gaps if gap is not None]
            if len(whole) == len(gaps):
                yield {
                    "family": family,
                    "patients": patients,
                    "order": order,
                    "seconds": seconds,
                    "gap": 100 * fmean(whole),
                }


def _moments(runs: Sequence[Run]) -> list[float]:
    """Seconds at even distances on a logarithmic scale."""
    latest = max(_EARLIEST_SECONDS, *(run.curve[-1][0] for run in runs))
    return [float(moment) for moment in np.logspace(log10(_EARLIEST_SECONDS), log10(latest), _NUM_MOMENTS)]


def _gap_at(run: Run, seconds: float) -> float | None:
    """The gap of the best plan after so many seconds; None before there is one."""
    num_so_far = bisect_right(run.curve, seconds, key=lambda point: point[0])
    if not num_so_far or not run.best_published:
        return None
    return run.curve[num_so_far - 1][1] / run.best_published - 1
