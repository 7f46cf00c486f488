"""Places for a visit as a table on a coordinator's screen, with names of staff and never of patients."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from scheduler.model.problem import Problem
from scheduler.placing.costs import Costs
from scheduler.placing.placement import MovedStop, Place, Placement
from scheduler.validation.wording import clock


def choices_table(problem: Problem, placements: Iterable[Placement]) -> Table:
    """A row for each placement: who, when, what changes in the plan's cost, and whose times change."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1))
    for heading in ("", "staff, start", "points", "by rule", "what moves"):
        table.add_column(heading, justify="right" if heading in {"", "points"} else "left")
    for number, placement in enumerate(placements, start=1):
        cells = (
            str(number),
            "\n".join(_place(problem, place, placement.places[0]) for place in placement.places),
            f"{placement.points:+,}",
            by_rule(placement.costs),
            what_moves(placement.moved),
        )
        table.add_row(*map(Text, cells))
    return table


def by_rule(costs: Costs) -> str:
    """Points by rule, the largest first."""
    return ", ".join(f"{rule.code.replace('_', ' ')} {points:+,}" for rule, points in costs) or "nothing"


def what_moves(moved: Iterable[MovedStop]) -> str:
    """Other visits that start at another time, those that move alike together."""
    alike = groupby(sorted(moved, key=attrgetter("minutes")), key=attrgetter("minutes"))
    parts = (f"{', '.join(dict.fromkeys(stop.visit_id for stop in stops))} {minutes:+} min" for minutes, stops in alike)
    return "; ".join(parts) or "nothing"


def _place(problem: Problem, place: Place, first: Place) -> str:
    visit = "" if place.visit_id == first.visit_id else f" (visit {place.visit_id})"
    name = problem.staff_by_id[place.staff_id].name
    return f"{place.staff_id} {name}, {clock(problem.horizon, place.start)}{visit}"
