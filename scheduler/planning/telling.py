"""How a search stands, with what its best plan costs rule by rule as the judge reads it."""

from dataclasses import replace

from scheduler.model.problem import Problem
from scheduler.rules import RuleId
from scheduler.solvers.contract import Progress, Report
from scheduler.validation.validator import validate

LEAST_SECONDS_BETWEEN_JUDGINGS, VISITS_JUDGED_A_SECOND = 2.0, 100
"""[assumption] So that judging takes a few hundredths of a search: the judge reads some 5,000 visits a second."""


class RuleByRule:
    """Adds to what a search tells what its best plan costs rule by rule, as seldom as judging it is slow."""

    def __init__(self, problem: Problem, report: Report) -> None:
        self._problem, self._report = problem, report
        self._pause_seconds = max(LEAST_SECONDS_BETWEEN_JUDGINGS, len(problem.visits) / VISITS_JUDGED_A_SECOND)
        self._next_at = 0.0
        self._cost_by_rule: dict[RuleId, int] | None = None

    def report(self, progress: Progress) -> None:
        """Hand on how the search stands."""
        if progress.best_plan is not None and progress.seconds >= self._next_at:
            self._next_at = progress.seconds + self._pause_seconds
            amounts = validate(self._problem, progress.best_plan()).amounts
            weights = self._problem.policy.weights
            self._cost_by_rule = {
                rule: weights[rule] * amounts[rule] for rule in RuleId if weights[rule] * amounts[rule]
            }
        self._report(replace(progress, cost_by_rule=self._cost_by_rule))
