"""`cilt benchmark solve`: one public instance, solved and judged."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.benchmark.arguments import (
    DEFAULT_SECONDS,
    PORTFOLIO,
    InstanceFile,
    Seconds,
    SolverName,
    solver_named,
)
from scheduler.cli.options import Seed, Workers, no_more_than_there_are
from scheduler.cli.rim import OUT, UNLAWFUL


def solve(
    instance_file: InstanceFile,
    out: Annotated[Path, typer.Option("--out", metavar="SOLUTION_FILE", help="The file to write.", show_default=False)],
    seconds: Seconds = DEFAULT_SECONDS,
    seed: Seed = 1,
    workers: Workers = 2,
    solver: SolverName = PORTFOLIO,
) -> None:
    """Solve one public instance and judge the solution file: exit code 0 if it keeps every hard rule, else 1.

    Ctrl-C ends the search and keeps the best plan so far. The cost is the format's own, as the validator finds it.

    Example: cilt benchmark solve INSTANCE_FILE --seconds 60 --seed 1 --workers 2 --out solution.json
    """
    from benchmarks.harness.measure import solve_and_judge
    from scheduler.cli.benchmark.verdict import print_verdict
    from scheduler.cli.live import watched
    from scheduler.io.public_instances import read_public_instance
    from scheduler.solvers.stopping import Budget

    solver, workers, budget = solver_named(solver), no_more_than_there_are(workers), Budget(seconds)
    instance = read_public_instance(instance_file)
    out.parent.mkdir(parents=True, exist_ok=True)
    measured = watched(
        partial(solve_and_judge, instance, out, budget=budget, solver=solver, seed=seed, workers=workers),
        budget,
        cost_in_words=lambda points: f"{float(points * instance.cost_of_a_point):,.2f}",
    )
    print_verdict(measured.judged)
    OUT.print("bound none" if measured.bound is None else f"bound {float(measured.bound):,.3f}")
    OUT.print(f"seconds {measured.outcome.seconds:.1f}")
    OUT.print(f"moves {measured.outcome.iterations:,}")
    if not measured.judged.report.is_lawful:
        raise typer.Exit(UNLAWFUL)
