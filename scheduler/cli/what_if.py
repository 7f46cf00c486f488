"""`cilt what-if`: scenarios planned beside the baseline on the same days with the same seeds, and compared."""

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.options import DataDir, Day, Locality, Teams, TravelFile, no_more_than_there_are
from scheduler.cli.rim import ERR, OUT, STOPPED, counted

if TYPE_CHECKING:
    from scheduler.scenarios.run import Executor
    from scheduler.scenarios.scenario import Scenario
    from scheduler.scenarios.task import Outcome, SampledDay, Task
    from scheduler.travel.provider import TravelProvider

DEFAULT_SECONDS = 10.0


Scenarios = Annotated[
    list[Path], typer.Argument(metavar="SCENARIO_JSON...", help="Scenario files.", show_default=False)
]
Out = Annotated[Path, typer.Option("--out", help="The folder to write into.", show_default=False)]
SampledDays = Annotated[int, typer.Option("--days", min=1, help="Days of the folder, each planned on its own.")]
Seeds = Annotated[int, typer.Option("--seeds", min=1, help="Plans of each day: seeds 1, 2, …")]
Seconds = Annotated[
    float | None,
    typer.Option(min=0, help="Time to search for each plan; 10 unless --iterations is given.", show_default=False),
]
Iterations = Annotated[
    int | None,
    typer.Option(min=0, help="Moves to search for each plan; alone, all can be repeated.", show_default=False),
]
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="Plans at once on this machine.")]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="A Dask scheduler, such as tcp://host:8786.", show_default=False),
]


def what_if(
    data_dir: DataDir,
    scenarios: Scenarios,
    out: Out,
    days: SampledDays = 5,
    seeds: Seeds = 3,
    day: Day = None,
    locality: Locality = None,
    teams: Teams = None,
    seconds: Seconds = None,
    iterations: Iterations = None,
    jobs: Jobs = 2,
    cluster: Cluster = None,
    travel_file: TravelFile = None,
) -> None:
    """Plan each scenario and the baseline on the same days with the same seeds, and tell what differs by more than noise.

    What is in OUT already is not planned again, so a run that was stopped goes on where it was. A week to sample days
    from is made by cilt generate --days 5.

    Example: cilt what-if my_week data/scenarios/lose_three_nurses.json --locality West --days 5 --seeds 3 --out what_if
    """
    from scheduler.io.scenario_json import read_scenario
    from scheduler.io.what_if.results import kept_in
    from scheduler.scenarios.run import waiting_of
    from scheduler.scenarios.scenario import beside_baseline
    from scheduler.scenarios.task import tasks_of
    from scheduler.solvers.stopping import Budget

    asked = beside_baseline(read_scenario(path) for path in scenarios)
    travel = _travel(travel_file)
    sampled = _days(data_dir, days, day, locality, teams or (), travel)
    seconds = DEFAULT_SECONDS if seconds is None and iterations is None else seconds
    tasks = tasks_of(sampled, asked, seeds=range(1, seeds + 1), budget=Budget(seconds, iterations))
    kept = kept_in(out)
    waiting = waiting_of(tasks, kept)
    if there := len({task.key for task in tasks}) - len(waiting):
        OUT.print(f"{counted(there, 'plans')} of {there + len(waiting):,} are in {out}.", markup=False)
    if waiting:
        with _executor(cluster, jobs) as executor:
            _solve(waiting, sampled, travel, executor, out)
    _tell(tasks, kept_in(out), sampled[0], asked, travel, out)


def _travel(travel_file: Path | None) -> "TravelProvider":
    from scheduler.io.travel_csv import FileTravel
    from scheduler.travel.estimate import EstimatedTravel

    return FileTravel(travel_file) if travel_file else EstimatedTravel()


def _days(
    data_dir: Path,
    num_days: int,
    day: datetime | None,
    locality: str | None,
    teams: "list[str] | tuple[str, ...]",
    travel: "TravelProvider",
) -> "list[SampledDay]":
    from scheduler.io.sampled_days import sampled_days
    from scheduler.io.tables.reading import read_folder

    first_date = None if day is None else day.date()
    folder = read_folder(data_dir)
    sampled = sampled_days(folder, num_days, first_date=first_date, locality=locality, teams=teams, travel=travel)
    if len(sampled) < num_days:
        ERR.print(f"The folder has {counted(len(sampled), 'days')} to sample: --days is {len(sampled)}.")
    return sampled


def _executor(cluster: str | None, jobs: int) -> "AbstractContextManager[Executor]":
    from scheduler.scenarios.run import one_by_one

    if cluster is not None:
        from scheduler.scenarios.cluster import on_cluster

        return on_cluster(cluster)
    jobs = no_more_than_there_are(jobs, option="--jobs")
    if jobs == 1:
        return nullcontext(one_by_one)
    from scheduler.scenarios.cluster import on_this_machine

    return on_this_machine(jobs)


def _solve(
    waiting: "list[Task]", sampled: "list[SampledDay]", travel: "TravelProvider", executor: "Executor", out: Path
) -> None:
    """Solve what is waiting and keep each outcome as it comes; Ctrl-C keeps what is done."""
    from contextlib import closing

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    from scheduler.io.what_if.results import results_in
    from scheduler.scenarios.run import outcomes_of
    from scheduler.solvers.kernels.compiled import is_compiled

    if not is_compiled():
        ERR.print("The first plans compile the search once for this machine, about a minute.")
    results = results_in(out)
    columns = (
        SpinnerColumn(),
        MofNCompleteColumn(),
        BarColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    coming = outcomes_of(waiting, sampled, travel=travel, kept={}, executor=executor)
    try:
        with Progress(*columns, console=ERR, transient=True) as bar, closing(coming):
            line = bar.add_task("plans", total=len(waiting))
            for outcome in coming:
                results.append(outcome)
                bar.update(line, advance=1, description=f"{outcome.scenario}, {outcome.day}, seed {outcome.seed}")
    except KeyboardInterrupt:
        says = f"Stopped; what is done is kept in {out}, and the same command goes on with the rest."
        ERR.print(says, markup=False)
        raise typer.Exit(STOPPED) from None


def _tell(
    tasks: "tuple[Task, ...]",
    outcomes: "dict[str, Outcome]",
    first: "SampledDay",
    asked: "list[Scenario]",
    travel: "TravelProvider",
    out: Path,
) -> None:
    """Write the comparison and print what matters of it."""
    from scheduler.cli.what_if_table import print_comparison
    from scheduler.io.what_if.folder import write_comparison
    from scheduler.scenarios.compare import compare
    from scheduler.scenarios.scenario import BASELINE
    from scheduler.scenarios.task import called_as_asked

    names: dict[str, str] = {team.id: team.name for team in first.problem.teams}
    comparison = compare(tasks, outcomes, baseline=BASELINE, name_by_team=names)
    print_comparison(comparison)
    own = called_as_asked(tasks, outcomes)
    written = write_comparison(
        comparison, own, asked, first.problem, travel=travel, folder=out, made_at=datetime.now(UTC)
    )
    OUT.print(f"Written into {out}: {', '.join(written)}", markup=False)
