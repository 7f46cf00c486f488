"""What a relaxation is, and in which order they are offered. How each is made stands in the other files of this folder."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.rules import RuleId, RuleUnit

A_FEW_MINUTES = 60
"""Up to here a longer shift or a later start counts as a small thing to ask [assumption]."""


class Asks(IntEnum):
    """What a relaxation asks of people, least first: the order in which relaxations are offered."""

    A_FEW_MINUTES = 0
    """Of overtime, or of a window that is not time-critical."""
    A_LIMIT = 1
    """One more visit, or more care, in a shift."""
    ANOTHER_VISIT = 2
    """A routine visit waits for another day."""
    MANY_MINUTES = 3
    A_CLINICAL_TIME = 4
    """A time-critical window, an urgent response, or what links two visits."""
    THE_STAFF = 5
    """A skill, band, delegation, team or employer."""
    A_DECISION = 6
    """A pin, or what was published."""
    THE_PERSON = 7
    """What protects the patient, or whoever visits: exclusions, gender, lone working."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that gives way, not yet known to help."""

    rule: RuleId
    asks: Asks
    sentence: str
    """What would be agreed, in words: ids and figures, no names."""
    amount: int
    unit: RuleUnit
    apply: Callable[[Problem], Problem] = field(repr=False, compare=False)
    """The same problem with this agreed and nothing else."""

    @property
    def rank(self) -> tuple[Asks, int, RuleId]:
        """What is asked, then how much of it; the lower the sooner it is offered."""
        return self.asks, self.amount, self.rule


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change with which the visit fits, and the plan that shows it: lawful by the validator in the changed problem."""

    change: Change
    plan: Plan = field(repr=False, compare=False)

    @property
    def rule(self) -> RuleId:
        """The rule that gives way; DEFERRED where another visit waits."""
        return self.change.rule

    @property
    def sentence(self) -> str:
        """What would be agreed, in words."""
        return self.change.sentence

    @property
    def amount(self) -> int:
        """By how much, in `unit`."""
        return self.change.amount

    @property
    def unit(self) -> RuleUnit:
        """What the amount counts."""
        return self.change.unit

    def apply(self, problem: Problem) -> Problem:
        """The same problem with this agreed and nothing else."""
        return self.change.apply(problem)

    def as_dict(self) -> dict[str, object]:
        """For JSON: everything but the plan."""
        return {"rule": self.rule.code, "sentence": self.sentence, "amount": self.amount, "unit": str(self.unit)}


def of_minutes(amount: int) -> Asks:
    """Whether so many minutes are few or many."""
    return Asks.A_FEW_MINUTES if amount <= A_FEW_MINUTES else Asks.MANY_MINUTES
