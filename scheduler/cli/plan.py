"""`cilt plan`: from a data folder to judged, printed rosters."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.options import (
    DataDir,
    Days,
    Locality,
    Seed,
    Teams,
    TravelFile,
    Workers,
    no_more_than_there_are,
)
from scheduler.cli.rim import UNLAWFUL

DEFAULT_SECONDS = 20.0

FirstDay = Annotated[
    datetime,
    typer.Option("--date", formats=["%Y-%m-%d"], help="The first day, such as 2026-11-23.", show_default=False),
]
Out = Annotated[Path, typer.Option("--out", help="The folder to write into.", show_default=False)]
Seconds = Annotated[
    float | None,
    typer.Option("--seconds", min=0, help="Time to search; 20 unless --iterations is given.", show_default=False),
]
Iterations = Annotated[
    int | None,
    typer.Option("--iterations", min=0, help="Moves to search; alone, the plan can be repeated.", show_default=False),
]
StopEarly = Annotated[
    bool,
    typer.Option(
        "--stop-early", help="End sooner where a longer search finds no more than a shorter one (--seconds 8 or more)."
    ),
]
Pages = Annotated[bool, typer.Option("--pdf/--no-pdf", help="Whether to print a page for each shift.")]


def plan(
    data_dir: DataDir,
    day: FirstDay,
    out: Out,
    days: Days = 1,
    locality: Locality = None,
    teams: Teams = None,
    seconds: Seconds = None,
    iterations: Iterations = None,
    seed: Seed = 1,
    workers: Workers = 2,
    stop_early: StopEarly = False,
    travel_file: TravelFile = None,
    pages: Pages = True,
) -> None:
    """Plan the visits of one or more days, judge the plan and write rosters.

    Ctrl-C ends the search and keeps the best plan so far. The same data, seed, workers and iterations give the same plan.

    Example: cilt plan data/west_weekday --date 2026-11-23 --locality West --seconds 20 --seed 1 --out out
    """
    if out.resolve().is_relative_to(data_dir.resolve()):
        expected = f"{out} is in the data folder {data_dir}, expected a folder outside it"
        raise typer.BadParameter(expected, param_hint="--out")
    from scheduler.cli.live import finished_once_begun, plan_while_watched
    from scheduler.cli.loading import problem_of
    from scheduler.cli.summary import print_summary
    from scheduler.io.output_folder import output_folder
    from scheduler.io.plan_document import Scope
    from scheduler.io.plan_folder import write_plan_folder, written_before
    from scheduler.solvers.stopping import Budget

    workers = no_more_than_there_are(workers)
    scope = Scope(first_date=day.date(), num_days=days or 1, locality=locality, teams=tuple(teams or ()))
    problem = problem_of(data_dir, scope, travel_file)
    seconds = DEFAULT_SECONDS if seconds is None and iterations is None else seconds
    budget = Budget(seconds, iterations, stops_on_plateau=stop_early)
    with finished_once_begun() as begin_writing:
        # Opened before the search, so that a folder that cannot be written is known at once.
        with output_folder(out, replaces=written_before(out)) as folder:
            result = plan_while_watched(problem, budget, seed=seed, workers=workers)
            begin_writing()
            written = write_plan_folder(result, problem, scope, folder, made_at=datetime.now(UTC), with_pages=pages)
        print_summary(result, problem, written, out=out)
    if not result.report.is_lawful:
        raise typer.Exit(UNLAWFUL)
