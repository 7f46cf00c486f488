"""Rows of runs: asked for, listed, read as the question that a worker answers. How they change hands stands in `queue.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer

from api.scopes import scope_of
from api.tables.rosters import RosterRecord
from api.tables.runs import RunRecord
from scheduler.io.plan_document import Scope

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
    return session.get(RunRecord, run_id, options=LIGHT)


def find_by_key(session: Session, requested_by: str, idempotency_key: str) -> RunRecord | None:
    """The run that somebody asked for under a key of their own."""
    own = select(RunRecord).options(*LIGHT).where(RunRecord.requested_by == requested_by)
    return session.scalars(own.where(RunRecord.idempotency_key == idempotency_key)).first()


def page(
    session: Session, clauses: Sequence[ColumnElement[bool]], *, limit: int, offset: int
) -> tuple[Sequence[RunRecord], int]:
    """Some of the runs that clauses choose, the latest first, and how many there are."""
    found = select(RunRecord).options(*LIGHT).where(*clauses)
    latest_first = found.order_by(RunRecord.requested_at.desc(), RunRecord.run_id)
    total = session.scalar(select(func.count()).select_from(RunRecord).where(*clauses))
    return session.scalars(latest_first.limit(limit).offset(offset)).all(), total or 0
