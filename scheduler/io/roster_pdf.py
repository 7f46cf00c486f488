"""Rosters on paper: one A4 page a shift, made with typst from the words of `roster_page`.

A day is set in the largest type that fits the page, 14 points down to 9 (start times a third to a half larger); a longer
day takes a second page. PDF/UA-1, and the same input gives the same bytes.
"""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import quote

from scheduler.io.roster_page import page_of
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.roster.itinerary import Itinerary
from scheduler.roster.roster import PlanIdentity, Roster

if TYPE_CHECKING:
    from typst import Compiler

_log = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"
_TEMPLATE = Path(__file__).parent / "templates" / "roster.typ"


def write_pdf(itineraries: Sequence[Itinerary], identity: PlanIdentity, problem: Problem, path: Path) -> None:
    """Write the pages of some shifts, one or more, as one file."""
    path.write_bytes(_pdf(_compiler(), itineraries, identity, problem))


def write_all(roster: Roster, identity: PlanIdentity, problem: Problem, folder: Path) -> tuple[Path, ...]:
    """Write the page of every shift, about 0.05 s each, as ``<shift id>.pdf``; the folder is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    compiler = _compiler()
    paths = []
    for itinerary in roster.itineraries:
        path = folder / file_name(itinerary.shift_id)
        path.write_bytes(_pdf(compiler, [itinerary], identity, problem))
        paths.append(path)
    return tuple(paths)


def file_name(shift_id: ShiftId) -> str:
    """The file of a shift's page; an id that no file may be called is percent-encoded, so that no two share a file."""
    return f"{quote(shift_id, safe='')}.pdf"


def _compiler() -> "Compiler":
    from typst import Compiler  # noqa: PLC0415 - heavy, and not needed to plan

    return Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=[FONTS], ignore_system_fonts=True)


def _pdf(compiler: "Compiler", itineraries: Sequence[Itinerary], identity: PlanIdentity, problem: Problem) -> bytes:
    from typst import TypstError  # noqa: PLC0415 - see _compiler

    pages = json.dumps([page_of(itinerary, identity, problem) for itinerary in itineraries])

    def compiled(standard: Literal["ua-1", "1.7"]) -> bytes:
        pdf = compiler.compile(
            format="pdf",
            sys_inputs={"pages": pages},
            pdf_standards=standard,
            # The time of printing, not the clock's: the same input gives the same bytes.
            timestamp=int(identity.printed_at.timestamp()),
        )
        return cast("bytes", pdf)

    try:
        return compiled("ua-1")
    except TypstError:
        # PDF/UA refuses a character that no shipped font has. A page with an empty box beats a nurse without a page.
        shifts = ", ".join(itinerary.shift_id for itinerary in itineraries)
        _log.warning("a name or note on the page of shift %s has characters that cannot be printed", shifts)
        return compiled("1.7")
