"""What a spoiler is: a lawful plan, and the smallest step that breaks (or costs by) one rule. The spoilers stand by family."""

from dataclasses import dataclass
from typing import Any

from scheduler.model.demand import Visit
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.rules import RuleId
from tests.builders import a_visit


@dataclass(frozen=True)
class Spoiler:
    """One step from `lawful` to `spoiled`, and every amount that it moves."""

    rule: RuleId
    step: str
    """The step in words; names the test."""
    problem: Problem
    lawful: Plan
    spoiled: Plan
    moves: dict[RuleId, int]
    """Differences of all amounts, the spoiled rule's own included; a rule not named here does not move."""

    def __str__(self) -> str:
        return f"{self.rule.code}: {self.step}"


def a_call(visit_id: str, **changes: Any) -> Visit:
    """A remote visit: no travel, so that a step moves nothing but the rule it is about."""
    return a_visit(visit_id, is_remote=True, **changes)
