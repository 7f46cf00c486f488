"""Many runs: each ends as an outcome, and none takes another with it."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.harness.grid import Job, outcomes_of, run_job, tasks_of
from benchmarks.harness.instances import Entry
from benchmarks.harness.record import Failure, Run
from tests.benchmarks.harness.folders import MACHINE, a_random_instance, a_task
from tests.scheduler.io.hhcrsp_files import an_instance, written


class Deadly:
    """Ends the process that unpacks it."""

    def __reduce__(self) -> Any:
        return os._exit, (3,)


def a_job(folder: Path, document: object, **changes: Any) -> Job:
    entry = Entry("kind", "one", written(folder, document, name="one"), best_published=30.0)
    return Job(a_task(seconds_asked=0.1, workers=1, **changes), entry, folder / "solutions" / "one.json", MACHINE)


def test_every_instance_is_run_with_every_seed(tmp_path: Path) -> None:
    entries = [Entry("kind", name, tmp_path) for name in ("one", "two")]

    tasks = [task for _, task in tasks_of(entries, seeds=2, solver="lns", seconds=5.0, workers=1)]

    assert [(task.instance, task.seed) for task in tasks] == [("one", 1), ("one", 2), ("two", 1), ("two", 2)]
    assert {(task.solver, task.seconds_asked, task.workers) for task in tasks} == {("lns", 5.0, 1)}


def test_a_run_is_recorded_with_its_cost_gap_and_curve(tmp_path: Path) -> None:
    job = a_job(tmp_path, a_random_instance(6))

    run = run_job(job)

    assert isinstance(run, Run)
    assert job.solution.is_file()
    assert (run.patients, run.staff, run.hard_violations) == (6, 2, {})
    assert run.gap == run.cost / 30.0 - 1
    assert run.curve[-1][1] == run.cost
    assert run.moves > 0
    assert run.peak_memory_megabytes > 10


def test_an_instance_that_cannot_be_read_is_a_failure_with_its_error(tmp_path: Path) -> None:
    outcome = run_job(a_job(tmp_path, {"patients": []}))

    assert isinstance(outcome, Failure)
    assert "one.json is of an unknown format" in outcome.error


def test_a_process_that_dies_fails_alone(tmp_path: Path) -> None:
    dies = replace(a_job(tmp_path, an_instance(), seed=1), solution=Deadly())  # type: ignore[arg-type]
    lives = a_job(tmp_path, an_instance(), seed=2)

    outcomes = {outcome.seed: outcome for outcome in outcomes_of([dies, lives], at_once=2)}

    assert isinstance(outcomes[1], Failure)
    assert outcomes[1].error == "the process of the run ended with code 3"
    assert isinstance(outcomes[2], Run)
