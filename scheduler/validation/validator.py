"""The verdict on a plan: every violation, the amount of every rule, the cost. What each rule finds stands in `checks`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from scheduler.model.plan import Outcome, Override, Plan
from scheduler.model.problem import Problem
from scheduler.rules import CATALOGUE, RuleId, RuleKind
from scheduler.validation.checks import CHECKS
from scheduler.validation.reading import Reading, read
from scheduler.validation.violation import Violation


@dataclass(frozen=True)
class ValidationReport:
    """What the judge finds in one plan."""

    violations: tuple[Violation, ...]
    """Of hard and soft rules, in the order of `RuleId`; overridden ones included."""
    amounts: tuple[int, ...]
    """The amount of every rule in its own unit, indexed by `RuleId`; overridden violations included."""
    cost: int
    """The weighted sum of the soft amounts, in points."""
    num_visits_in: int
    num_planned: int
    """Visits with at least one stop."""
    num_deferred: int
    num_escalated: int

    @cached_property
    def hard_violations(self) -> tuple[Violation, ...]:
        """What makes the plan unlawful: violations of hard rules for which nobody took responsibility."""
        return tuple(found for found in self.violations if _is_hard(found) and found.overridden_by is None)

    @cached_property
    def overridden(self) -> tuple[Violation, ...]:
        """Violations of hard rules for which somebody took responsibility."""
        return tuple(found for found in self.violations if found.overridden_by is not None)

    @property
    def is_lawful(self) -> bool:
        """Whether the plan may be published."""
        return not self.hard_violations

    def amount_of(self, rule: RuleId) -> int:
        """The amount of one rule in its own unit."""
        return self.amounts[rule]


def validate(problem: Problem, plan: Plan) -> ValidationReport:
    """Judge a plan by every rule, from the problem and the plan alone.

    Raises
    ------
    PlanMismatchError
        If the plan names a visit, an attendance or a shift that the problem does not have.
    """
    reading = read(problem, plan)
    found = tuple(violation for check in CHECKS.values() for violation in check(reading))
    amounts = _amounts(found)
    return ValidationReport(
        violations=_overridden(found, plan.overrides),
        amounts=amounts,
        cost=problem.policy.cost_of(dict(zip(RuleId, amounts, strict=True))),
        num_visits_in=len(problem.visits),
        num_planned=len(reading.stops_by_visit),
        num_deferred=_num_left_out(reading, Outcome.DEFERRED),
        num_escalated=_num_left_out(reading, Outcome.ESCALATED),
    )


def _amounts(violations: Iterable[Violation]) -> tuple[int, ...]:
    """The sum of the violations of each rule. The check of the largest lateness yields one, the largest."""
    sums: Counter[RuleId] = Counter()
    for violation in violations:
        sums[violation.rule] += violation.amount
    return tuple(sums[rule] for rule in RuleId)


def _overridden(violations: tuple[Violation, ...], overrides: tuple[Override, ...]) -> tuple[Violation, ...]:
    """The same violations, those for which somebody took responsibility marked with who."""
    if not overrides:
        return violations
    return tuple(replace(found, overridden_by=_who_answers_for(found, overrides)) for found in violations)


def _who_answers_for(found: Violation, overrides: tuple[Override, ...]) -> str | None:
    if not CATALOGUE[found.rule].may_override:
        return None
    return next((given.by for given in overrides if (given.rule, given.shift_id) == (found.rule, found.shift_id)), None)


def _num_left_out(reading: Reading, outcome: Outcome) -> int:
    return sum(any(left.outcome is outcome for left in entries) for entries in reading.left_out_by_visit.values())


def _is_hard(violation: Violation) -> bool:
    return CATALOGUE[violation.rule].kind is RuleKind.HARD
