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

    A_MOVE = 0
    """Another visit of the patient is made at another lawful time."""
    A_FEW_MINUTES = 1
    """Of overtime, or of a window that is not time-critical."""
    A_LIMIT = 2
    """One more visit, or more care, in a shift."""
    ANOTHER_VISIT = 3
    """A routine visit waits for another day."""
    MANY_MINUTES = 4
    A_CLINICAL_TIME = 5
    """A time-critical window or an urgent response; or who makes linked visits."""
    A_SECOND_PERSON = 6
    """Where nobody may go alone."""
    A_RENEWAL = 7
    """A skill once held is brought back in date."""
    THE_STAFF = 8
    """A new skill, a band, delegation, team or employer."""
    A_DECISION = 9
    """A pin, or what was published."""
    THE_PERSON = 10
    """What protects the patient, or whoever visits: a question to them, and only where nothing else fits."""


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


def both(first: Change, second: Change) -> Change:
    """Two changes together; of the two the one that asks more says how much is asked."""
    most = max(first, second, key=lambda each: each.rank)

    def apply(before: Problem) -> Problem:
        return second.apply(first.apply(before))

    sentence = f"{first.sentence} And: {second.sentence}"
    return Change(most.rule, most.asks, sentence, most.amount, most.unit, apply)
