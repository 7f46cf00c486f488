"""Asking for runs, telling how they stand, stopping them, handing out what they found. Searching stands in `tasks.py`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.audit import record
from api.errors import ConflictError, ForbiddenError, NotFoundError, RefusedError
from api.queue import ENDED, PRIORITIES, RunKind, RunState, Work, place_in_queue, stop
from api.rosters.schemas.judgements import JudgementPart
from api.rosters.service.speaking import REASON_WITHHELD, Hearing, judgement_told, plan_told
from api.rosters.service.standing import theirs
from api.runs import repository
from api.runs.schemas import JobFilter, RunFilter, RunRequest, RunStatus
from api.scopes import is_of, scope_of, settled, within
from api.security import AccountRole, Caller
from api.settings import Settings
from api.shapes import Page, Paging
from api.tables.runs import RunRecord
from scheduler.io.plan_document import PlanDocument, Scope
from scheduler.io.report_document import ReportDocument

SECONDS_BY_KIND = {RunKind.SAME_DAY: 10.0, RunKind.DAY: 60.0, RunKind.WEEK: 300.0, RunKind.WHAT_IF: 60.0}
"""[assumption] How long is searched where nobody says."""


class RunPart(StrEnum):
    """What a run leaves behind."""

    PLAN = "plan"
    REPORT = "report"
    SCORECARD = "scorecard"


def request_run(
    session: Session, caller: Caller, settings: Settings, asked: RunRequest, *, key: str | None, now: datetime
) -> RunStatus:
    """Queue a run; with a key that the caller has used before, the run of that time.

    Raises
    ------
    ForbiddenError, NotFoundError, RefusedError
        A planner asks for more than what-if; the scope is not the caller's; the budget is too large, or the key was used
        for another question.
    """
    if caller.role is AccountRole.PLANNER and (asked.kind is not RunKind.WHAT_IF or asked.roster_id is not None):
        raise ForbiddenError(
            "A planner may ask what-if questions alone.", attempt=("run", asked.roster_id or asked.kind)
        )
    _see_that_it_ends(asked.budget_seconds, settings.longest_run_seconds)
    run, is_new = queue_up(session, _new_run(asked, _scope(session, caller, asked), caller, key=key, now=now))
    status = _standing(session, run, why=None)
    if is_new:
        details = {"kind": run.kind, "first_date": str(run.first_date), "num_days": run.num_days}
        scope = {"team_ids": run.team_ids, "locality_id": run.locality_id, "is_afresh": run.is_afresh}
        record(session, caller, "request", "run", run.run_id, details=details | scope)
    return status


def _see_that_it_ends(seconds: float | None, longest: float) -> None:
    """Refuse a search that takes longer than is allowed.

    Raises
    ------
    RefusedError
        It would.
    """
    if seconds is not None and seconds > longest:
        fault = {"where": "body.budget_seconds", "value": f"{seconds:g}", "expected": f"{longest:g} or less"}
        raise RefusedError("The run would take too long.", code="budget-too-large", faults=[fault])


def queue_up(session: Session, run: RunRecord) -> tuple[RunRecord, bool]:
    """Put a run in the queue and say that it is new; with a key that its asker has used before, the run of that time.

    Raises
    ------
    RefusedError
        The key was used for another question.
    """
    if (before := repository.find_by_key(session, run.requested_by, run.idempotency_key)) is not None:
        return _same(before, run), False
    try:
        with session.begin_nested():
            session.add(run)
    except IntegrityError:
        # Another request with the same key was first, a moment ago.
        before = repository.find_by_key(session, run.requested_by, run.idempotency_key)
        if before is None:
            raise
        return _same(before, run), False
    return run, True


def status_of(session: Session, caller: Caller, run_id: str, *, now: datetime) -> tuple[RunStatus, list[str]]:
    """How a run stands, and the patients whom that names: those of the visits that kept it from being planned."""
    run = run_for(session, caller, run_id)
    return _status(session, run, _hearing_of_faults(session, caller, [run], now=now))


def list_runs(
    session: Session, caller: Caller, wanted: RunFilter, *, now: datetime
) -> tuple[Page[RunStatus], list[str]]:
    """The runs that a caller may see, the latest first, and the patients whom they name as in `status_of`."""
    clauses = [_visible(session, caller), *chosen_by(caller, wanted)]
    runs, total = repository.page(session, clauses, limit=wanted.limit, offset=wanted.offset)
    hearing = _hearing_of_faults(session, caller, runs, now=now)
    told = [_status(session, run, hearing) for run in runs]
    entries = [status for status, _ in told]
    patient_ids = sorted({each for _, named in told for each in named})
    return Page(entries=entries, total=total, limit=wanted.limit, offset=wanted.offset), patient_ids


def chosen_by(caller: Caller, wanted: JobFilter) -> Iterator[ColumnElement[bool]]:
    """What a filter asks of the rows of runs."""
    for name, value in wanted.model_dump(exclude={"is_mine", *Paging.model_fields}, exclude_none=True).items():
        yield getattr(RunRecord, name) == value
    if wanted.is_mine:
        yield RunRecord.requested_by == caller.account_id


def stop_run(session: Session, caller: Caller, run_id: str, *, now: datetime) -> RunStatus:
    """Stop a run and keep its best; one that nobody has begun is cancelled at once.

    Raises
    ------
    ForbiddenError, ConflictError
        A planner's question of somebody else; it has ended already.
    """
    run = run_for(session, caller, run_id)
    require_own_question(caller, run, "run")
    if not stop(session, run_id, now=now):
        raise ConflictError(f"Run {run_id} has ended already: it is {run.state}.", code="run-ended")
    session.refresh(run)
    record(session, caller, "stop", "run", run_id)
    return _standing(session, run, why=None)


def require_own_question(caller: Caller, run: RunRecord, kind: str) -> None:
    """See that a planner stops what they asked for themselves and nobody else's.

    Raises
    ------
    ForbiddenError
        Somebody else asked.
    """
    if caller.role is AccountRole.PLANNER and run.requested_by != caller.account_id:
        raise ForbiddenError(
            "A planner stops only what they asked for themselves.", code="not-yours", attempt=(kind, run.run_id)
        )


def plan_of(session: Session, caller: Caller, run_id: str, *, now: datetime) -> tuple[PlanDocument, list[str]]:
    """The plan of a run as far as a caller may hear of it, and the patients whom it tells of.

    Raises
    ------
    ConflictError, NotFoundError
        The run has not ended; or it ended without a plan.
    """
    run = run_with(run_for(session, caller, run_id), RunPart.PLAN)
    hearing = _hearing(session, caller, run, now=now)
    return plan_told(PlanDocument.model_validate(run.plan), hearing), hearing.patient_ids


def report_of(session: Session, caller: Caller, run_id: str, *, now: datetime) -> tuple[JudgementPart, list[str]]:
    """The verdict on a run's plan as far as a caller may hear of it, and the patients whom it tells of; raises as `plan_of`."""
    run = run_with(run_for(session, caller, run_id), RunPart.REPORT)
    hearing = _hearing(session, caller, run, now=now)
    return judgement_told(ReportDocument.model_validate(run.report), hearing), hearing.patient_ids


