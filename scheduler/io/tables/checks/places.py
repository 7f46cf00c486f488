"""Places lie in the county."""

from collections.abc import Iterator

from scheduler.io.tables.rows import LocationRow
from scheduler.io.tables.sheet import Flaw, Sheets

SOUTH, NORTH = 51.4, 52.2
WEST, EAST = -1.8, -0.8
"""Degrees. Oxfordshire's small areas (Census 2021, ONS, Open Government Licence) have their centres from 51.50 to
52.13 north and from 1.66 to 0.89 west; the rest is a margin for homes across the border."""


def places_outside_the_county(sheets: Sheets) -> Iterator[Flaw]:
    """Coordinates beyond Oxfordshire and its margin: swapped, of the wrong sign, or of somewhere else."""
    sheet = sheets.of(LocationRow)
    for line, place in sheet.rows.items():
        if not SOUTH <= place.latitude <= NORTH:
            yield sheet.flaw(line, "latitude", f"a latitude of Oxfordshire, {SOUTH} to {NORTH}")
        if not WEST <= place.longitude <= EAST:
            yield sheet.flaw(line, "longitude", f"a longitude of Oxfordshire, {WEST} to {EAST}")
