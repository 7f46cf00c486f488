"""Rows of runs: asked for, listed, read as the question that a worker answers. How they change hands stands in `queue.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, defer

from api.queue import Work
from api.scopes import scope_of
from api.slices import slice_of
from api.tables.rosters import RosterRecord
from api.tables.runs import RunRecord
from scheduler.io.plan_document import Scope

LATEST_FIRST = (RunRecord.requested_at.desc(), RunRecord.run_id)
LIGHT = (defer(RunRecord.plan), defer(RunRecord.report), defer(RunRecord.scorecard))
"""Everything of a run but its documents, which are large."""


@dataclass(frozen=True)
class Question:
    """What a run is to answer."""

    scope: Scope
    seed: int
    budget_seconds: float | None
    budget_iterations: int | None
    roster: RosterRecord | None
    """What is to be repaired."""
    is_afresh: bool
    """As if no roster were in force."""


def work_of(session: Session, run_id: str) -> Work:
    """What is to be done with a run."""
    return Work(session.scalars(select(RunRecord.work).where(RunRecord.run_id == run_id)).one())


def question_of(session: Session, run_id: str) -> Question:
    """The question that a run is to answer."""
    run = session.get_one(RunRecord, run_id, options=LIGHT)
    return Question(
        scope=scope_of(run),
        seed=run.seed,
        budget_seconds=run.budget_seconds,
        budget_iterations=run.budget_iterations,
        roster=None if run.roster_id is None else session.get_one(RosterRecord, run.roster_id),
        is_afresh=run.is_afresh,
    )


def find(session: Session, run_id: str) -> RunRecord | None:
    """A run without its documents, which are read when they are asked for."""
    run = session.get(RunRecord, run_id, options=LIGHT)
    return run if run is not None and run.work == Work.PLAN else None


def find_by_key(session: Session, requested_by: str, idempotency_key: str | None) -> RunRecord | None:
    """The run that somebody asked for under a key of their own; without a key there is none."""
    if idempotency_key is None:
        return None
    own = select(RunRecord).options(*LIGHT).where(RunRecord.requested_by == requested_by)
    return session.scalars(own.where(RunRecord.idempotency_key == idempotency_key)).first()


def page(
    session: Session, clauses: Sequence[ColumnElement[bool]], *, limit: int, offset: int
) -> tuple[Sequence[RunRecord], int]:
    """Some of the runs that clauses choose, the latest first, and how many there are."""
    found = select(RunRecord).options(*LIGHT).where(RunRecord.work == Work.PLAN, *clauses)
    return slice_of(session, found.order_by(*LATEST_FIRST), limit=limit, offset=offset)
