"""Units of measure as types, so that a signature says what a number means. No arithmetic lives here."""

from typing import NewType

Minute = NewType("Minute", int)
"""A moment: elapsed minutes since the horizon's first midnight."""

Minutes = NewType("Minutes", int)
"""A length of time."""

Metres = NewType("Metres", int)
"""A distance along the road."""

Pence = NewType("Pence", int)
"""Money."""

METRES_PER_MILE = 1609.344
MINUTES_PER_DAY = 1440
