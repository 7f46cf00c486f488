"""All tasks of a comparison solved, wherever: in this process, on this machine's cores, or on a cluster.

What is kept already is not solved again. Keeping is for whoever asks: every outcome is handed on as it comes.
"""

import threading
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from typing import Protocol

from scheduler.model.problem import Problem
from scheduler.scenarios.solving import solve
from scheduler.scenarios.task import Outcome, SampledDay, Solved, Task
from scheduler.travel.provider import TravelProvider


class Executor(Protocol):
    """A way to have many tasks solved."""

    def __call__(
        self,
        tasks: Sequence[Task],
        problems: Mapping[str, Problem],
        travel: TravelProvider,
        cancelled: threading.Event,
    ) -> Generator[Outcome]:
        """Each outcome as it comes, in any order; `problems` by digest. Ends soon after `cancelled` is set."""
        ...


def one_by_one(
    tasks: Sequence[Task], problems: Mapping[str, Problem], travel: TravelProvider, cancelled: threading.Event
) -> Generator[Outcome]:
    """In this process, in order."""
    for task in tasks:
        if (outcome := solve(task, problems[task.problem_digest], travel, cancelled)) is None:
            return
        yield outcome


def outcomes_of(
    tasks: Iterable[Task],
    days: Iterable[SampledDay],
    *,
    travel: TravelProvider,
    kept: Mapping[str, Outcome],
    executor: Executor = one_by_one,
    cancelled: threading.Event | None = None,
) -> Generator[Outcome]:
    """Solve what is not kept as solved, each question once, and yield outcomes as they come.

    Whoever stops asking, or sets `cancelled` from any thread, stops for good: what is running is told, what waits is
    dropped, and nothing half searched is handed on.
    """
    cancelled = cancelled or threading.Event()
    waiting = waiting_of(tasks, kept)
    problems = {day.problem.digest: day.problem for day in days}
    with closing(executor(waiting, problems, travel, cancelled)) as coming:
        yield from coming


def waiting_of(tasks: Iterable[Task], kept: Mapping[str, Outcome]) -> list[Task]:
    """The tasks that are yet to be solved, each question once; those that failed are tried again."""
    asked = {task.key: task for task in tasks}
    return [task for key, task in asked.items() if not isinstance(kept.get(key), Solved)]
