"""The map of a day: routes as straight lines, no background. Saved by `day_picture`.

It names nobody, but it shows where homes lie: keep it as you keep a roster.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scheduler.io.projection import Projection
from scheduler.io.roster_words import team_of
from scheduler.model.problem import Problem
from scheduler.roster.items import Attend
from scheduler.roster.itinerary import Itinerary

if TYPE_CHECKING:
    import altair as alt

Row = dict[str, str | float]

TEAM_COLOURS = ("#1f5fa8", "#b3541e", "#3c7d3c", "#6a3d9a", "#8c6239", "#b3261e", "#1a8a8a", "#555555")
TEAM_SHAPES = ("circle", "triangle-up", "diamond", "cross")
_HEIGHT = 640
"""Pixels."""


def route_map(itineraries: Sequence[Itinerary], problem: Problem, title: str) -> "alt.LayerChart":
    """The routes, with a colour and a shape for each team, in kilometres from the south-west; bases by name."""
    import altair as alt  # noqa: PLC0415 - heavy, and not needed to plan

    worked = [itinerary for itinerary in itineraries if itinerary.visits]
    points = Projection(problem.locations)
    teams = sorted({team_of(problem, problem.staff_by_id[itinerary.staff_id]) for itinerary in worked})
    ways = [row for itinerary in worked for row in _route_rows(itinerary, problem, points)]
    bases = [{"name": base.name, **points.at(problem.location_by_id[base.location_id])} for base in problem.bases]

    def by_team(looks: Sequence[str]) -> alt.Scale:
        return alt.Scale(domain=teams, range=[looks[number % len(looks)] for number in range(len(teams))])

    axis, legend = alt.Axis(title=None, labelExpr="datum.value + ' km'", tickCount=5), alt.Legend(labelLimit=320)
    colour = alt.Color("team:N", title="Team", legend=legend, scale=by_team(TEAM_COLOURS))
    shape = alt.Shape("team:N", title="Team", legend=legend, scale=by_team(TEAM_SHAPES))
    x, y = alt.X("east:Q", axis=axis), alt.Y("north:Q", axis=axis)
    route = alt.Chart(alt.InlineData(values=ways)).encode(x=x, y=y, color=colour)
    place = alt.Chart(alt.InlineData(values=bases)).encode(x=x, y=y, text="name:N")
    layers = (
        route.mark_line(opacity=0.45, strokeWidth=1.3).encode(detail="shift:N", order="step:Q"),
        route.mark_point(filled=True, size=42, opacity=1)
        .encode(shape=shape)
        .transform_filter(alt.datum.is_visit == "yes"),
        place.mark_square(size=150, color="black", opacity=1),
        place.mark_text(dy=-15, fontSize=13, fontWeight="bold", stroke="white", strokeWidth=3),
        place.mark_text(dy=-15, fontSize=13, fontWeight="bold"),
    )
    width = round(_HEIGHT * points.aspect)
    return alt.LayerChart(layer=layers, title=alt.Title(title, anchor="start"), width=width, height=_HEIGHT)


def _route_rows(itinerary: Itinerary, problem: Problem, points: Projection) -> Iterator[Row]:
    shift = problem.shift_by_id[itinerary.shift_id]
    visits = [problem.location_of(item.visit_id) if isinstance(item, Attend) else None for item in itinerary.items]
    stops = [(place, "yes") for place in visits if place is not None]
    ways = [(shift.start_location_id, ""), *stops, (shift.end_location_id, "")]
    for step, (location_id, is_visit) in enumerate(ways):
        yield {
            "team": team_of(problem, problem.staff_of(shift.id)),
            "shift": shift.id,
            "step": step,
            "is_visit": is_visit,
            **points.at(problem.location_by_id[location_id]),
        }
