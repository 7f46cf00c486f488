"""Policy rows set something that exists."""

from collections.abc import Iterator
from dataclasses import fields
from difflib import get_close_matches

from scheduler.io.tables.faults import MOST_LISTED
from scheduler.io.tables.rows import SWITCHES, PolicyRow
from scheduler.io.tables.sheet import Flaw, Sheets
from scheduler.model.policy import Limits
from scheduler.rules import SOFT_RULES

SETTINGS: tuple[str, ...] = (
    *(f"weight.{rule.code}" for rule in SOFT_RULES),
    *(f"limit.{field.name}" for field in fields(Limits)),
    *SWITCHES,
)


def unknown_settings(sheets: Sheets) -> Iterator[Flaw]:
    """Weights of no soft rule, limits that are none, and a yes or no that is neither 0 nor 1."""
    sheet = sheets.of(PolicyRow)
    num_unknown = 0
    for line, row in sheet.rows.items():
        if row.setting not in SETTINGS:
            num_unknown += 1
            # What will not be listed needs no costly search for what was meant.
            near = get_close_matches(row.setting, SETTINGS, n=3, cutoff=0.0) if num_unknown <= MOST_LISTED else SETTINGS
            yield sheet.flaw(line, "setting", f"a setting that exists, such as {', '.join(near[:3])}")
        elif row.setting in SWITCHES and row.value > 1:
            yield sheet.flaw(line, "value", "0 (no) or 1 (yes)")
