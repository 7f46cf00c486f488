"""Which neighbourhood comes next and how large: those that lately paid come more often, and grow while CP-SAT keeps up.

Roulette by weights that follow success, after Ropke and Pisinger 2006, doi 10.1287/trsc.1050.0135. Where nothing pays any
more, all reach further and each repair may take longer, until something does.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass

_MEMORY = 0.9
"""Share of an old weight that stays after one more try."""
_LEAST_WEIGHT = 0.05
"""Nothing is given up: what fails now may pay later."""
_GROWTH, _SHRINKAGE = 1.1, 0.95
LEAST_SIZE, FIRST_SIZE, MOST_SIZE = 4, 12, 36
"""Tasks freed at once, where the reach is 1."""
MOST_REACH = 16
"""[assumption] A repair of some seconds: what that does not find is for the exact solver."""


@dataclass
class _Record:
    weight: float = 1.0
    size: float = FIRST_SIZE


class Selection:
    """Draws among named neighbourhoods and learns from what became of them."""

    def __init__(self, names: Iterable[str], draw: random.Random, *, patience: int) -> None:
        self._records = {name: _Record() for name in names}
        self._draw, self._patience = draw, patience
        self._tries_in_vain = 0
        self.reach = 1
        """How many times as large as usual parts are, and how many times as long a repair may take."""

    def choose(self) -> tuple[str, int]:
        """A name, and how many tasks to free."""
        names = list(self._records)
        name = self._draw.choices(names, [self._records[each].weight for each in names])[0]
        return name, self.size_of(name)

    def learn(self, name: str, *, is_better: bool, is_proved: bool) -> None:
        """Remember whether a try found a better plan, and whether its part was solved to the end."""
        record = self._records[name]
        record.weight = max(_LEAST_WEIGHT, _MEMORY * record.weight + (1 - _MEMORY) * float(is_better))
        factor = _GROWTH if is_proved else _SHRINKAGE
        record.size = min(MOST_SIZE, max(LEAST_SIZE, record.size * factor))
        self._tries_in_vain = 0 if is_better else self._tries_in_vain + 1
        if is_better:
            self.reach = max(1, self.reach // 2)
        elif self._tries_in_vain >= self._patience:
            self.reach, self._tries_in_vain = min(MOST_REACH, 2 * self.reach), 0

    def weight_of(self, name: str) -> float:
        """How often a name comes, relative to the others."""
        return self._records[name].weight

    def size_of(self, name: str) -> int:
        """How many tasks a neighbourhood frees next."""
        return round(self._records[name].size * self.reach)
