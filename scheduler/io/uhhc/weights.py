"""The components of a cost in our rules: which rule counts what, in which unit, and when it is a constraint instead.

A component is a weight, ``"HARD"`` or absent. Some become hard rules (`to_problem` sets them up); those that our
catalogue only weighs are weighed heavily where they are HARD.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scheduler.io.one_team import Scale
from scheduler.io.uhhc.document import HARD, Component, ComponentsPart
from scheduler.rules import RuleId

MINUTES: dict[str, RuleId] = {
    "travel_time": RuleId.TRAVEL,
    "total_tardiness": RuleId.LATENESS,
    "highest_tardiness": RuleId.LARGEST_LATENESS,
    "total_waiting_time": RuleId.WAITING,
    "max_waiting_time": RuleId.LARGEST_WAIT,
    "total_extra_time": RuleId.OVERTIME,
    "max_idle_time": RuleId.LARGEST_IDLE,
    "workload_balance": RuleId.WORKLOAD_BALANCE,
    "working_time": RuleId.WORKED_MINUTES,
}
"""Components that count minutes."""
NUMBERS: dict[str, RuleId] = {
    "caregiver_preferences": RuleId.PREFERENCE,
    "optional_patients": RuleId.DEFERRED,
    "missed_lunch_break": RuleId.MISSED_BREAK,
    "qualification": RuleId.WISHED_SKILL,
    "incompabilities": RuleId.UNWELCOME,
}
"""Components that count people, breaks or services."""
_HELD_BY_RULES = {"total_tardiness", "highest_tardiness", "total_extra_time", "working_time", *NUMBERS}
"""Where these are HARD a hard rule holds them, and nothing is left to weigh."""
_HEAVY = 1000
"""A minute of what must be 0 and is only weighed costs as much as so many of the dearest minute [assumption]."""


@dataclass(frozen=True)
class Weights:
    """The weights of one instance as whole points."""

    components: ComponentsPart
    scale: Scale

    def is_hard(self, *names: str) -> bool:
        """Whether any of some components is a constraint."""
        return any(self._of(name) == HARD for name in names)

    def counts(self, name: str) -> bool:
        """Whether a component is there at all."""
        return self._of(name) is not None

    def points(self) -> dict[RuleId, int]:
        """Points per unit of each rule that counts; a component's minute is the scale's number of ours."""
        dearest = int(max(self._numbers.values(), default=Decimal(1)) * self._factor) or 1
        points = {}
        for name, rule in (MINUTES | NUMBERS).items():
            unit = self.scale.factor if name in NUMBERS else 1
            if name in self._numbers:
                points[rule] = int(self._numbers[name] * self._factor) * unit
            elif self.is_hard(name) and name not in _HELD_BY_RULES:
                points[rule] = _HEAVY * dearest
        return points

    def cost(self, amounts: Mapping[RuleId, int]) -> dict[str, Fraction]:
        """What each component that counts costs, given the judge's amounts; what is HARD has the weight 1."""
        costs = {}
        for name, rule in (MINUTES | NUMBERS).items():
            if self.counts(name):
                unit = self.scale.factor if name in MINUTES else 1
                costs[name] = Fraction(self._numbers.get(name, Decimal(1))) * Fraction(amounts[rule], unit)
        return costs

    @property
    def cost_of_a_point(self) -> Fraction:
        """What a point of a component that has a weight is in the field's cost."""
        return Fraction(1, self._factor * self.scale.factor)

    @property
    def _factor(self) -> int:
        """Points to a weight of 1: a power of ten that makes every weight whole."""
        return Scale.of(self._numbers.values()).factor

    @property
    def _numbers(self) -> dict[str, Decimal]:
        weighed = {name: self._of(name) for name in MINUTES | NUMBERS}
        return {name: weight for name, weight in weighed.items() if isinstance(weight, Decimal)}

    def _of(self, name: str) -> Component:
        weight: Component = getattr(self.components, name)
        return weight
