"""What is kept of a run: one line of JSON. Where the lines are kept stands in `results`."""

from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, TypeAdapter

from benchmarks.harness.machine import Machine
from scheduler.solvers.contract import SolveStatus

Key: TypeAlias = tuple[str, str, str, int, float, int]


class Task(BaseModel):
    """One run that is asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    family: str
    instance: str
    solver: str
    seed: int
    seconds_asked: float
    workers: int

    @property
    def key(self) -> Key:
        """What makes two runs the same."""
        return self.family, self.instance, self.solver, self.seed, self.seconds_asked, self.workers

    @property
    def full_name(self) -> str:
        """Family, instance and seed."""
        return f"{self.family}/{self.instance} seed {self.seed}"


class Run(Task):
    """A run that ended with a plan, lawful or not. Costs are the validator's, in the format's own objective."""

    patients: int
    staff: int
    seconds_used: float
    """The search alone, without reading and compiling."""
    cost: float
    cost_exact: str
    """The same as a fraction, such as ``6547/30``."""
    bound: float | None
    """No lawful plan costs less; None where nothing was proved."""
    status: SolveStatus
    hard_violations: dict[str, int]
    """Number of violations by hard rule; empty for a lawful plan."""
    moves: int
    moves_per_second: float
    best_published: float | None
    gap: float | None
    """Cost by best published cost, less 1; None where nothing is published or a hard rule is broken."""
    curve: tuple[tuple[float, float], ...]
    """Seconds and cost of every improvement that the solver told of; `measure` says how it is read."""
    peak_memory_megabytes: float
    machine: Machine

    @property
    def is_lawful(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.hard_violations

    @property
    def is_proved(self) -> bool:
        """Whether the plan is lawful and proved the best."""
        return self.is_lawful and self.status is SolveStatus.OPTIMAL


class Failure(Task):
    """A run that ended with an error."""

    error: str
    machine: Machine


Outcome: TypeAlias = Run | Failure
OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)
"""Reads and writes either; their keys tell them apart."""
