"""Rows of planners' questions: found, listed, their files, and what has been solved for any of them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.queue import Work
from api.runs.repository import LATEST_FIRST, LIGHT
from api.slices import in_parts, slice_of
from api.tables.runs import RunFileRecord, RunRecord, SolveRecord
from scheduler.scenarios.task import Outcome

_OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)


def find(session: Session, work: Work, run_id: str) -> RunRecord | None:
    """A question of one kind."""
    run = session.get(RunRecord, run_id, options=LIGHT)
    return run if run is not None and run.work == work else None


def page(
    session: Session, work: Work, clauses: Sequence[ColumnElement[bool]], *, limit: int, offset: int
) -> tuple[list[RunRecord], int]:
    """Some of the questions of a kind, the latest first, and how many there are."""
    found = select(RunRecord).options(*LIGHT).where(RunRecord.work == work, *clauses)
    return slice_of(session, found.order_by(*LATEST_FIRST), limit=limit, offset=offset)


def file_of(session: Session, run_id: str, name: str) -> bytes | None:
    """A file that the answer to a question left behind."""
    wanted = select(RunFileRecord.body).where(RunFileRecord.run_id == run_id, RunFileRecord.name == name)
    return session.scalars(wanted).first()


def outcomes(session: Session, keys: Collection[str]) -> dict[str, Outcome]:
    """What has been solved before, for whomever, by key."""
    return {
        key: _OUTCOME.validate_python(outcome)
        for part in in_parts(keys)
        for key, outcome in session.execute(
            select(SolveRecord.key, SolveRecord.outcome).where(SolveRecord.key.in_(part))
        )
    }


def keep(session: Session, outcome: Outcome, *, now: datetime) -> None:
    """Remember an outcome, in place of an earlier one of the same question."""
    row = SolveRecord(key=outcome.key, outcome=outcome.model_dump(mode="json"), solved_at=now)
    try:
        with session.begin_nested():
            session.merge(row)
    except IntegrityError:
        # Another worker was first, a moment ago, and its answer to the same question is as good.
        return
