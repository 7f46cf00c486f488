"""The map of a comparison: practices by team, and bases, as they are and as a scenario would have them. Never a home."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from scheduler.io.chart_files import svg_of
from scheduler.io.day_map import TEAM_COLOURS, TEAM_SHAPES
from scheduler.io.projection import Projection
from scheduler.model.geography import NeighbourhoodTeam
from scheduler.model.place import Location
from scheduler.model.problem import Problem

_HEIGHT = 380
"""Pixels."""
_MOST_NAMED = 20
"""More names of practices would hide each other."""


def maps(titled: Sequence[tuple[str, Problem]]) -> str:
    """One map for each title, side by side, all on one scale: practices by team, a line to the base, bases by name."""
    shown = [place for _, problem in titled for place in _places(problem)]
    points = Projection(shown)
    teams = sorted({team.name for _, problem in titled for team in _teams_with_practices(problem)})
    return svg_of(alt.concat(*(_map(title, problem, points, teams) for title, problem in titled), columns=2))


def is_another_map(before: Problem, after: Problem) -> bool:
    """Whether practices, teams or bases differ."""
    return (before.practices, before.teams, before.bases) != (after.practices, after.teams, after.bases)


def _map(title: str, problem: Problem, points: Projection, teams: Sequence[str]) -> alt.LayerChart:
    practices, ways, bases = _rows(problem, points)

    def by_team(looks: Sequence[str]) -> alt.Scale:
        return alt.Scale(domain=teams, range=[looks[number % len(looks)] for number in range(len(teams))])

    axis, legend = alt.Axis(title=None, labelExpr="datum.value + ' km'", tickCount=5), alt.Legend(labelLimit=320)
    colour = alt.Color("team:N", title="Team", legend=legend, scale=by_team(TEAM_COLOURS))
    x, y = alt.X("east:Q", axis=axis), alt.Y("north:Q", axis=axis)
    practice = alt.Chart(alt.InlineData(values=practices)).encode(x=x, y=y)
    base = alt.Chart(alt.InlineData(values=bases)).encode(x=x, y=y, text="name:N")
    named = [practice.mark_text(dy=13, fontSize=10, color="#425563").encode(text="name:N")]
    if len(practices) > _MOST_NAMED:
        named = []
    layers = (
        alt.Chart(alt.InlineData(values=ways))
        .mark_line(opacity=0.5)
        .encode(x=x, y=y, color=colour, detail="practice:N"),
        practice.mark_point(filled=True, opacity=0.9).encode(
            color=colour,
            shape=alt.Shape("team:N", title="Team", legend=legend, scale=by_team(TEAM_SHAPES)),
            size=alt.Size("list_size:Q", title="Registered patients", scale=alt.Scale(range=[40, 320])),
        ),
        *named,
        base.mark_square(size=130, color="black", opacity=1),
        base.mark_text(dy=-13, fontSize=12, fontWeight="bold", stroke="white", strokeWidth=3),
        base.mark_text(dy=-13, fontSize=12, fontWeight="bold"),
    )
    return alt.LayerChart(
        layer=layers,
        title=alt.Title(title, anchor="start"),
        width=round(_HEIGHT * points.aspect),
        height=_HEIGHT,
    )


def _rows(problem: Problem, points: Projection) -> tuple[list[dict[str, Any]], ...]:
    practices, ways = [], []
    for practice in problem.practices:
        team = problem.team_by_id[practice.team_id]
        here = points.at(problem.location_by_id[practice.location_id])
        base = problem.location_by_id[problem.base_by_id[team.base_id].location_id]
        practices.append({"name": practice.name, "team": team.name, "list_size": practice.list_size, **here})
        ways += [{"team": team.name, "practice": practice.code, **end} for end in (here, points.at(base))]
    used = {problem.base_by_id[team.base_id] for team in _teams_with_practices(problem)}
    bases = [
        {"name": base.name, **points.at(problem.location_by_id[base.location_id])}
        for base in problem.bases
        if base in used
    ]
    return practices, ways, bases


def _teams_with_practices(problem: Problem) -> list[NeighbourhoodTeam]:
    own = {practice.team_id for practice in problem.practices}
    return [team for team in problem.teams if team.id in own]


def _places(problem: Problem) -> list[Location]:
    ids = [each.location_id for each in problem.practices] + [each.location_id for each in problem.bases]
    return [problem.location_by_id[location_id] for location_id in ids]
