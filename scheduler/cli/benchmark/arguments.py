"""Arguments and options that several of the benchmark's verbs share."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from benchmarks.harness.record import Run
    from benchmarks.harness.results import Results

DEFAULT_SECONDS = 60.0

InstanceFile = Annotated[
    Path, typer.Argument(metavar="INSTANCE_FILE", help="An instance in any public format.", show_default=False)
]
ResultsDir = Annotated[
    Path, typer.Argument(metavar="RESULTS", help="A folder that benchmark run has written.", show_default=False)
]
Only = Annotated[
    str, typer.Option("--only", metavar="PATTERN", help="Families and instances, such as 'kummer/*' or '*_10_?'.")
]
Seconds = Annotated[float, typer.Option("--seconds", min=0, help="Time to search, without reading and compiling.")]
SolverName = Annotated[str, typer.Option("--solver", metavar="NAME", help="The solver, by its name.")]
EVERYTHING = "*"
PORTFOLIO = "portfolio"


def runs_in(results: "Results", only: str) -> list["Run"]:
    """The runs of a folder that ended with a plan, of the instances that were asked for."""
    from fnmatch import fnmatchcase

    from benchmarks.harness.record import Run
    from scheduler.errors import InputError

    outcomes = [one for one in results.outcomes().values() if fnmatchcase(f"{one.family}/{one.instance}", only)]
    runs = [outcome for outcome in outcomes if isinstance(outcome, Run)]
    if not runs:
        which = "" if only == EVERYTHING else f" of instances named like {only}"
        raise InputError([f"{results.folder} has no run{which} that ended with a plan"])
    return runs


def solver_named(name: str) -> str:
    """The name, if a solver has it."""
    from scheduler.solvers.portfolio import SOLVERS

    if name not in SOLVERS:
        raise typer.BadParameter(f"{name} is no solver, expected one of {', '.join(SOLVERS)}", param_hint="--solver")
    return name
