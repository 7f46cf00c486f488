"""`cilt benchmark`: public instances solved, judged, tabled and drawn. A file for each verb; the work is in `benchmarks`."""

import typer

from scheduler.cli.benchmark.judge import judge
from scheduler.cli.benchmark.plot import plot
from scheduler.cli.benchmark.run import run
from scheduler.cli.benchmark.solve import solve
from scheduler.cli.benchmark.table import table

benchmark = typer.Typer(
    name="benchmark",
    no_args_is_help=True,
    help="Measure the search on public instances of other people.\n\n"
    "Example: cilt benchmark run --instances INSTANCES --seconds 60 --seeds 3 --workers 2 --out results",
)
for verb in (run, table, solve, judge, plot):
    benchmark.command()(verb)
