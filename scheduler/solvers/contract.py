"""What every solver takes and gives, so that one can stand in for another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.rules import RuleId
from scheduler.solvers.stopping import Stopwatch


class SolveStatus(StrEnum):
    """How a solve ended; none of these is an error."""

    OPTIMAL = "optimal"
    """Proved: no lawful plan costs less."""
    FEASIBLE = "feasible"
    """The best plan found within the budget."""
    CANCELLED = "cancelled"
    """The best plan found before somebody stopped it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a solve stands; `cost` is the solver's own figure, the validator's is the one that is reported in the end."""

    solver: str
    seconds: float
    iterations: int
    cost: int
    bound: int | None = None
    best_plan: Callable[[], Plan] | None = None
    """Makes the plan that costs so, for whoever asks before the report returns; None where a solver tells costs alone."""
    cost_by_rule: Mapping[RuleId, int] | None = None
    """What the judge lately found each weighed rule to cost; `planning` fills it in."""


@dataclass(frozen=True, slots=True)
class SolveOutcome:
    """A plan, and how it came about."""

    plan: Plan
    solver: str
    status: SolveStatus
    seconds: float
    iterations: int
    cost: int
    """The solver's own figure."""
    bound: int | None = None
    """No lawful plan costs less than this; None where nothing was proved."""


Report = Callable[[Progress], None]


def ignore_progress(_: Progress) -> None:
    """Report to nobody."""


class Solver(Protocol):
    """A way from a problem to a plan. Always answers with a lawful plan, the empty one if need be."""

    def __call__(
        self,
        encoding: Encoding,
        watch: Stopwatch,
        *,
        seed: int,
        workers: int,
        start: Plan | None = None,
        report: Report = ignore_progress,
    ) -> SolveOutcome:
        """Improve on `start` (or on nothing) until the watch is over."""
        ...
