"""What can give travel times: places in, a travel matrix out. Who does it stands beside this file, and in `scheduler.io`."""

from collections.abc import Sequence
from typing import Protocol

from scheduler.model.place import Location
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer, TravelMatrix
from scheduler.model.workforce import TravelMode

EVERY_LAYER: tuple[TravelLayer, ...] = tuple(
    TravelLayer(mode, period) for mode in TravelMode for period in TrafficPeriod
)
"""Every mode in every period: what to ask for where the shifts are not known yet."""


class TravelProvider(Protocol):
    """Something that knows how long and how far it is between places."""

    def __call__(self, locations: Sequence[Location], layers: Sequence[TravelLayer]) -> TravelMatrix:
        """Minutes in each layer and metres by each of their modes, between every two locations.

        Raises
        ------
        InputError
            A file that should hold the figures lacks some, or holds some that cannot be.
        """
        ...
