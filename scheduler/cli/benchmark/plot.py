"""`cilt benchmark plot`: cost over time, drawn."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.benchmark.arguments import EVERYTHING, Only, ResultsDir, runs_in
from scheduler.cli.rim import OUT


def plot(
    results_dir: ResultsDir,
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.", show_default=False)],
    only: Only = EVERYTHING,
) -> None:
    """Draw the mean gap over time by family and size, PNG and SVG; with --only of one instance, the cost of each seed.

    Example: cilt benchmark plot results --out pictures
    """
    from benchmarks.harness.figures import draw_cost, draw_mean_gap
    from benchmarks.harness.results import Results
    from scheduler.errors import InputError

    runs = runs_in(Results(results_dir), only)
    instances = {(run.family, run.instance) for run in runs}
    if only != EVERYTHING and len(instances) == 1:
        family, instance = instances.pop()
        paths = draw_cost(runs, out, name=f"{family}-{instance}".replace("/", "-"))
    elif all(run.gap is None for run in runs):
        says = "none of the runs has a gap to a published cost"
        raise InputError([f"{says}, expected some, or --only with one instance to see its cost"])
    else:
        paths = draw_mean_gap(runs, out)
    OUT.print(f"Written: {', '.join(map(str, paths))}", markup=False)
