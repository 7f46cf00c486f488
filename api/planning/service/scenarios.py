"""Comparisons of scenarios: asked for, and how they stand. Planning them stands in `tasks.py`."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.errors import RefusedError
from api.planning.schemas.scenarios import ComparisonRequest, ComparisonStatus
from api.planning.service import questions
from api.queue import Work
from api.runs.schemas import JobFilter
from api.security import Caller
from api.settings import Settings
from api.shapes import Page
from api.tables.runs import RunRecord
from scheduler.io.scenario_json import scenario_of
from scheduler.scenarios.scenario import beside_baseline

SECONDS = 10.0
"""[assumption] Of search for each plan where nobody says."""
COMPARISON_JSON = "comparison.json"


def ask(
    session: Session, caller: Caller, settings: Settings, asked: ComparisonRequest, *, key: str | None, now: datetime
) -> ComparisonStatus:
    """Queue a comparison of scenarios with things as they are.

    Raises
    ------
    InputError, RefusedError, NotFoundError
        Two scenarios have one name; all plans together would take too long; there is no such locality.
    """
    beside_baseline(map(scenario_of, asked.scenarios))
    has_budget = asked.budget_seconds is not None or asked.budget_iterations is not None
    seconds = asked.budget_seconds if has_budget else SECONDS
    _see_that_it_ends(asked.most_solves, seconds, settings.longest_what_if_seconds)
    run, is_new = questions.ask(
        session,
        caller,
        Work.COMPARISON,
        asked,
        question={
            "scenarios": [document.model_dump(mode="json") for document in asked.scenarios],
            "num_seeds": asked.num_seeds,
        },
        budget=(seconds, asked.budget_iterations),
        key=key,
        now=now,
    )
    told = status(session, run)
    if is_new:
        changes = [[change.change for change in document.changes] for document in asked.scenarios]
        questions.note_asking(session, caller, run, changes=changes, num_seeds=asked.num_seeds)
    return told


def status(session: Session, run: RunRecord) -> ComparisonStatus:
    """How a comparison stands."""
    question = run.question or {}
    return ComparisonStatus.model_validate(
        questions.told_of(session, run)
        | {
            "scenarios": [document["name"] for document in question["scenarios"]],
            "num_seeds": question["num_seeds"],
            "budget_iterations": run.budget_iterations,
            "solves": run.progress,
        }
    )


def list_all(session: Session, caller: Caller, wanted: JobFilter) -> Page[ComparisonStatus]:
    """Comparisons, the latest first."""
    found, total = questions.page(session, caller, Work.COMPARISON, wanted)
    entries = [status(session, run) for run in found]
    return Page(entries=entries, total=total, limit=wanted.limit, offset=wanted.offset)


def _see_that_it_ends(num_solves: int, seconds: float | None, longest: float) -> None:
    if seconds is not None and num_solves * seconds > longest:
        fault = {
            "where": "body.budget_seconds",
            "value": f"{seconds:g}, of each of up to {num_solves:,} plans",
            "expected": f"{longest:g} or less for all together",
        }
        raise RefusedError("The comparison would take too long.", code="budget-too-large", faults=[fault])
