"""A scenario: a name and an ordered list of changes. How one is read from a file stands in `scheduler.io.scenario_json`."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from scheduler.draw import Draw
from scheduler.errors import InputError
from scheduler.model.problem import Problem
from scheduler.scenarios.change import AS_DATA
from scheduler.scenarios.changes import AnyChange, PoolEmployers, SeparatePlans
from scheduler.scenarios.means import Means
from scheduler.travel.provider import TravelProvider


@dataclass(frozen=True, config=AS_DATA)
class Scenario:
    """What would be different, from the first change to the last."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    """As it stands in tables and pictures."""
    changes: tuple[AnyChange, ...] = ()
    """In the order in which they are made; none: everything stays as it is."""
    question: Annotated[str, Field(max_length=400)] = ""
    """What a planner would like to know."""

    def apply(self, problem: Problem, *, seed: int, travel: TravelProvider) -> Problem:
        """The problem after all changes; none gives back the problem itself.

        Every change has a stream of chance of its own, so that one does not depend on how much another draws.

        Raises
        ------
        ScenarioMismatchError
            A change names something that the problem, as the changes before left it, does not have.
        """
        for number, change in enumerate(self.changes):
            problem = change.apply(problem, Means(Draw(seed, number), travel))
        return problem

    @property
    def is_planned_apart(self) -> bool:
        """Whether each organisation makes a plan of its own, which the last change that speaks of it decides."""
        spoken = [change for change in self.changes if isinstance(change, PoolEmployers | SeparatePlans)]
        return bool(spoken) and isinstance(spoken[-1], SeparatePlans) and spoken[-1].are_apart

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every change in words."""
        return tuple(change.sentence for change in self.changes)


BASELINE = Scenario("Baseline")
"""Everything as it is."""

_CHANGES = TypeAdapter(tuple[AnyChange, ...])


def beside_baseline(scenarios: Iterable[Scenario]) -> list[Scenario]:
    """The baseline and the scenarios that are to be compared with it.

    Raises
    ------
    InputError
        Two have one name, or one is called as the baseline: they could not be told apart.
    """
    asked = [BASELINE, *scenarios]
    names = [scenario.name for scenario in asked]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError([f"scenario name {name} stands there twice, expected names of their own" for name in twice])
    return asked


def combined(name: str, scenarios: Iterable[Scenario]) -> Scenario:
    """The changes of several scenarios, one after the other."""
    return Scenario(name, tuple(change for scenario in scenarios for change in scenario.changes))


def text_of(scenario: Scenario) -> str:
    """The changes as JSON, the same for the same changes whatever the scenario is called."""
    return _CHANGES.dump_json(scenario.changes).decode()
