"""A search that can be watched and stopped: how it stands on one line, and Ctrl-C to keep the best plan so far."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Protocol, TypeVar

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from scheduler.cli.rim import ERR
from scheduler.cli.stoppable import stoppable
from scheduler.model.problem import Problem
from scheduler.planning import PlanningResult, plan_visits
from scheduler.solvers.contract import Progress as SearchProgress
from scheduler.solvers.contract import Report
from scheduler.solvers.kernels.compiled import is_compiled
from scheduler.solvers.stopping import Budget

MOST_RULES_NAMED = 2
"""Of those that cost most, so that the line stays one line."""

Result_co = TypeVar("Result_co", covariant=True)


class Search(Protocol[Result_co]):
    """Whatever searches, can be stopped and tells how it stands."""

    def __call__(self, *, cancelled: threading.Event, report: Report) -> Result_co:
        """Search until the budget ends or `cancelled` is set."""
        ...


def plan_while_watched(problem: Problem, budget: Budget, *, seed: int, workers: int) -> PlanningResult:
    """Plan, and show how the search stands."""
    return watched(partial(plan_visits, problem, budget=budget, seed=seed, workers=workers), budget)


def _in_points(cost: int) -> str:
    return f"{cost:,}"


def watched(
    search: Search[Result_co], budget: Budget, *, cost_in_words: Callable[[int], str] = _in_points
) -> Result_co:
    """Search until Ctrl-C or the end of the budget, and show how the search stands."""
    line = Progress(SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), console=ERR, transient=True)
    with line:
        task = line.add_task(_before_the_search(), total=1.0)

        def show(progress: SearchProgress) -> None:
            line.update(task, description=_says(progress, cost_in_words), completed=_share_used(budget, progress))

        return stoppable(lambda cancelled: search(cancelled=cancelled, report=show))


@contextmanager
def finished_once_begun() -> Iterator[Callable[[], object]]:
    """Yields what to call when writing begins: from then on Ctrl-C is answered, and ends nothing."""

    def answer(_number: int, _frame: FrameType | None) -> None:
        ERR.print("Finishing writing; a moment …")

    before = signal.getsignal(signal.SIGINT)
    try:
        yield lambda: signal.signal(signal.SIGINT, answer)
    finally:
        signal.signal(signal.SIGINT, before)


def _before_the_search() -> str:
    return "Getting ready …" if is_compiled() else "Compiling the search once for this machine, about a minute …"


def _says(progress: SearchProgress, cost_in_words: Callable[[int], str]) -> str:
    parts = sorted((progress.cost_by_rule or {}).items(), key=lambda part: -part[1])[:MOST_RULES_NAMED]
    named = ", ".join(f"{rule.code.replace('_', ' ')} {cost_in_words(cost)}" for rule, cost in parts)
    bound = "" if progress.bound is None else f", bound {cost_in_words(progress.bound)}"
    cost = cost_in_words(progress.cost) + (f" ({named}, …)" if named else "")
    return f"Searching: {progress.seconds:.0f} s, cost {cost}{bound}, {progress.iterations:,} moves"


def _share_used(budget: Budget, progress: SearchProgress) -> float:
    by_clock = progress.seconds / budget.seconds if budget.seconds else 0.0
    by_count = progress.iterations / budget.iterations if budget.iterations else 0.0
    return min(1.0, max(by_clock, by_count))
