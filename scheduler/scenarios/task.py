"""What is to be solved, and what came of it: a scenario on a sampled day with a seed. Solving it stands in `solving`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scheduler import __version__
from scheduler.model.problem import Problem
from scheduler.scenarios.scenario import Scenario, text_of
from scheduler.solvers.stopping import Budget


@dataclass(frozen=True, slots=True)
class SampledDay:
    """A day on which all scenarios are planned; where days come from is for whoever samples them."""

    name: str
    """Such as ``2026-11-23``; no two of a run share one."""
    problem: Problem
    """As it is today: what the baseline plans."""


@dataclass(frozen=True)
class Task:
    """One solve."""

    scenario: Scenario
    day: str
    problem_digest: str
    """Of the day as it is today."""
    seed: int
    """Of the search, and of whatever the scenario leaves to chance."""
    budget: Budget

    @cached_property
    def key(self) -> str:
        """The same for the same question, whatever its scenario is called: what results are kept under."""
        asked = [self.problem_digest, text_of(self.scenario), self.seed, asdict(self.budget), __version__]
        return sha256(json.dumps(asked).encode()).hexdigest()


class _Outcome(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    scenario: str
    """Its name, for people: what counts is the key."""
    day: str
    seed: int

    @classmethod
    def names_of(cls, task: Task) -> dict[str, str | int]:
        """What an outcome says of its task."""
        return {"key": task.key, "scenario": task.scenario.name, "day": task.day, "seed": task.seed}


class Solved(_Outcome):
    """A plan's figures by the ids of measures; None where there is nothing to measure."""

    kind: Literal["solved"] = "solved"
    figures: dict[str, float | None]
    num_hard_violations: int
    """Of pins that cannot be kept; every other unlawful stop is taken out before measuring."""
    seconds: float
    """The search alone."""
    iterations: int


class Failed(_Outcome):
    """Why there is no plan, in words."""

    kind: Literal["failed"] = "failed"
    error: str


Outcome = Annotated[Solved | Failed, Field(discriminator="kind")]


def tasks_of(
    days: Iterable[SampledDay], scenarios: Sequence[Scenario], *, seeds: Iterable[int], budget: Budget
) -> tuple[Task, ...]:
    """Every scenario on every day with every seed; those of a day and a seed together, so that pairs come early."""
    digests = {day.name: day.problem.digest for day in days}
    return tuple(
        Task(scenario, name, digest, seed, budget)
        for seed in seeds
        for name, digest in digests.items()
        for scenario in scenarios
    )


def called_as_asked(tasks: Iterable[Task], outcomes: Mapping[str, Outcome]) -> list[Outcome]:
    """The outcomes of tasks, each under the name that its scenario has now: it may have been solved under another."""
    return [
        outcomes[task.key].model_copy(update={"scenario": task.scenario.name}) for task in tasks if task.key in outcomes
    ]
