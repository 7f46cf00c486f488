"""Random choices that come out the same on every machine and with every version of numpy.

All are made from uniform fractions alone: numpy promises the bits of PCG64, not the choices its helpers make of them.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")


class Draw:
    """A stream of choices; the same `seeds` give the same stream."""

    def __init__(self, *seeds: int) -> None:
        self._bits = np.random.Generator(np.random.PCG64(list(seeds)))

    def fraction(self) -> float:
        """A number from 0 up to, not including, 1."""
        return float(self._bits.random())

    def between(self, low: float, high: float) -> float:
        """A number from `low` up to `high`."""
        return low + (high - low) * self.fraction()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.fraction() * (high - low + 1))

    def chance(self, percent: float) -> bool:
        """True in so many of a hundred cases."""
        return self.fraction() * 100 < percent

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items, which are not empty."""
        return items[int(self.fraction() * len(items))]

    def some(self, items: Sequence[Item], num: int) -> list[Item]:
        """At most `num` of the items, none twice."""
        keyed = sorted((self.fraction(), index) for index in range(len(items)))
        return [items[index] for _, index in keyed[:num]]

    def weighted(self, items: Sequence[Item], weights: Sequence[float]) -> Item:
        """One of the items, each as likely as its weight."""
        bounds = list(accumulate(weights))
        return items[min(bisect_right(bounds, self.fraction() * bounds[-1]), len(items) - 1)]


class Quota:
    """Says yes in so many of a hundred cases, evenly spread: small numbers keep the share that chance would miss."""

    def __init__(self, draw: Draw, percent: float) -> None:
        self._percent = percent
        self._owed = draw.between(0, 100)

    def next(self) -> bool:
        """Whether the next case is one of them."""
        self._owed += self._percent
        if self._owed < 100:
            return False
        self._owed -= 100
        return True
