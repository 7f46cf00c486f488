"""What all planners' questions have in common: queued, found, listed, stopped, and their files handed out."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.audit import record
from api.errors import ConflictError, NotFoundError
from api.planning import repository
from api.planning.schemas.questions import QuestionRequest
from api.queue import ENDED, PRIORITIES, RunKind, RunState, Work, place_in_queue, stop
from api.runs.schemas import JobFilter, JobStatus
from api.runs.service import chosen_by, queue_up, require_own_question
from api.scopes import settled
from api.security import Caller
from api.tables.runs import RunRecord

IN_WORDS = {Work.COMPARISON: "comparison", Work.TEAM_DESIGN: "team design"}


def ask(
    session: Session,
    caller: Caller,
    work: Work,
    asked: QuestionRequest,
    *,
    question: dict[str, Any],
    budget: tuple[float | None, int | None],
    key: str | None,
    now: datetime,
) -> tuple[RunRecord, bool]:
    """Put a question in the queue and say that it is new; with a key that the caller has used before, that of then.

    Raises
    ------
    NotFoundError, RefusedError
        There is no such locality; the key was used for another question.
    """
    scope = settled(
        session,
        caller,
        first_date=asked.first_date,
        num_days=asked.num_days,
        locality_id=asked.locality_id,
        team_ids=(),
    )
    run = RunRecord(
        work=work,
        kind=RunKind.WHAT_IF,
        priority=PRIORITIES[RunKind.WHAT_IF],
        state=RunState.QUEUED,
        first_date=scope.first_date,
        num_days=scope.num_days,
        locality_id=scope.locality,
        team_ids=[],
        budget_seconds=budget[0],
        budget_iterations=budget[1],
        seed=asked.seed,
        is_afresh=True,
        question=question,
        requested_by=caller.account_id,
        requested_at=now,
        idempotency_key=key,
    )
    return queue_up(session, run)


def note_asking(session: Session, caller: Caller, run: RunRecord, **details: Any) -> None:  # noqa: ANN401 - closed words
    """Record who asked what: days, place, and words of closed lists; what else was asked stands with the question itself."""
    scope = {"first_date": str(run.first_date), "num_days": run.num_days, "locality_id": run.locality_id}
    record(session, caller, "request", run.work, run.run_id, details=scope | details)


def find(session: Session, work: Work, run_id: str) -> RunRecord:
    """A planner's question of a kind; raises NotFoundError where there is none."""
    if (run := repository.find(session, work, run_id)) is None:
        raise NotFoundError(f"There is no {IN_WORDS[work]} {run_id}.")
    return run


def page(session: Session, caller: Caller, work: Work, wanted: JobFilter) -> tuple[list[RunRecord], int]:
    """The questions of a kind that a filter chooses, the latest first, and how many there are."""
    return repository.page(session, work, list(chosen_by(caller, wanted)), limit=wanted.limit, offset=wanted.offset)


def stop_asking(session: Session, caller: Caller, work: Work, run_id: str, *, now: datetime) -> RunRecord:
    """Stop what is asked and keep what is known; cancelled at once where nobody has begun.

    Raises
    ------
    NotFoundError, ForbiddenError, ConflictError
        There is none; somebody else asked; it has ended already.
    """
    run = find(session, work, run_id)
    require_own_question(caller, run, work)
    if not stop(session, run_id, now=now):
        raise ConflictError(f"The {IN_WORDS[work]} {run_id} has ended already: it is {run.state}.", code="run-ended")
    session.refresh(run)
    record(session, caller, "stop", work, run_id)
    return run


def file_of(session: Session, work: Work, run_id: str, name: str) -> bytes:
    """A file that an answer left behind.

    Raises
    ------
    NotFoundError, ConflictError
        There is no such question or file; it has not ended yet.
    """
    run = find(session, work, run_id)
    if run.state not in ENDED:
        raise ConflictError(
            f"The {IN_WORDS[work]} {run_id} is {run.state}; ask again when it has ended.", code="run-not-ended"
        )
    if (body := repository.file_of(session, run_id, name)) is None:
        raise NotFoundError(f"The {IN_WORDS[work]} {run_id} has left no {name}: it is {run.state}.", code="no-answer")
    return body


def told_of(session: Session, run: RunRecord) -> dict[str, Any]:
    """What the status of any question tells, from its row."""
    names = JobStatus.model_fields.keys() - {"place_in_queue"}
    place = place_in_queue(session, run) if run.state == RunState.QUEUED else None
    return {name: getattr(run, name) for name in names} | {
        "run_id": run.run_id,
        "budget_seconds": run.budget_seconds,
        "place_in_queue": place,
    }
