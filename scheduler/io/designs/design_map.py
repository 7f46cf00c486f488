"""The map of a design: an area, a colour, a shape and a name for each team, a name or number for each practice."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import shapely
from shapely.geometry.base import BaseGeometry

from scheduler.io.designs.areas import Plane, areas, spots
from scheduler.io.designs.labels import LETTER, LINE, Box, placed
from scheduler.model.geography import PracticeCode, TeamId
from scheduler.neighbourhoods.answering import Proposal
from scheduler.neighbourhoods.question import DesignQuestion

if TYPE_CHECKING:
    import altair as alt

Row = dict[str, str | float]
Spots = Mapping[PracticeCode, tuple[float, float]]

MOST_NAMED = 24
"""Practices; with more they are numbered as in the table beside the map."""
_LONGEST_NAME = 26
_NOISE = re.compile(r"\b(The|Surgery|Surgeries|Practice|Medical|Health|Centre|Center|Group|Partnership)\b")
_COLOURS = ("#1f5fa8", "#b3541e", "#3c7d3c", "#6a3d9a", "#8c6239", "#b3261e", "#1a8a8a", "#555555")
_SHAPES = ("circle", "triangle-up", "diamond", "cross", "square", "triangle-down")
_MOST_PIXELS, _LEAST_WIDTH = 760, 480
_SCALE_METRES = (1_000, 2_000, 5_000, 10_000, 20_000)


class _Sheet:
    """From metres to pixels, y down."""

    def __init__(self, ground: BaseGeometry) -> None:
        self._west, south, east, self._north = ground.bounds
        self._pixels = _MOST_PIXELS / max(east - self._west, self._north - south)
        self.width = max(_LEAST_WIDTH, (east - self._west) * self._pixels)
        self.height = (self._north - south) * self._pixels

    def at(self, east: float, north: float) -> tuple[float, float]:
        return round((east - self._west) * self._pixels, 1), round((self._north - north) * self._pixels, 1)

    def metres(self, pixels: float) -> float:
        """A length on the ground."""
        return pixels / float(self._pixels)

    def bar(self) -> tuple[float, str]:
        """A length that is near a fifth of the map, in pixels and in words."""
        metres = min(_SCALE_METRES, key=lambda each: abs(each * self._pixels - self.width / 5))
        return metres * self._pixels, f"{metres // 1000} km"


def design_map(question: DesignQuestion, proposal: Proposal, title: str, subtitle: str) -> "alt.LayerChart":
    """One design, north up."""
    import altair as alt  # noqa: PLC0415 - heavy, and not needed to design

    at = spots(question, Plane.around(question.patches))
    ground = areas(question, proposal, at)
    sheet = _Sheet(shapely.union_all(list(ground.values())))
    looks = _Looks(proposal)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, sheet.width], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[sheet.height, 0], nice=False, zero=False))
    legend = alt.Legend(labelLimit=460, symbolOpacity=1, orient="bottom", direction="horizontal", columns=2)
    colour = alt.Color("team:N", title="Team", scale=looks.colours, legend=legend)
    shape = alt.Shape("team:N", title="Team", scale=looks.shapes, legend=legend)

    fields = [_shape_row(ground[team.id], sheet, looks.label(team.id)) for team in proposal.design.teams]
    field = alt.Chart(alt.InlineData(values=fields, format=alt.JsonDataFormat(type="json")))
    marks = alt.Chart(alt.InlineData(values=_practice_rows(proposal, at, sheet, looks))).encode(x=x, y=y)
    lines = alt.Chart(alt.InlineData(values=_border_rows(question, proposal, at, sheet, looks))).encode(x=x, y=y)
    captions = _caption_rows(question, proposal, ground, at, sheet)
    words = alt.Chart(alt.InlineData(values=captions)).encode(x=x, y=y, text="text:N")
    bar, bar_words = (alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y) for rows in _scale_bar(sheet))
    layers = (
        field.mark_geoshape(opacity=0.22, stroke="white", strokeWidth=2).encode(
            color=alt.Color("properties.team:N", title="Team", scale=looks.colours, legend=legend)
        ),
        lines.mark_line(opacity=0.55, strokeWidth=1.4).encode(color=colour, detail="border:N"),
        marks.mark_point(filled=True, size=95, opacity=1, stroke="white", strokeWidth=1).encode(
            color=colour, shape=shape
        ),
        *_texts(words, "practice", size=11, weight="normal"),
        *_texts(words, "team", size=14, weight="bold"),
        bar.mark_line(color="black", strokeWidth=2),
        bar_words.mark_text(fontSize=11, align="left").encode(text="text:N"),
    )
    heading = alt.Title(title, subtitle=subtitle, anchor="start", frame="group")
    return alt.LayerChart(layer=layers, title=heading, width=sheet.width, height=sheet.height).properties(
        projection=alt.Projection(type="identity", scale=1, translate=[0, 0])
    )


def _texts(
    words: "alt.Chart", kind: str, *, size: int, weight: Literal["normal", "bold"]
) -> tuple["alt.Chart", "alt.Chart"]:
    """Texts of one kind, on a white halo."""
    own = words.transform_filter(f"datum.kind == '{kind}'")
    return (
        own.mark_text(
            fontSize=size, fontWeight=weight, align="left", baseline="middle", stroke="white", strokeWidth=3.5
        ),
        own.mark_text(fontSize=size, fontWeight=weight, align="left", baseline="middle"),
    )


class _Looks:
    """How each team looks; the label says what colour and shape say."""

    def __init__(self, proposal: Proposal) -> None:
        import altair as alt  # noqa: PLC0415 - heavy, and not needed to design

        self._labels = {
            team.id: f"{team.id}: {len(team.practice_codes)} practices, {100 * figures.away_from_even:+.1f} % from even"
            for team, figures in zip(proposal.design.teams, proposal.verdict.teams, strict=True)
        }

        def scale(looks: Sequence[str]) -> alt.Scale:
            labels = list(self._labels.values())
            return alt.Scale(domain=labels, range=[looks[number % len(looks)] for number in range(len(labels))])

        self.colours, self.shapes = scale(_COLOURS), scale(_SHAPES)

    def label(self, team_id: TeamId) -> str:
        return self._labels[team_id]


def _shape_row(ground: BaseGeometry, sheet: _Sheet, label: str) -> dict[str, object]:
    pixels = shapely.transform(ground, lambda coordinates: [sheet.at(east, north) for east, north in coordinates])
    return {"type": "Feature", "geometry": pixels.__geo_interface__, "properties": {"team": label}}


def _practice_rows(proposal: Proposal, at: Spots, sheet: _Sheet, looks: _Looks) -> list[Row]:
    return [
        {"team": looks.label(team.id), **_point(sheet, at[code])}
        for team in proposal.design.teams
        for code in sorted(team.practice_codes)
    ]


def _border_rows(question: DesignQuestion, proposal: Proposal, at: Spots, sheet: _Sheet, looks: _Looks) -> list[Row]:
    """Lines between neighbours of one team: what holds it together where its area is in pieces."""
    return [
        {"team": looks.label(team.id), "border": "-".join(sorted(pair)), **_point(sheet, at[code])}
        for team in proposal.design.teams
        for pair in sorted(question.borders, key=sorted)
        if pair <= team.practice_codes
        for code in sorted(pair)
    ]


def _caption_rows(
    question: DesignQuestion, proposal: Proposal, ground: Mapping[TeamId, BaseGeometry], at: Spots, sheet: _Sheet
) -> list[Row]:
    """The teams' ids amid their areas, and the practices' names, or numbers of the table, where there is room."""
    teams, taken = list[Row](), list[Box]()
    for team in proposal.design.teams:
        # Where there is most room: away from the edge, and from the practices with their names.
        clear = ground[team.id].difference(shapely.MultiPoint(list(at.values())).buffer(sheet.metres(28)))
        circle = shapely.maximum_inscribed_circle(ground[team.id] if clear.is_empty else clear)
        middle = shapely.Point(circle.coords[0])
        x, y = sheet.at(middle.x, middle.y)
        width = len(team.id) * LETTER * 1.5
        teams.append({"kind": "team", "text": team.id, "x": x - width / 2, "y": y})
        taken.append(Box(x - width / 2, y - LINE, x + width / 2, y + LINE))
    codes = [code for team in proposal.design.teams for code in sorted(team.practice_codes)]
    names = [
        _shortened(question.patch_by_code[code].name) if len(codes) <= MOST_NAMED else str(number)
        for number, code in enumerate(codes, start=1)
    ]
    points = [sheet.at(*at[code]) for code in codes]
    labels = placed(points, names, width=sheet.width, height=sheet.height, taken=taken)
    practices: list[Row] = [{"kind": "practice", "text": label.text, "x": label.x, "y": label.y} for label in labels]
    return [*teams, *practices]


def _scale_bar(sheet: _Sheet) -> tuple[list[Row], list[Row]]:
    pixels, words = sheet.bar()
    x, y = 12.0, sheet.height - 14
    return [{"x": x, "y": y}, {"x": x + pixels, "y": y}], [{"x": x, "y": y - 10, "text": words}]


def _point(sheet: _Sheet, spot: tuple[float, float]) -> Row:
    x, y = sheet.at(*spot)
    return {"x": x, "y": y}


def _shortened(name: str) -> str:
    """A name without what all practices are."""
    short = _NOISE.sub("", name).strip()
    return short if len(short) <= _LONGEST_NAME else f"{short[: _LONGEST_NAME - 1]}…"
