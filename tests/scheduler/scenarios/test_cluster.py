"""The same figures on worker processes as in this one, also where a worker dies or somebody stops."""

import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping

import pytest
from distributed import Client, LocalCluster

from scheduler.scenarios.changes import LoseStaff, MovePractice
from scheduler.scenarios.cluster import on
from scheduler.scenarios.run import outcomes_of
from scheduler.scenarios.scenario import BASELINE, Scenario
from scheduler.scenarios.task import Failed, Outcome, Solved, Task, tasks_of
from scheduler.solvers.stopping import Budget
from tests.scheduler.scenarios.days import BUDGET, TRAVEL, a_day, sampled

DAYS = [sampled(a_day())]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Two workers, each a process of its own."""
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", memory_limit=None, silence_logs=50
        ) as two,
        Client(two, set_as_default=False) as client,
    ):
        yield client


def asked(num_seeds: int) -> tuple[Task, ...]:
    broken = Scenario("Broken", (MovePractice(practice="K00000", to="team"),))
    scenarios = [BASELINE, Scenario("Fewer", (LoseStaff(number=2),)), broken]
    return tasks_of(DAYS, scenarios, seeds=range(num_seeds), budget=BUDGET)


def figures_of(outcomes: Mapping[str, Outcome]) -> dict[str, object]:
    return {key: each.figures if isinstance(each, Solved) else each.error for key, each in outcomes.items()}


def in_this_process(tasks: tuple[Task, ...]) -> dict[str, object]:
    return figures_of({each.key: each for each in outcomes_of(tasks, DAYS, travel=TRAVEL, kept={})})


def test_results_are_the_same_though_a_worker_is_killed_in_the_middle(client: Client) -> None:
    tasks = asked(4)
    workers = list(client.run(os.getpid).values())

    outcomes: dict[str, Outcome] = {}
    for outcome in outcomes_of(tasks, DAYS, travel=TRAVEL, kept={}, executor=on(client)):
        outcomes[outcome.key] = outcome
        if len(outcomes) == 3:
            os.kill(workers[0], signal.SIGKILL)

    assert len(outcomes) == len(tasks)
    assert figures_of(outcomes) == in_this_process(tasks)
    assert {each.scenario for each in outcomes.values() if isinstance(each, Failed)} == {"Broken"}


def test_a_stop_reaches_running_searches_and_what_waits_never_runs(client: Client) -> None:
    # Given searches that would go on for minutes.
    tasks, cancelled = tasks_of(DAYS, [BASELINE], seeds=range(6), budget=Budget(seconds=300)), threading.Event()
    threading.Timer(2, cancelled.set).start()

    began = time.monotonic()
    outcomes = list(outcomes_of(tasks, DAYS, travel=TRAVEL, kept={}, executor=on(client), cancelled=cancelled))

    assert outcomes == []
    assert time.monotonic() - began < 150
    # When all is stopped the workers are free for the next question.
    again = asked(1)
    after = {each.key: each for each in outcomes_of(again, DAYS, travel=TRAVEL, kept={}, executor=on(client))}
    assert figures_of(after) == in_this_process(again)
