"""A day in two pictures, SVG and PNG: the timeline of every shift, and the map of the routes. No patient is named.

What each shows stands in `day_timeline` and `day_map`; nothing computes a time. `roster_csv` holds the same as a table.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scheduler.io.day_map import route_map
from scheduler.io.day_timeline import timeline
from scheduler.io.roster_pdf import FONTS
from scheduler.io.roster_words import long_date
from scheduler.model.problem import Problem
from scheduler.roster.itinerary import Itinerary
from scheduler.roster.roster import Roster

_FONT = "Atkinson Hyperlegible, sans-serif"


def write_pictures(roster: Roster, problem: Problem, folder: Path, *, day: date | None = None) -> tuple[Path, ...]:
    """Write ``timeline`` and ``map``, each as ``.svg`` and ``.png``; the horizon's first day unless another is given."""
    import vl_convert  # noqa: PLC0415 - heavy, and not needed to plan

    vl_convert.register_font_directory(str(FONTS))
    day = day or problem.horizon.first_date
    itineraries = roster.by_day.get(day, ())
    title = _title(itineraries, day)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, chart in (
        ("timeline", timeline(itineraries, problem, title)),
        ("map", route_map(itineraries, problem, title)),
    ):
        styled = (
            chart.configure(font=_FONT, background="white")
            .configure_view(stroke=None)
            .configure_axis(gridColor="#e3e6ea", labelFontSize=12)
            .configure_legend(labelFontSize=12, titleFontSize=12)
            .configure_title(fontSize=15, subtitleFontSize=12)
        )
        for suffix in ("svg", "png"):
            paths.append(folder / f"{name}.{suffix}")
            styled.save(paths[-1], ppi=144)
    return tuple(paths)


def _title(itineraries: Sequence[Itinerary], day: date) -> str:
    num_visits = len({visit.visit_id for itinerary in itineraries for visit in itinerary.visits})
    return f"{long_date(day)}, {num_visits} visits, {len(itineraries)} shifts"
