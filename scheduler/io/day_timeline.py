"""The timeline of a day: a row for each shift, visits lettered and coloured by service. Saved by `day_picture`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from scheduler.io.roster_words import KINDS, spoken, team_of
from scheduler.model.clock import Horizon
from scheduler.model.demand import Service
from scheduler.model.problem import Problem
from scheduler.roster.items import Attend, Event, RestBreak, Travel
from scheduler.roster.itinerary import Itinerary
from scheduler.units import Minute

if TYPE_CHECKING:
    import altair as alt

Row = dict[str, str | float]


class Look(NamedTuple):
    """How a service shows: letters and colour, so that neither stands alone."""

    letters: str
    colour: str
    letter_colour: str


LOOKS: dict[Service, Look] = {
    Service.NURSING: Look("N", "#1f5fa8", "white"),
    Service.URGENT_RESPONSE: Look("U", "#b3261e", "white"),
    Service.VIRTUAL_WARD: Look("W", "#6a3d9a", "white"),
    Service.PHYSIOTHERAPY: Look("P", "#66c2a5", "black"),
    Service.OCCUPATIONAL_THERAPY: Look("O", "#e6ab02", "black"),
    Service.FALLS: Look("F", "#f28e4b", "black"),
    Service.MENTAL_HEALTH: Look("M", "#e48bb8", "black"),
    Service.SOCIAL_WORK: Look("S", "#8c6239", "white"),
    Service.HOME_SUPPORT: Look("H", "#9ccbee", "black"),
    Service.VOLUNTARY: Look("V", "#3c7d3c", "white"),
}
"""One for each service."""


def timeline(itineraries: Sequence[Itinerary], problem: Problem, title: str) -> "alt.VConcatChart":
    """A row for each shift, team by team: visits coloured and lettered by service, ways, breaks and events between."""
    import altair as alt  # noqa: PLC0415 - heavy, and not needed to plan

    rows_by_team: dict[str, list[Row]] = {}
    for row in _rows(itineraries, problem):
        rows_by_team.setdefault(str(row["team"]), []).append(row)
    legends = {row.get("service") for rows in rows_by_team.values() for row in rows}
    layers = _layers([service for service in Service if _legend(service) in legends])
    panels = [
        alt.layer(*layers, data=alt.InlineData(values=rows)).properties(
            title=alt.Title(team, anchor="start"), width=1050, height=alt.Step(24)
        )
        for team, rows in rows_by_team.items()
    ]
    note = "Black outline: two people. Line: on the way. Dashed: B break, E event. Pale: shift."
    return alt.vconcat(
        *panels,
        title=alt.Title(title, subtitle=note, anchor="start"),
        resolve=alt.Resolve(scale=alt.ScaleResolveMap(x="shared", color="shared")),
    )


def _layers(shown: Sequence[Service]) -> "tuple[alt.Chart, ...]":
    """From back to front: shift, ways, breaks and events, visits, the outline of a double-up, letters."""
    import altair as alt  # noqa: PLC0415 - see timeline

    hours = alt.Axis(orient="top", labelExpr="format(datum.value % 24, '02') + ':00'", tickMinStep=1)
    names = alt.Axis(labelLimit=220, ticks=False, domain=False)
    x = alt.X("from:Q", title=None, axis=hours, scale=alt.Scale(zero=False, nice=False))
    y = alt.Y("who:N", title=None, axis=names, sort=alt.EncodingSortField("order", op="min"))
    service = alt.Color(
        "service:N",
        title="Visits",
        scale=alt.Scale(domain=[_legend(one) for one in shown], range=[LOOKS[one].colour for one in shown]),
    )
    bar, kind = alt.Chart().encode(x=x, x2="to:Q", y=y), alt.datum.kind
    is_pause = (kind == KINDS[RestBreak]) | (kind == KINDS[Event])
    letter = alt.Chart().encode(x="middle:Q", y=y, text="letters:N", color=alt.Color("letter_colour:N", scale=None))
    return (
        bar.mark_bar(color="#eef1f4", height=20).transform_filter(kind == "shift"),
        bar.mark_rule(color="#555555", strokeWidth=2.5).transform_filter(kind == KINDS[Travel]),
        bar.mark_bar(fill="white", stroke="#555555", strokeDash=[2, 2], height=14).transform_filter(is_pause),
        bar.mark_bar(height=18, stroke="white", strokeWidth=0.5)
        .encode(color=service)
        .transform_filter(kind == KINDS[Attend]),
        bar.mark_bar(filled=False, stroke="black", strokeWidth=1.6, height=18).transform_filter(
            alt.datum.is_double_up == "yes"
        ),
        letter.mark_text(fontSize=10).transform_filter(alt.datum.letters != ""),
    )


def _legend(service: Service) -> str:
    return f"{LOOKS[service].letters}  {spoken(service)}"


def _hours(horizon: Horizon, minute: Minute) -> float:
    """Wall-clock hours since the first midnight, so that a clock change does not shift the axis."""
    return horizon.day_index_of(minute) * 24 + horizon.minute_of_day(minute) / 60


def _rows(itineraries: Sequence[Itinerary], problem: Problem) -> Iterator[Row]:
    horizon, names = problem.horizon, Counter(problem.staff_of(read.shift_id).name for read in itineraries)
    in_order = sorted(itineraries, key=lambda read: team_of(problem, problem.staff_by_id[read.staff_id]))
    for order, itinerary in enumerate(in_order):
        shift, member = problem.shift_by_id[itinerary.shift_id], problem.staff_by_id[itinerary.staff_id]
        who = member.name if names[member.name] == 1 else f"{member.name} ({shift.id})"
        row: Row = {"who": who, "team": team_of(problem, member), "order": order, "letters": ""}
        yield row | {"kind": "shift", "from": _hours(horizon, shift.start), "to": _hours(horizon, shift.end)}
        for item in itinerary.items:
            start, end = _hours(horizon, item.start), _hours(horizon, item.end)
            placed = row | {
                "kind": KINDS[type(item)],
                "from": start,
                "to": end,
                "middle": (start + end) / 2,
                "letter_colour": "black",
            }
            if isinstance(item, Attend):
                visit = problem.visit_by_id[item.visit_id]
                look = LOOKS[visit.service]
                placed |= {
                    "service": _legend(visit.service),
                    "letters": look.letters,
                    "letter_colour": look.letter_colour,
                    "is_double_up": "yes" if visit.is_double_up else "",
                }
            elif isinstance(item, RestBreak | Event):
                placed["letters"] = "B" if isinstance(item, RestBreak) else "E"
            yield placed