def scorecard_of(session: Session, caller: Caller, run_id: str) -> Mapping[str, Any]:
    """The figures of a run's plan, which name nobody; raises as `plan_of`."""
    return run_with(run_for(session, caller, run_id), RunPart.SCORECARD).scorecard or {}


def _hearing(session: Session, caller: Caller, run: RunRecord, *, now: datetime) -> Hearing:
    """What a caller may hear of the visits of a run, all of which are planned or left out."""
    plan = PlanDocument.model_validate(run.plan)
    visits = {stop.visit_id for route in plan.routes for stop in route.stops}
    return Hearing.of_visits(session, caller, visits | {left.visit_id for left in plan.left_out}, now=now)


def run_for(session: Session, caller: Caller, run_id: str) -> RunRecord:
    """A run that the caller may see.

    Raises
    ------
    NotFoundError
        There is none, or it is somebody else's.
    """
    run = repository.find(session, run_id)
    if run is None:
        raise NotFoundError(f"There is no run {run_id}.")
    is_theirs = (
        run.kind == RunKind.WHAT_IF if caller.role is AccountRole.PLANNER else is_of(session, caller, run.locality_id)
    )
    if not is_theirs:
        raise NotFoundError(f"There is no run {run_id}.", attempt=("run", run_id))
    return run


