"""What an engine is asked and what it answers with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.peers.question import Question

Sequences = Sequence[Sequence[int]]
"""By shift: the visits it makes, in order, as rows of the question."""


class NotInstalledError(Exception):
    """An engine is not on this machine."""


class Search(Protocol):
    """A question that an engine has read, ready to be searched: what comes before is outside the clock."""

    def __call__(self, *, seconds: float, seed: int) -> Sequences:
        """Search for so long on one core and answer with the best found; no route where nothing was found."""
        ...


@dataclass(frozen=True)
class Engine:
    """An engine by name, with what a reader of its results must know."""

    name: str
    prepare: Callable[[Question], Search]
    package: str
    """The installed distribution whose version is recorded."""
    takes_seed: bool
    """Whether two seeds can give two answers; others are run once."""
    cannot_express: str = ""
    """What of the question the engine is not told, in words."""
