"""`cilt benchmark run`: every instance of a folder with every seed, kept in a folder that can be gone on with."""

import signal
import time
from contextlib import closing
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.benchmark.arguments import (
    DEFAULT_SECONDS,
    EVERYTHING,
    PORTFOLIO,
    Only,
    Seconds,
    SolverName,
    solver_named,
)
from scheduler.cli.options import Workers, no_more_than_there_are
from scheduler.cli.rim import ERR, OUT, STOPPED, UNLAWFUL, counted

if TYPE_CHECKING:
    from benchmarks.harness.grid import Job
    from benchmarks.harness.record import Outcome
    from benchmarks.harness.results import Results


def run(
    instances: Annotated[
        Path, typer.Option("--instances", metavar="DIR", help="Folders of instances.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="RESULTS", help="The folder that keeps the runs.", show_default=False)
    ],
    seconds: Seconds = DEFAULT_SECONDS,
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="Runs of each instance: seeds 1, 2, …")] = 3,
    workers: Workers = 2,
    only: Only = EVERYTHING,
    solver: SolverName = PORTFOLIO,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Runs at once, each with its own workers.")] = 1,
    report_every: Annotated[
        float, typer.Option("--report-every", min=0, help="Seconds between lines where there is no terminal.")
    ] = 60.0,
) -> None:
    """Solve every public instance of a folder with several seeds, and judge every solution.

    What is in RESULTS already with the same settings is not run again, so a run that was stopped goes on where it was;
    failed runs are tried again. Exit code 1 if a run failed or broke a hard rule.

    Example: cilt benchmark run --instances INSTANCES --seconds 60 --seeds 3 --workers 2 --out results
    """
    from benchmarks.harness.grid import Job, tasks_of
    from benchmarks.harness.instances import find_instances
    from benchmarks.harness.machine import this_machine
    from benchmarks.harness.record import Run
    from benchmarks.harness.results import Results

    entries, results, machine = find_instances(instances, only), Results(out), this_machine()
    solver, workers = solver_named(solver), no_more_than_there_are(workers)
    asked = [*tasks_of(entries, seeds=seeds, solver=solver, seconds=seconds, workers=workers)]
    kept = {key: run for key, run in results.outcomes_if_any().items() if isinstance(run, Run)}
    waiting = [Job(task, entry, results.solution_of(task), machine) for entry, task in asked if task.key not in kept]
    if there := [kept[task.key] for _, task in asked if task.key in kept]:
        OUT.print(f"{counted(len(there), 'runs')} of {len(asked):,} are in {out}.", markup=False)
        _warn_of_runs_made_elsewhere(sum(run.machine != machine for run in there))
    if waiting:
        _warn_of_compiling()
    _run_all(waiting, results, jobs=jobs, report_every=report_every)
    outcomes = results.outcomes()
    if not _all_went_well([outcomes[task.key] for _, task in asked]):
        raise typer.Exit(UNLAWFUL)


def _warn_of_runs_made_elsewhere(num_runs: int) -> None:
    if num_runs:
        ERR.print(f"Made by other sources or on another machine: {num_runs:,}. A new --out runs all anew.")


def _warn_of_compiling() -> None:
    from scheduler.solvers.kernels.compiled import is_compiled

    if not is_compiled():
        ERR.print("The first runs compile the search once for this machine, about a minute.")


def _run_all(waiting: "list[Job]", results: "Results", *, jobs: int, report_every: float) -> None:
    """Run what is waiting; Ctrl-C, or an interrupt sent to a run in the background, keeps what is done."""
    # A shell starts what it puts into the background with interrupts ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        _run_one_by_one(waiting, results, jobs=jobs, report_every=report_every)
    except KeyboardInterrupt:
        says = f"Stopped; what is done is kept in {results.folder}, and the same command goes on with the rest."
        ERR.print(says, markup=False)
        raise typer.Exit(STOPPED) from None


def _run_one_by_one(waiting: "list[Job]", results: "Results", *, jobs: int, report_every: float) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from benchmarks.harness.grid import outcomes_of

    said = time.monotonic()
    columns = (
        SpinnerColumn(),
        MofNCompleteColumn(),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=ERR, transient=True) as bar, closing(outcomes_of(waiting, at_once=jobs)) as coming:
        task = bar.add_task(_left(waiting, 0, jobs), total=len(waiting))
        for number, outcome in enumerate(coming, start=1):
            results.append(outcome)
            results.write_table()
            says = f"{_left(waiting, number, jobs)}; {_says(outcome)}"
            bar.update(task, completed=number, description=says)
            if not ERR.is_terminal and time.monotonic() - said >= report_every:
                said = time.monotonic()
                ERR.print(f"{number:,} of {len(waiting):,} runs; {says}", markup=False)


def _left(waiting: "list[Job]", num_done: int, jobs: int) -> str:
    """The instance that is next, and the search time left if every run uses its seconds; starting comes on top."""
    if num_done == len(waiting):
        return "all done"
    task = waiting[num_done].task
    left = timedelta(seconds=round(ceil((len(waiting) - num_done) / jobs) * task.seconds_asked))
    return f"{task.full_name}, {left} of search left"


def _says(outcome: "Outcome") -> str:
    from benchmarks.harness.gaps import percent
    from benchmarks.harness.record import Failure

    if isinstance(outcome, Failure):
        return f"{outcome.full_name} failed"
    return f"{outcome.full_name}: {outcome.cost:,.2f}, gap {percent(outcome.gap)}"


def _all_went_well(outcomes: "list[Outcome]") -> bool:
    """Say which runs failed or broke a hard rule, and whether there were none."""
    from benchmarks.harness.record import Failure

    failed = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    unlawful = [outcome for outcome in outcomes if not isinstance(outcome, Failure) and not outcome.is_lawful]
    for failure in failed:
        ERR.print(f"{failure.full_name} failed: {failure.error}", markup=False)
    for broken in unlawful:
        ERR.print(f"{broken.full_name} breaks {', '.join(broken.hard_violations)}", markup=False)
    OUT.print(
        f"{counted(len(outcomes), 'runs')}: {len(failed)} failed, {len(unlawful)} with hard violations, "
        f"{len(outcomes) - len(failed) - len(unlawful)} lawful."
    )
    return not failed and not unlawful