def run_with(run: RunRecord, part: RunPart) -> RunRecord:
    """A run that has left something behind.

    Raises
    ------
    ConflictError, NotFoundError
        It has not ended; or it ended without a plan.
    """
    if run.state not in ENDED:
        raise ConflictError(f"Run {run.run_id} is {run.state}; ask again when it has ended.", code="run-not-ended")
    if getattr(run, part) is None:
        raise NotFoundError(f"Run {run.run_id} ended without a plan: it is {run.state}.", code="no-plan")
    return run


def _scope(session: Session, caller: Caller, asked: RunRequest) -> Scope:
    if asked.roster_id is not None:
        return scope_of(theirs(session, caller, asked.roster_id))
    assert asked.first_date is not None  # noqa: S101 - the schema sees to it
    return settled(
        session,
        caller,
        first_date=asked.first_date,
        num_days=asked.num_days,
        locality_id=asked.locality_id,
        team_ids=asked.team_ids,
    )


def _new_run(asked: RunRequest, scope: Scope, caller: Caller, *, key: str | None, now: datetime) -> RunRecord:
    has_budget = asked.budget_seconds is not None or asked.budget_iterations is not None
    return RunRecord(
        work=Work.PLAN,
        kind=asked.kind,
        priority=PRIORITIES[asked.kind],
        state=RunState.QUEUED,
        first_date=scope.first_date,
        num_days=scope.num_days,
        locality_id=scope.locality,
        team_ids=list(scope.teams),
        roster_id=asked.roster_id,
        is_afresh=asked.is_afresh or asked.kind is RunKind.WHAT_IF,
        budget_seconds=asked.budget_seconds if has_budget else SECONDS_BY_KIND[asked.kind],
        budget_iterations=asked.budget_iterations,
        seed=asked.seed,
        requested_by=caller.account_id,
        requested_at=now,
        idempotency_key=key,
    )


def _same(before: RunRecord, run: RunRecord) -> RunRecord:
    """The run of the first time, if it was asked the same."""
    scope = ("first_date", "num_days", "locality_id", "team_ids", "roster_id", "is_afresh")
    asked = ("work", "kind", *scope, "question")
    if any(
        getattr(before, name) != getattr(run, name) for name in (*asked, "budget_seconds", "budget_iterations", "seed")
    ):
        raise RefusedError(
            f"This Idempotency-Key was used for run {before.run_id}, which asks another question.", code="key-used"
        )
    return before


def _visible(session: Session, caller: Caller) -> ColumnElement[bool]:
    if caller.role is AccountRole.PLANNER:
        return RunRecord.kind == RunKind.WHAT_IF
    return within(session, caller, RunRecord.locality_id)


def _hearing_of_faults(session: Session, caller: Caller, runs: Iterable[RunRecord], *, now: datetime) -> Hearing | None:
    """What a caller may hear of those whom some runs failed at; None where no run failed, and for planners."""
    said = "\n".join(run.error_detail for run in runs if run.error_detail is not None)
    if not said or caller.role is AccountRole.PLANNER:
        return None
    return Hearing.of_named(session, caller, said, now=now)


def _status(session: Session, run: RunRecord, hearing: Hearing | None) -> tuple[RunStatus, list[str]]:
    """How a run stands, with what kept it from being planned as far as that is heard, and the patients whom that names."""
    if run.error_detail is None or hearing is None:
        return _standing(session, run, why=None), []
    why = run.error_detail if hearing.hears(run.error_detail) else REASON_WITHHELD
    return _standing(session, run, why=why), sorted(hearing.named_in(why))


def _standing(session: Session, run: RunRecord, *, why: str | None) -> RunStatus:
    place = place_in_queue(session, run) if run.state == RunState.QUEUED else None
    return RunStatus.model_validate(run).model_copy(update={"error_detail": why, "place_in_queue": place})
