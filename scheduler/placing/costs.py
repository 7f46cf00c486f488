"""What one judged plan costs more than another, rule by rule, and which hard rules it breaks where the other does not."""

from collections import Counter
from collections.abc import Iterable

from scheduler.model.problem import Problem
from scheduler.rules import SOFT_RULES, RuleId
from scheduler.validation.validator import ValidationReport
from scheduler.validation.violation import Violation

Costs = tuple[tuple[RuleId, int], ...]
"""Points by soft rule, the largest first; rules that do not matter here are not mentioned."""


def difference(problem: Problem, one: ValidationReport, other: ValidationReport) -> Costs:
    """What `one` costs more than `other` by rule, the largest difference first; below 0 it costs less."""
    points = {
        rule: problem.policy.weight_of(rule) * (one.amount_of(rule) - other.amount_of(rule)) for rule in SOFT_RULES
    }
    return tuple(sorted(((rule, value) for rule, value in points.items() if value), key=lambda pair: -abs(pair[1])))


def newly_broken(before: Iterable[Violation], after: Iterable[Violation]) -> tuple[Violation, ...]:
    """Of hard violations those that were not there before, or less."""
    after = tuple(after)
    were, are = _amounts(before), _amounts(after)
    return tuple(found for found in after if are[_subject(found)] > were[_subject(found)])


def _amounts(violations: Iterable[Violation]) -> Counter[tuple[RuleId, object]]:
    sums = Counter[tuple[RuleId, object]]()
    for found in violations:
        sums[_subject(found)] += found.amount
    return sums


def _subject(found: Violation) -> tuple[RuleId, object]:
    """Of what a violation speaks: a visit wherever it is, else a shift or a person."""
    return found.rule, found.visit_id or found.shift_id or found.staff_id


def costs_as_dict(costs: Costs) -> dict[str, int]:
    """For JSON: points by the rule's code."""
    return {rule.code: points for rule, points in costs}
