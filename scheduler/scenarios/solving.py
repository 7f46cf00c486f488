"""One task solved, in whatever process it runs: the scenario made, the day planned, the figures read."""

import logging
import threading

from scheduler.errors import CiltError
from scheduler.kpis.printed import measures_of
from scheduler.model.problem import Problem
from scheduler.scenarios.apart import plan_apart, plan_together
from scheduler.scenarios.task import Failed, Outcome, Solved, Task
from scheduler.travel.provider import TravelProvider

_log = logging.getLogger(__name__)


def solve(task: Task, problem: Problem, travel: TravelProvider, cancelled: threading.Event) -> Outcome | None:
    """The figures of a task's plan, or why there is none; None where it was cancelled, for half a search is no answer.

    `problem` is the day as it is today. Whatever goes wrong is a value, so that it takes no other task with it.
    """
    try:
        changed = task.scenario.apply(problem, seed=task.seed, travel=travel)
        plan = plan_apart if task.scenario.is_planned_apart else plan_together
        planned = plan(changed, budget=task.budget, seed=task.seed, cancelled=cancelled)
    except CiltError as error:
        return Failed(**Failed.names_of(task), error=str(error))
    except Exception as error:
        _log.exception("scenario %s failed on day %s with seed %s", task.scenario.name, task.day, task.seed)
        return Failed(**Failed.names_of(task), error=f"{type(error).__name__}: {error}")
    if cancelled.is_set():
        return None
    return Solved(
        **Solved.names_of(task),
        figures={measure.id: measure.read(planned.scorecard) for measure in measures_of(planned.scorecard)},
        num_hard_violations=len(planned.report.hard_violations),
        seconds=round(planned.seconds, 3),
        iterations=planned.iterations,
    )
