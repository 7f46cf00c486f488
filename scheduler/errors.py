"""Every error that CILT raises on purpose.

    CiltError
    ├── InvalidNounError        a noun that cannot be: a window that ends before it starts
    │   └── InvalidProblemError   references between nouns that do not hold together
    ├── InputError              files that cannot be read as asked; carries every fault found
    ├── PlanMismatchError       a plan that speaks of visits or shifts the problem does not have
    └── ScenarioMismatchError   a change that speaks of a team, base, practice or visit type the problem does not have

Expected outcomes (nothing fits, time ran out) are values, not errors.
"""

from collections.abc import Sequence
from typing import Protocol


class CiltError(Exception):
    """The root of the tree: catch it at the rim, print its message."""


class InvalidNounError(CiltError, ValueError):
    """A noun was asked to be something that it cannot be; the message names field, value and what was expected."""


class InvalidProblemError(InvalidNounError):
    """The parts of a problem do not fit together; `faults` holds one sentence for each mismatch."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{_count(self.faults)} in the problem:\n" + "\n".join(f"- {fault}" for fault in self.faults))


class Fault(Protocol):
    """What an input fault can do: say itself in one line."""

    def __str__(self) -> str: ...


class InputError(CiltError):
    """Input was refused as a whole; `faults` holds every fault found, in reading order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{_count(self.faults)} in the input:\n" + "\n".join(str(fault) for fault in self.faults))


class PlanMismatchError(CiltError):
    """A plan does not belong to the problem: it names a visit or shift that is not there."""


class ScenarioMismatchError(CiltError):
    """A change cannot be made to the problem: it names something that is not there."""


def _count(faults: Sequence[object]) -> str:
    return "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
