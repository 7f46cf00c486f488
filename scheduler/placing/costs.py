"""What one judged plan costs more than another, rule by rule."""

from scheduler.model.problem import Problem
from scheduler.rules import SOFT_RULES, RuleId
from scheduler.validation.validator import ValidationReport

Costs = tuple[tuple[RuleId, int], ...]
"""Points by soft rule, the largest first; rules that do not matter here are not mentioned."""


def difference(problem: Problem, one: ValidationReport, other: ValidationReport) -> Costs:
    """What `one` costs more than `other` by rule, the largest difference first; below 0 it costs less."""
    points = {
        rule: problem.policy.weight_of(rule) * (one.amount_of(rule) - other.amount_of(rule)) for rule in SOFT_RULES
    }
    return tuple(sorted(((rule, value) for rule, value in points.items() if value), key=lambda pair: -abs(pair[1])))


def costs_as_dict(costs: Costs) -> dict[str, int]:
    """For JSON: points by the rule's code."""
    return {rule.code: points for rule, points in costs}
