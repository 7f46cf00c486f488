"""What a worker does for planners: plans scenarios and compares them, designs teams. Who takes runs stands in `runs/tasks.py`.

This module brings the solvers with it; the web process does not import it.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from api.assembly import problem_of, tables_of
from api.database import Database
from api.planning import repository
from api.planning.pseudonyms import naming_nobody, without_people
from api.planning.schemas.designs import TeamDesignRequest
from api.queue import is_overtaken
from api.runs.repository import question_of
from api.runs.tasks import Ended, patiently
from api.runs.watching import Watch
from api.settings import Settings
from api.tables.runs import RunRecord
from scheduler.errors import InputError
from scheduler.io.designs.folder import write_design_folder
from scheduler.io.designs.ground import Ground, ground_of
from scheduler.io.sampled_days import sampled_days
from scheduler.io.scenario_json import ScenarioDocument, scenario_of
from scheduler.io.what_if.folder import write_comparison
from scheduler.model.geography import LocalityId, PracticeCode
from scheduler.neighbourhoods.answering import Choice, DesignAnswer
from scheduler.neighbourhoods.answering import design_teams as designed
from scheduler.neighbourhoods.question import DesignQuestion, Wishes
from scheduler.scenarios.compare import compare
from scheduler.scenarios.run import outcomes_of
from scheduler.scenarios.scenario import BASELINE, Scenario, beside_baseline
from scheduler.scenarios.task import Outcome, SampledDay, Task, called_as_asked, tasks_of
from scheduler.solvers.stopping import Budget
from scheduler.travel.estimate import EstimatedTravel

TRAVEL = EstimatedTravel()
DESIGN_WORKERS = 2
"""More than one brings CP-SAT's whole portfolio, which proves what a single strategy does not."""


@dataclass(frozen=True)
class _Asked:
    """A comparison as its worker reads it: the data are as they are now."""

    scenarios: Sequence[Scenario]
    days: Sequence[SampledDay]
    tasks: Sequence[Task]


def compare_scenarios(database: Database, run_id: str, settings: Settings, watch: Watch) -> Ended | None:
    """Plan what is not planned yet, one plan after the other, making room between two for whatever is more urgent."""
    asked = patiently(run_id, partial(_asked, database, run_id))
    problem_by_day = {day.name: day.problem for day in asked.days}
    kept = patiently(run_id, partial(_kept, database, asked.tasks))
    watch.tell(_progress(asked.tasks, kept))
    with closing(outcomes_of(asked.tasks, asked.days, travel=TRAVEL, kept=kept, cancelled=watch.cancelled)) as coming:
        for solved in coming:
            outcome = without_people(solved, problem_by_day[solved.day])
            kept[outcome.key] = outcome
            is_pressed = patiently(run_id, partial(_keep, database, run_id, outcome, settings))
            watch.tell(_progress(asked.tasks, kept))
            if is_pressed and any(task.key not in kept for task in asked.tasks):
                return None
    return Ended({"progress": watch.told}, _comparison(asked, kept) if kept else {})


def design_teams(database: Database, run_id: str, settings: Settings, watch: Watch) -> Ended:
    """Design neighbourhood teams."""
    asked, ground = patiently(run_id, partial(_ground, database, run_id))
    fewest = asked.fewest_teams or ground.num_teams_today
    answer = designed(
        DesignQuestion(
            patches=ground.patches,
            borders=ground.borders,
            balance=asked.balance,
            nums_of_teams=tuple(range(fewest, (asked.most_teams or fewest) + 1)),
            fewest_practices=asked.fewest_practices,
            most_practices=asked.most_practices,
            stays_within_localities=asked.stays_within_localities,
            keeps_buildings_whole=asked.keeps_buildings_whole,
            slack=asked.slack_percent / 100,
            wishes=Wishes(practice_moved_minutes=asked.practice_moved_minutes),
        ),
        ground.names,
        ground.county,
        choice=Choice(asked.num_designs, asked.least_apart, asked.less_even_percent / 100),
        budget=Budget(asked.budget_seconds),
        seed=asked.seed,
        workers=max(DESIGN_WORKERS, settings.solver_threads),
        cancelled=watch.cancelled,
    )
    progress = {"num_designs": len(answer.proposals), "is_infeasible": answer.is_infeasible}
    return Ended({"progress": progress}, _designs(answer, ground))


