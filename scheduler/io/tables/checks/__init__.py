"""Rules that a data folder keeps beyond the type of each cell; one file for each kind of thing, as in the tables."""

from collections.abc import Callable, Iterator

from scheduler.io.tables.checks.ids import dangling_references, repeated_keys
from scheduler.io.tables.checks.places import places_outside_the_county
from scheduler.io.tables.checks.settings import unknown_settings
from scheduler.io.tables.checks.shifts import impossible_breaks, impossible_events, impossible_hours, overlapping_shifts
from scheduler.io.tables.checks.visits import (
    impossible_attendances,
    impossible_dates,
    impossible_links,
    impossible_pins,
    impossible_windows,
    windows_outside_every_shift,
)
from scheduler.io.tables.sheet import Flaw, Sheets

Check = Callable[[Sheets], Iterator[Flaw]]
CHECKS: tuple[Check, ...] = (
    repeated_keys,
    dangling_references,
    places_outside_the_county,
    impossible_hours,
    impossible_breaks,
    impossible_events,
    overlapping_shifts,
    impossible_dates,
    impossible_windows,
    windows_outside_every_shift,
    impossible_attendances,
    impossible_links,
    impossible_pins,
    unknown_settings,
)
