"""A day in two pictures, SVG and PNG: the timeline of every shift, and the map of the routes. No patient is named.

What each shows stands in `day_timeline` and `day_map`; nothing computes a time. How pictures are saved stands in
`chart_files`, and `roster_csv` holds the same as a table.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scheduler.io.chart_files import save_chart
from scheduler.io.day_map import route_map
from scheduler.io.day_timeline import timeline
from scheduler.io.roster_words import long_date
from scheduler.model.problem import Problem
from scheduler.roster.itinerary import Itinerary
from scheduler.roster.roster import Roster


def write_pictures(roster: Roster, problem: Problem, folder: Path, *, day: date | None = None) -> tuple[Path, ...]:
    """Write ``timeline`` and ``map``, each as ``.svg`` and ``.png``; the horizon's first day unless another is given."""
    day = day or problem.horizon.first_date
    itineraries = roster.by_day.get(day, ())
    title = _title(itineraries, day)
    return (
        *save_chart(timeline(itineraries, problem, title), folder, "timeline"),
        *save_chart(route_map(itineraries, problem, title), folder, "map"),
    )


def _title(itineraries: Sequence[Itinerary], day: date) -> str:
    num_visits = len({visit.visit_id for itinerary in itineraries for visit in itinerary.visits})
    return f"{long_date(day)}, {num_visits} visits, {len(itineraries)} shifts"
