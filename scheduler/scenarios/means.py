"""What a change may draw on: chance and travel times, both handed in."""

from dataclasses import dataclass

from scheduler.draw import Draw
from scheduler.travel.provider import TravelProvider


@dataclass(frozen=True, slots=True)
class Means:
    """What whoever applies a change gives it."""

    draw: Draw
    """Who is absent, which visits come on top: the same stream, the same choices."""
    travel: TravelProvider
    """The one that the problem's own matrix is from; asked where a place or a way of travelling is new."""
