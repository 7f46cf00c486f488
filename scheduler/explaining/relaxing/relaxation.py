"""What a relaxation is, and in which order they are offered. How each is made stands in the other files of this folder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.rules import RuleId, RuleUnit

A_FEW_MINUTES = 60
"""Up to here a longer shift or a later start counts as a small thing to ask [assumption]."""
MOST_CHANGES = 3
"""More than so many together are no way out but another plan [assumption]."""
POINTS_OF_A_CHANGE = 100_000
POINTS_OF_ASKING = 50
"""A step of `Asks` weighs as many minutes [assumption]."""


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

    @property
    def points(self) -> int:
        """What it weighs beside others that are made together; see `points_of`."""
        return points_of(self.asks, self.amount if self.unit is RuleUnit.MINUTES else 0)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What lets the visit fit, and the plan that shows it: lawful by the validator in the changed problem."""

    change: Change
    plan: Plan = field(repr=False, compare=False)
    parts: tuple[Change, ...] = ()
    """The single changes, where it takes several together."""

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
        parts = [_as_dict(each) for each in self.parts]
        return {**_as_dict(self.change), **({"parts": parts} if parts else {})}


def _as_dict(change: Change) -> dict[str, object]:
    return {"rule": change.rule.code, "sentence": change.sentence, "amount": change.amount, "unit": str(change.unit)}


def points_of(asks: Asks, minutes: int = 0) -> int:
    """How much a change weighs beside others: fewer changes first, then those that ask less, then fewer minutes.

    What only the patient can answer weighs more than all other changes that are offered together.
    """
    num = MOST_CHANGES + 1 if asks is Asks.THE_PERSON else 1
    # Minutes speak for themselves: many of them are a few and more.
    asked = Asks.A_FEW_MINUTES if asks is Asks.MANY_MINUTES else asks
    return num * POINTS_OF_A_CHANGE + asked * POINTS_OF_ASKING + minutes


def of_minutes(amount: int) -> Asks:
    """Whether so many minutes are few or many."""
    return Asks.A_FEW_MINUTES if amount <= A_FEW_MINUTES else Asks.MANY_MINUTES


def together(changes: Sequence[Change]) -> Change:
    """Several changes as one, agreed in this order; the one that asks most says how much is asked."""
    most = max(changes, key=lambda each: each.rank)

    def apply(before: Problem) -> Problem:
        for each in changes:
            before = each.apply(before)
        return before

    sentence = " And: ".join(each.sentence for each in changes)
    return Change(most.rule, most.asks, sentence, most.amount, most.unit, apply)
