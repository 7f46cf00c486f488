"""Many runs, each in a process of its own, so that one that fails takes no other with it and its memory can be read.

What a run does stands in `measure`, where it is kept in `results`.
"""

import logging
import multiprocessing
import resource
import signal
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from benchmarks.harness.instances import Entry
from benchmarks.harness.machine import Machine
from benchmarks.harness.record import Failure, Outcome, Run, Task

_SPAWN = multiprocessing.get_context("spawn")
"""Forked processes would inherit threads that are not there."""
_BYTES_OF_A_UNIT = 1 if sys.platform == "darwin" else 1024
"""In which systems count memory."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A run with all that it needs."""

    task: Task
    entry: Entry
    solution: Path
    machine: Machine


def tasks_of(
    entries: Iterable[Entry], *, seeds: int, solver: str, seconds: float, workers: int
) -> Iterator[tuple[Entry, Task]]:
    """Every instance with every seed, 1 first."""
    for entry in entries:
        for seed in range(1, seeds + 1):
            task = Task(
                family=entry.family,
                instance=entry.name,
                solver=solver,
                seed=seed,
                seconds_asked=seconds,
                workers=workers,
            )
            yield entry, task


def outcomes_of(jobs: Sequence[Job], *, at_once: int = 1) -> Generator[Outcome]:
    """Run all jobs and yield each outcome as it comes; whoever stops asking stops the runs."""
    waiting = list(reversed(jobs))
    running: dict[Connection, tuple[Job, BaseProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                job = waiting.pop()
                pipe, process = _started(job)
                running[pipe] = job, process
            ready = wait(list(running))
            for pipe in [pipe for pipe in running if pipe in ready]:
                yield _received(pipe, *running.pop(pipe))
    finally:
        for _, process in running.values():
            process.kill()


def run_job(job: Job) -> Outcome:
    """Make one run; an error is an outcome, too."""
    try:
        return _run(job)
    except Exception as error:
        _log.debug("%s failed", job.task.full_name, exc_info=True)
        says = str(error) or type(error).__name__
        return Failure(**job.task.model_dump(), error=says, machine=job.machine)


def _run(job: Job) -> Run:
    # Compiled code is needed in the process of the run alone.
    from benchmarks.harness.measure import solve_and_judge  # noqa: PLC0415
    from scheduler.io.public_instances import read_public_instance  # noqa: PLC0415
    from scheduler.solvers.stopping import Budget  # noqa: PLC0415

    task, instance = job.task, read_public_instance(job.entry.path)
    job.solution.parent.mkdir(parents=True, exist_ok=True)
    measured = solve_and_judge(
        instance,
        job.solution,
        budget=Budget(task.seconds_asked),
        solver=task.solver,
        seed=task.seed,
        workers=task.workers,
    )
    outcome, report, cost = measured.outcome, measured.judged.report, measured.judged.cost
    best = job.entry.best_published
    return Run(
        **task.model_dump(),
        patients=len(instance.problem.patients),
        staff=len(instance.problem.staff),
        seconds_used=round(outcome.seconds, 3),
        cost=float(cost),
        cost_exact=str(cost),
        bound=None if measured.bound is None else float(measured.bound),
        status=outcome.status,
        hard_violations=dict(Counter(found.rule.code for found in report.hard_violations)),
        moves=outcome.iterations,
        moves_per_second=round(outcome.iterations / outcome.seconds, 1) if outcome.seconds else 0.0,
        best_published=best,
        gap=float(cost) / best - 1 if best and report.is_lawful else None,
        curve=tuple((round(seconds, 3), cost) for seconds, cost in measured.curve),
        peak_memory_megabytes=round(_peak_memory_megabytes(), 1),
        machine=job.machine,
    )


def _started(job: Job) -> tuple[Connection, BaseProcess]:
    ours, theirs = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_work, args=(job, theirs), daemon=True)
    process.start()
    theirs.close()
    return ours, process


def _work(job: Job, pipe: Connection) -> None:
    # Ctrl-C reaches every process of a terminal; the one that started this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe.send(run_job(job))


def _received(pipe: Connection, job: Job, process: BaseProcess) -> Outcome:
    try:
        outcome: Outcome = pipe.recv()
    except EOFError:
        process.join()
        error = f"the process of the run ended with code {process.exitcode}"
        outcome = Failure(**job.task.model_dump(), error=error, machine=job.machine)
    pipe.close()
    process.join()
    return outcome


def _peak_memory_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _BYTES_OF_A_UNIT / 1_000_000
