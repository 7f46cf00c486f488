"""What every change is: data that make one problem of another, and a sentence. The changes themselves stand in `changes`."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from typing import TypeVar

from pydantic import ConfigDict

from scheduler.errors import ScenarioMismatchError
from scheduler.model.problem import Problem
from scheduler.scenarios.means import Means

Key = TypeVar("Key", bound=Hashable)
Noun = TypeVar("Noun")

AS_DATA = ConfigDict(extra="forbid", use_attribute_docstrings=True)
"""How changes are read from JSON: no key that is not known, every field told by its docstring."""


class Change(ABC):
    """One thing that would be different."""

    @abstractmethod
    def apply(self, problem: Problem, means: Means) -> Problem:
        """The problem after the change; the same problem and means, the same answer.

        Raises
        ------
        ScenarioMismatchError
            The change names something that the problem does not have.
        InvalidNounError
            What the change asks for cannot be.
        """

    @property
    @abstractmethod
    def sentence(self) -> str:
        """What changes, as one would say it, with ids for what has an id."""


def known(noun: str, key: Key, by_key: Mapping[Key, Noun]) -> Noun:
    """What a change names; raises ScenarioMismatchError, which says what there is, where there is no such thing."""
    if key not in by_key:
        there_are = ", ".join(str(each) for each in by_key) or "none: there is no such thing"
        raise ScenarioMismatchError(f"there is no {noun} {key}, expected one of {there_are}")
    return by_key[key]