def _asked(database: Database, run_id: str) -> _Asked:
    with naming_nobody(), database.reading() as session:
        run = session.get_one(RunRecord, run_id)
        question = run.question or {}
        documents = [ScenarioDocument.model_validate(document) for document in question["scenarios"]]
        scenarios = beside_baseline(map(scenario_of, documents))
        scope = question_of(session, run_id).scope
        last = scope.first_date + timedelta(days=scope.num_days - 1)
        dates = [day for day in tables_of(session, scope).dates() if scope.first_date <= day <= last]
        if not dates:
            raise InputError([f"there are no visits from {scope.first_date} to {last}, expected days with visits"])
        days = [
            sampled
            for day in dates
            for sampled in sampled_days(
                tables_of(session, scope.model_copy(update={"first_date": day, "num_days": 1})),
                1,
                first_date=day,
                locality=scope.locality,
                travel=TRAVEL,
            )
        ]
        seeds = range(run.seed, run.seed + question["num_seeds"])
        budget = Budget(run.budget_seconds, run.budget_iterations)
        return _Asked(scenarios, days, tasks_of(days, scenarios, seeds=seeds, budget=budget))


def _kept(database: Database, tasks: Sequence[Task]) -> dict[str, Outcome]:
    with database.reading() as session:
        return repository.outcomes(session, {task.key for task in tasks})


def _keep(database: Database, run_id: str, outcome: Outcome, settings: Settings) -> bool:
    """Remember an outcome, and say whether something more urgent waits."""
    with database.writing() as session:
        repository.keep(session, outcome, now=datetime.now(UTC))
        return is_overtaken(session, run_id, per_person=settings.runs_per_person)


def _progress(tasks: Sequence[Task], kept: dict[str, Outcome]) -> dict[str, int]:
    keys = {task.key for task in tasks}
    return {"done": len(keys & kept.keys()), "of": len(keys)}


def _comparison(asked: _Asked, kept: dict[str, Outcome]) -> dict[str, bytes]:
    """The files of a comparison of what is planned."""
    problem = asked.days[0].problem
    names = {str(team.id): team.name for team in problem.teams}
    with TemporaryDirectory(prefix="cilt-comparison-") as folder:
        write_comparison(
            compare(asked.tasks, kept, baseline=BASELINE, name_by_team=names),
            called_as_asked(asked.tasks, kept),
            asked.scenarios,
            problem,
            travel=TRAVEL,
            folder=Path(folder, "out"),
            made_at=datetime.now(UTC),
        )
        return _files_in(Path(folder, "out"))


def _ground(database: Database, run_id: str) -> tuple[TeamDesignRequest, Ground]:
    with naming_nobody(), database.reading() as session:
        run = session.get_one(RunRecord, run_id)
        asked = TeamDesignRequest.model_validate(run.question)
        # All localities: what mends one that has no design lies next door.
        whole = question_of(session, run_id).scope.model_copy(update={"locality": None})
        problem = problem_of(session, whole, travel=TRAVEL)
    return asked, ground_of(
        problem,
        locality_id=None if asked.locality_id is None else LocalityId(asked.locality_id),
        borders=None if asked.borders is None else frozenset(_pair(*pair) for pair in asked.borders),
        borders_from="borders as asked",
    )


def _pair(one: str, other: str) -> frozenset[PracticeCode]:
    return frozenset((PracticeCode(one), PracticeCode(other)))


def _designs(answer: DesignAnswer, ground: Ground) -> dict[str, bytes]:
    with TemporaryDirectory(prefix="cilt-designs-") as folder:
        write_design_folder(answer, Path(folder), title=ground.title, borders=ground.borders_from, evaluation=None)
        return _files_in(Path(folder))


def _files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
