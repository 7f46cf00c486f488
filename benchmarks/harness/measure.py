"""One instance solved, and its solution file judged. Many runs stand in `grid`."""

import math
import threading
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from scheduler.encoding.encode import encode
from scheduler.errors import InputError
from scheduler.io.public_instances import PublicInstance
from scheduler.rules import SOFT_RULES, RuleId
from scheduler.solvers.contract import Progress, Report, SolveOutcome, ignore_progress
from scheduler.solvers.portfolio import SOLVERS, warm_up
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation import ValidationReport, validate

_MOST_FAULTS_SAID = 5

Curve = tuple[tuple[float, float], ...]
"""Seconds since the start of the search, and cost."""


@dataclass(frozen=True)
class Judged:
    """What the validator says of a solution file."""

    instance: PublicInstance
    report: ValidationReport

    @property
    def cost(self) -> Fraction:
        """In the format's own objective."""
        return self.instance.objective(self.report)

    def cost_by_rule(self) -> dict[RuleId, Fraction]:
        """What each rule that costs anything adds to the cost: the objective is a weighted sum of amounts."""
        costs = {rule: self.instance.objective(self._only(rule)) for rule in SOFT_RULES}
        return {rule: cost for rule, cost in costs.items() if cost}

    def _only(self, rule: RuleId) -> ValidationReport:
        """The same report without the amounts of all other rules."""
        return replace(self.report, amounts=tuple(self.report.amount_of(each) * (each is rule) for each in RuleId))


@dataclass(frozen=True)
class Measured:
    """A solve, and what the judge says of its solution file."""

    judged: Judged
    outcome: SolveOutcome
    curve: Curve
    """The solver's own figures at each improvement it told of, and last the judge's figure at the end of the search.

    It begins with the first plan of all visits: to leave one out costs more than any such plan, so the figure tells.
    """

    @property
    def bound(self) -> Fraction | None:
        """No plan that keeps all the field forbids costs less; None where nothing was proved."""
        bound = self.outcome.bound
        return None if bound is None else bound * self.judged.instance.cost_of_a_point


def solve_and_judge(
    instance: PublicInstance,
    solution: Path,
    *,
    budget: Budget,
    solver: str,
    seed: int,
    workers: int,
    cancelled: threading.Event | None = None,
    report: Report = ignore_progress,
) -> Measured:
    """Solve an instance, write its solution file, and judge what stands in that file.

    The clock starts when all is read and compiled. A visit that the plan leaves out is missing in the file, so the judge
    finds a broken rule unless the instance calls the visit optional.
    """
    encoding = encode(instance.problem)
    warm_up(encoding)
    points_of_a_visit_left_out = instance.problem.policy.weights[RuleId.ESCALATED] or math.inf
    told: list[Progress] = []

    def note(progress: Progress) -> None:
        if progress.cost < (told[-1].cost if told else points_of_a_visit_left_out):
            told.append(progress)
        report(progress)

    watch = Stopwatch(budget, cancelled or threading.Event())
    outcome = SOLVERS[solver](encoding, watch, seed=seed, workers=workers, report=note)
    instance.write_solution(outcome.plan, solution)
    judged = judge(instance, solution)
    points = ((progress.seconds, float(progress.cost * instance.cost_of_a_point)) for progress in told)
    return Measured(judged, outcome, (*points, (outcome.seconds, float(judged.cost))))


def judge(instance: PublicInstance, solution: Path) -> Judged:
    """Judge anyone's solution file; raises InputError where it is none of this instance."""
    try:
        plan = instance.read_solution(solution)
    except InputError as error:
        if len(error.faults) <= _MOST_FAULTS_SAID:
            raise
        # Of another instance, most likely: a hundred lines of what does not fit would hide that.
        says = f"{solution} is no solution of {instance.name}: {len(error.faults):,} of its entries do not belong there"
        raise InputError([f"{says}. The first: {error.faults[0]}"]) from error
    return Judged(instance, validate(instance.problem, plan))
