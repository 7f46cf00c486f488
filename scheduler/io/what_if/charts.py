"""The pictures of a comparison: differences with their intervals, visits left out, use of staff. Each as SVG text.

Whatever a colour says, a shape or the text beside it says, too; the tables of the page hold the same figures.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scheduler.io.chart_files import svg_of
from scheduler.scenarios.compare import Comparison, MeasureRow
from scheduler.scenarios.wording import figure

if TYPE_CHECKING:
    import altair as alt

BASELINE = "Baseline"
_PANELS = (
    *("planned_share", "must_serve_left_out", "travel_per_stop", "money"),
    *("staff_a_day", "knocks_a_day", "known_staff", "workload_gini"),
)
"""Measures whose differences have a picture of their own."""
_BETTER, _WORSE, _NOISE = "for the better", "for the worse", "no more than noise"
_NEITHER = "more than noise"
_COLOURS = {_BETTER: "#005eb8", _WORSE: "#b3541e", _NEITHER: "#6a3d9a", _NOISE: "#768692"}
_SHAPES = {_BETTER: "triangle-up", _WORSE: "triangle-down", _NEITHER: "diamond", _NOISE: "circle"}
_LEVELS = {5: "5 immediate", 4: "4 urgent", 3: "3 complex", 2: "2 managed", 1: "1 routine"}
_LEVEL_COLOURS = ("#7a0c1c", "#b3541e", "#d99a1c", "#7fa6cf", "#c9d6e3")
_WIDTH, _ROW = 330, 30
"""Pixels: of a panel, and of a scenario in it."""


def differences(comparison: Comparison) -> str:
    """For each of eight measures the mean difference of every scenario, with its interval; 0 is the baseline."""
    import altair as alt  # noqa: PLC0415 - heavy, and not needed to plan

    panels = [panel for measure in _PANELS if (panel := _panel(comparison, measure)) is not None]
    return svg_of(alt.concat(*panels, columns=2).resolve_scale(x="independent")) if panels else ""


def left_out(comparison: Comparison) -> str:
    """Visits left out a day by level of care, baseline first."""
    import altair as alt  # noqa: PLC0415 - heavy, and not needed to plan

    rows = list(_left_out_rows(comparison))
    names = list(dict.fromkeys(row["scenario"] for row in rows))
    chart = (
        alt.Chart(alt.InlineData(values=rows), width=2 * _WIDTH, height=_ROW * len(names))
        .mark_bar(stroke="white")
        .encode(
            x=alt.X("visits:Q", title="visits left out a day, mean"),
            y=alt.Y("scenario:N", sort=names, title=None, axis=alt.Axis(labelLimit=260)),
            color=alt.Color(
                "level:N",
                title="Level of care",
                sort=[*_LEVELS.values()],
                scale=alt.Scale(domain=[*_LEVELS.values()], range=_LEVEL_COLOURS),
            ),
            order=alt.Order("rank:Q"),
        )
    )
    return svg_of(chart) if rows else ""


def staff_use(comparison: Comparison) -> str:
    """Use of staff on duty by team and band; each scenario's own mark beside the baseline's."""
    import altair as alt  # noqa: PLC0415 - heavy, and not needed to plan

    rows = list(_use_rows(comparison))
    if not rows:
        return ""
    names, parts = (list(dict.fromkeys(row[key] for row in rows)) for key in ("scenario", "part"))
    legend = alt.Legend(labelLimit=320)
    chart = (
        alt.Chart(alt.InlineData(values=rows), width=2 * _WIDTH, height=_ROW * len(parts))
        .mark_point(filled=True, size=90, opacity=0.85)
        .encode(
            x=alt.X("percent:Q", title="care and travel in paid time, %", scale=alt.Scale(zero=False)),
            y=alt.Y("part:N", sort=parts, title=None, axis=alt.Axis(labelLimit=320, grid=True)),
            color=alt.Color("scenario:N", title="Scenario", scale=alt.Scale(domain=names), legend=legend),
            shape=alt.Shape("scenario:N", title="Scenario", scale=alt.Scale(domain=names), legend=legend),
        )
    )
    return svg_of(chart)


def _panel(comparison: Comparison, measure: str) -> "alt.LayerChart | None":
    import altair as alt  # noqa: PLC0415 - heavy, and not needed to plan

    found = [
        (each.name, row) for each in comparison.scenarios if (row := each.row(measure)) and row.difference is not None
    ]
    if not found:
        return None
    names = [name for name, _ in found]
    rows = [_difference(name, row) for name, row in found]
    label, unit = found[0][1].label, found[0][1].unit
    kinds = [*_COLOURS]
    x = alt.X("mean:Q", title=None if unit == "0 to 1" else unit, axis=alt.Axis(tickCount=5))
    y = alt.Y("scenario:N", sort=names, title=None, axis=alt.Axis(labelLimit=200, grid=True))
    drawn = alt.Chart(alt.InlineData(values=rows))
    layers = (
        alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color="#212b32").encode(x="zero:Q"),
        drawn.mark_rule(strokeWidth=2, color="#425563").encode(x="low:Q", x2="high:Q", y=y),
        drawn.mark_point(filled=True, size=100, opacity=1).encode(
            x=x,
            y=y,
            color=alt.Color("kind:N", title="Difference", scale=alt.Scale(domain=kinds, range=[*_COLOURS.values()])),
            shape=alt.Shape("kind:N", title="Difference", scale=alt.Scale(domain=kinds, range=[*_SHAPES.values()])),
        ),
        drawn.mark_text(dy=-11, fontSize=11).encode(x=x, y=y, text="said:N"),
    )
    return alt.LayerChart(
        layer=layers,
        title=alt.Title(label, anchor="start", fontSize=13),
        width=_WIDTH,
        height=_ROW * 1.4 * len(names),
    )


def _difference(name: str, row: MeasureRow) -> dict[str, Any]:
    mean = row.difference
    kinds = {True: _BETTER, False: _WORSE, None: _NEITHER}
    return {
        "scenario": name,
        "mean": mean,
        "low": mean if row.interval_from is None else row.interval_from,
        "high": mean if row.interval_to is None else row.interval_to,
        "kind": kinds[row.is_better] if row.is_more_than_noise else _NOISE,
        "said": figure(mean, row.unit, signed=True),
    }


def _left_out_rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    for level, called in _LEVELS.items():
        found = [(each.name, row) for each in comparison.scenarios if (row := each.row(f"left_out_{level}"))]
        figures = [(BASELINE, found[0][1].baseline)] if found else []
        for name, visits in (*figures, *((name, row.scenario) for name, row in found)):
            yield {"scenario": name, "level": called, "visits": visits or 0, "rank": -level}


def _use_rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    parts: dict[str, list[tuple[str, MeasureRow]]] = {}
    for each in comparison.scenarios:
        for row in each.rows:
            if row.measure.startswith("staff_use"):
                parts.setdefault(row.label, []).append((each.name, row))
    for label, found in parts.items():
        for name, percent in _with_baseline(found):
            yield {"scenario": name, "part": label, "percent": percent}


def _with_baseline(found: Sequence[tuple[str, MeasureRow]]) -> Iterator[tuple[str, float]]:
    baseline = next((row.baseline for _, row in found if row.baseline is not None), None)
    figures = ((BASELINE, baseline), *((name, row.scenario) for name, row in found))
    return ((name, percent) for name, percent in figures if percent is not None)
