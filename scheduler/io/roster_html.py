"""Rosters as one page for a screen or a printer, with the words of `roster_page`. Server-made, without scripts or pictures."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.io.roster_page import page_of
from scheduler.model.problem import Problem
from scheduler.roster.itinerary import Itinerary
from scheduler.roster.roster import PlanIdentity

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATES = Path(__file__).parent / "templates"


def write_html(itineraries: Sequence[Itinerary], identity: PlanIdentity, problem: Problem, path: Path) -> None:
    """Write the sheets of some shifts, one or more, as one page; each begins a sheet of paper of its own."""
    sheets = [page_of(itinerary, identity, problem) for itinerary in itineraries]
    path.write_text(_template().render(sheets=sheets), encoding="utf-8")


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader  # noqa: PLC0415 - not needed to plan

    surroundings = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return surroundings.get_template("roster.html")
