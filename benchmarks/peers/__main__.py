"""`python -m benchmarks.peers run` and `table`: the study in one command, and what it shows."""

import json
import os
import sys
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks.peers.days import DAYS
from benchmarks.peers.engines import ENGINES
from benchmarks.peers.runs import Job, Run, add_run, jobs, read_runs, run_apart, run_here
from benchmarks.peers.table import table_of

OUT = Console()
app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)


@app.command()
def run(
    out: Annotated[Path, typer.Option(help="The folder of results; what stands there is not run again.")],
    days: Annotated[str, typer.Option(help="Days by name.")] = ",".join(DAYS),
    engines: Annotated[str, typer.Option(help="Engines by name.")] = ",".join(ENGINES),
    seconds: Annotated[str, typer.Option(help="Seconds of search.")] = "10,60",
    seeds: Annotated[str, typer.Option(help="Seeds, for engines that take one.")] = "1,2,3",
    core: Annotated[int, typer.Option(help="The core that runs are bound to; leave it free of other work.")] = 0,
) -> None:
    """Put every day to every engine, one run at a time."""
    asked = jobs(
        _known(days, DAYS),
        _known(engines, ENGINES),
        [float(limit) for limit in seconds.split(",")],
        [int(seed) for seed in seeds.split(",")],
    )
    done = {made.job for made in read_runs(out) if not made.fault}
    for job in asked:
        if job not in done:
            made = run_apart(job, core=core)
            add_run(out, made)
            OUT.print(_line(made), markup=False, highlight=False, soft_wrap=True)


@app.command()
def table(folder: Annotated[Path, typer.Argument(help="A folder of results.")]) -> None:
    """Print the comparison as Markdown."""
    # Not by the console: it would break long lines.
    sys.stdout.write(table_of(read_runs(folder)))


@app.command(hidden=True)
def once(job: str, core: Annotated[int, typer.Option()] = 0) -> None:
    """Run one job in this process, bound to one core, and print it as JSON."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})
    sys.stdout.write(json.dumps(asdict(run_here(Job(**json.loads(job))))) + "\n")


def _known(names: str, known: Collection[str]) -> list[str]:
    unknown = set(names.split(",")) - set(known)
    if unknown:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))} is unknown, expected some of {', '.join(known)}")
    return names.split(",")


def _line(made: Run) -> str:
    came = made.fault or f"served {made.served} of {made.visits}, travel {made.travel_minutes:,}"
    broken = f", breaks {made.broken}" if made.broken else ""
    return (
        f"{made.day} {made.engine} {made.seconds:g} s seed {made.seed}: {came}{broken} ({made.cpu_seconds:g} s of CPU)"
    )


if __name__ == "__main__":
    app()
