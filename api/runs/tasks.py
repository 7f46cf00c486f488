"""What a worker does: takes the next run, has it worked on, writes what came of it; and how a plan is made.

Who hands out work stands in `worker.py`. This module brings the solvers with it; the web process does not import it.
"""

import logging
import os
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from api.database import AWAY, Database
from api.queue import Work, claim, end, hand_back, of_ticket, put_back
from api.runs.repository import Question, question_of, work_of
from api.runs.standing import as_of_now, problem_for
from api.runs.watching import Watch
from api.settings import Settings
from api.tables.runs import RunFileRecord
from scheduler.errors import CiltError, InputError
from scheduler.io.plan_json import document_of
from scheduler.io.report_json import report_document_of, scorecard_document_of
from scheduler.io.tables.faults import TableFault
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.planning import PlanningResult, plan_visits, repair
from scheduler.rules import SOFT_RULES
from scheduler.solvers.contract import Progress
from scheduler.solvers.stopping import Budget

PATIENCE_SECONDS, SECONDS_BETWEEN_TRIES = 600.0, 1.0
"""How long a run waits for a database that is away."""
LONGEST_DETAIL = 500
Answer = TypeVar("Answer")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ended:
    """What came of a run."""

    columns: Mapping[str, Any]
    """Of its row."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """By name."""


Job = Callable[[Database, str, Settings, Watch], Ended | None]
"""Works on a run until it has ended; None where it makes room for others, to be taken up again later."""


def dask_setup(_: object) -> None:
    """Make a worker process ready: called by Dask, which preloads this module and so the solvers."""
    os.nice(Settings().worker_niceness)


def work(ticket: str, settings: Settings, jobs: Mapping[Work, Job]) -> str | None:
    """Take the next run and see it to its end; the run, None where there was none."""
    with closing(Database.of(settings)) as database:
        with database.writing() as session:
            # Executed again: the worker that had this ticket before is dead.
            if put_back(session, of_ticket(ticket), now=datetime.now(UTC)):
                log.warning("a run of the worker that had ticket %s before was put back or failed", ticket)
            taken = claim(session, ticket, per_person=settings.runs_per_person, now=datetime.now(UTC))
            if taken is None:
                return None
            run_id, holder = taken
            job = jobs[work_of(session, run_id)]
        with Watch(database, run_id, holder) as watch:
            ended = _ended(job, database, run_id, settings, watch)
            is_written = patiently(run_id, partial(_write, database, ticket, run_id, holder, ended))
    log.info("run %s %s", run_id, "ended or makes room" if is_written else "was held by somebody else in the end")
    return run_id


def _ended(job: Job, database: Database, run_id: str, settings: Settings, watch: Watch) -> Ended | None:
    """What comes of a run; whatever goes wrong is a value, so that the run ends."""
    try:
        return job(database, run_id, settings, watch)
    except CiltError as error:
        log.warning("run %s cannot be worked on: %s", run_id, type(error).__name__)
        return Ended({"error_code": "bad-input", "error_detail": _shortened(_said(error))})
    except Exception as error:
        log.exception("run %s failed", run_id)
        return Ended({"error_code": "internal", "error_detail": type(error).__name__})


def _shortened(said: str) -> str:
    """The beginning of something long, cut between words: half an id would be somebody else's, or nobody's."""
    return said if len(said) <= LONGEST_DETAIL else f"{said[: LONGEST_DETAIL - 1].rpartition(' ')[0]} …"


def _said(error: CiltError) -> str:
    """What the data lack, without the files and columns of which whoever asks through the service knows nothing."""
    if not isinstance(error, InputError):
        return str(error)
    said = (
        f"{fault.value or 'nothing'}, expected {fault.expected}" if isinstance(fault, TableFault) else str(fault)
        for fault in error.faults
    )
    return f"The data do not answer this: {'; '.join(said)}."


def _write(database: Database, ticket: str, run_id: str, holder: str, ended: Ended | None) -> bool:
    with database.writing() as session:
        if ended is None:
            return hand_back(session, ticket) > 0
        is_written = end(session, run_id, holder, now=datetime.now(UTC), **ended.columns)
        if is_written:
            session.add_all(RunFileRecord(run_id=run_id, name=name, body=body) for name, body in ended.files.items())
        return is_written


def plan(database: Database, run_id: str, settings: Settings, watch: Watch) -> Ended:
    """Plan some days, or repair a roster."""

    def asked() -> tuple[Question, Problem, Plan | None]:
        with database.reading() as session:
            question = question_of(session, run_id)
            if question.roster is None:
                return question, problem_for(session, question.scope, is_afresh=question.is_afresh), None
            return question, *as_of_now(session, question.roster)

    watch.ends_after(settings.longest_run_seconds)
    question, problem, standing = patiently(run_id, asked)
    result = _answer(question, problem, standing, settings, watch)
    watch.tell(_told(_end_of(problem, result)))
    return Ended({**_documents(question, problem, result), "progress": watch.told})


def _answer(
    question: Question, problem: Problem, standing: Plan | None, settings: Settings, watch: Watch
) -> PlanningResult:
    def report(progress: Progress) -> None:
        watch.tell(_told(progress))

    budget = Budget(question.budget_seconds, question.budget_iterations)
    if standing is None:
        return plan_visits(
            problem,
            budget=budget,
            seed=question.seed,
            workers=settings.solver_threads,
            cancelled=watch.cancelled,
            report=report,
        )
    return repair(problem, standing, budget=budget, seed=question.seed, cancelled=watch.cancelled, report=report)


def _documents(question: Question, problem: Problem, result: PlanningResult) -> dict[str, Any]:
    plan = document_of(
        result.plan,
        problem.horizon,
        scope=question.scope,
        provenance=result.provenance,
        made_at=datetime.now(UTC),
    )
    number = plan.number or ""
    report = report_document_of(result.report, problem, number)
    scorecard = scorecard_document_of(result.scorecard, result.baseline, number)
    return {
        "plan": plan.model_dump(mode="json"),
        "report": report.model_dump(mode="json", by_alias=True),
        "scorecard": scorecard.model_dump(mode="json", by_alias=True),
    }


def _end_of(problem: Problem, result: PlanningResult) -> Progress:
    """How the search ended, with the judge's figures."""
    costs = {rule: problem.policy.weight_of(rule) * result.report.amount_of(rule) for rule in SOFT_RULES}
    return Progress(
        solver=result.provenance.solver,
        seconds=result.provenance.seconds,
        iterations=result.provenance.iterations,
        cost=result.report.cost,
        bound=result.provenance.bound,
        cost_by_rule={rule: cost for rule, cost in costs.items() if cost},
    )


def _told(progress: Progress) -> dict[str, Any]:
    """How a search stands, as a run's row tells it."""
    costs = progress.cost_by_rule
    return {
        "seconds": round(progress.seconds, 2),
        "iterations": progress.iterations,
        "cost": progress.cost,
        "cost_by_rule": None if costs is None else {rule.code: cost for rule, cost in costs.items()},
        "bound": progress.bound,
    }


def patiently(run_id: str, ask: Callable[[], Answer]) -> Answer:
    """Ask the database, again and again while it is away."""
    gives_up_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return ask()
        except AWAY as error:
            if time.monotonic() > gives_up_at:
                raise
            log.warning("run %s waits for the database: %s", run_id, type(getattr(error, "orig", error)).__name__)
            time.sleep(SECONDS_BETWEEN_TRIES)
