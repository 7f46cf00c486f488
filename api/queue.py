"""The queue that the table of runs is: which run comes next, who holds it, how it ends. Executing stands in `runs/tasks.py`.

Every change of state is one statement that names the state, and where somebody holds the run the holder, from which it
starts: of two that want the same, one finds nothing to change. A holder is one execution of one ticket: a ticket is what a
worker is handed, and where a worker dies its ticket is executed again, by another holder.
"""

import os
import socket
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CursorResult, Select, case, func, select, update
from sqlalchemy.orm import Session

from api.tables.base import new_id
from api.tables.runs import RunRecord
from api.turns import Turn, take_turn

MOST_ATTEMPTS = 2
"""A run whose worker died is put back once."""


class RunKind(StrEnum):
    """What a run is for, the most urgent first."""

    SAME_DAY = "same_day"
    DAY = "day"
    WEEK = "week"
    WHAT_IF = "what_if"


class Work(StrEnum):
    """What a worker does with a run."""

    PLAN = "plan"
    COMPARISON = "comparison"
    """Scenarios compared with things as they are."""
    TEAM_DESIGN = "team_design"


PRIORITIES = {kind: number for number, kind in enumerate(RunKind, start=1)}
"""The smaller the sooner."""


class RunState(StrEnum):
    """How a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (RunState.DONE, RunState.FAILED, RunState.CANCELLED)
ORDER = (RunRecord.priority, RunRecord.requested_at, RunRecord.run_id)
"""In which runs are taken."""


def waiting(*, per_person: int) -> Select[str]:
    """The runs that may be taken, the next one first: of one person so many as are not at work already."""
    is_queued = case((RunRecord.state == RunState.QUEUED, 1), else_=0)
    place = func.row_number().over(partition_by=RunRecord.requested_by, order_by=(is_queued, *ORDER))
    unended = (
        select(RunRecord.run_id, RunRecord.state, *ORDER[:2], place.label("place"))
        .where(RunRecord.state.in_((RunState.QUEUED, RunState.RUNNING)))
        .subquery()
    )
    found = unended.c
    return (
        select(found.run_id)
        .where(found.state == RunState.QUEUED, found.place <= per_person)
        .order_by(found.priority, found.requested_at, found.run_id)
    )


def is_overtaken(session: Session, run_id: str, *, per_person: int) -> bool:
    """Whether something more urgent than a run that is at work could be taken now."""
    # Of those that wait, the first is the most urgent.
    first = select(RunRecord.priority).where(
        RunRecord.run_id == session.scalar(waiting(per_person=per_person).limit(1))
    )
    own = select(RunRecord.priority).where(RunRecord.run_id == run_id)
    urgency = session.scalar(first)
    return urgency is not None and urgency < session.scalars(own).one()


def place_in_queue(session: Session, run: RunRecord) -> int:
    """How manieth a queued run is, 1 for the next one; limits a person may wait longer for are not counted."""
    before = (
        (RunRecord.priority < run.priority)
        | ((RunRecord.priority == run.priority) & (RunRecord.requested_at < run.requested_at))
        | (
            (RunRecord.priority == run.priority)
            & (RunRecord.requested_at == run.requested_at)
            & (RunRecord.run_id < run.run_id)
        )
    )
    return 1 + (session.scalar(select(func.count()).where(RunRecord.state == RunState.QUEUED, before)) or 0)


def claim(session: Session, ticket: str, *, per_person: int, now: datetime) -> tuple[str, str] | None:
    """Take the next run for a ticket: the run and its new holder; None where none may be taken.

    The holder tells machine and process too, for whoever looks after them.
    """
    take_turn(session, Turn.RUNS)
    run_id = session.scalars(waiting(per_person=per_person).limit(1)).first()
    if run_id is None:
        return None
    holder = f"{ticket}/{socket.gethostname()}:{os.getpid()}/{new_id()}"
    taken = (
        update(RunRecord)
        .where(RunRecord.run_id == run_id, RunRecord.state == RunState.QUEUED)
        .values(
            state=RunState.RUNNING,
            worker=holder,
            attempts=RunRecord.attempts + 1,
            started_at=func.coalesce(RunRecord.started_at, now),
            heartbeat_at=now,
        )
    )
    return (run_id, holder) if _num_changed(session, taken) else None


def beat(
    session: Session, run_id: str, holder: str, *, progress: Mapping[str, Any] | None, now: datetime
) -> bool | None:
    """Say that the holder is alive and how the search stands; whether it should stop, None where it holds the run no more."""
    told: dict[str, Any] = {} if progress is None else {"progress": dict(progress)}
    held = update(RunRecord).where(*_held(run_id, holder)).values(heartbeat_at=now, **told)
    return session.scalars(held.returning(RunRecord.is_stop_wanted)).first()


def end(session: Session, run_id: str, holder: str, *, now: datetime, **results: Any) -> bool:  # noqa: ANN401 - columns
    """Write how a run ended, unless its holder has lost it; whether it was written.

    With an error code it failed; else it is done, or cancelled where somebody asked it to stop.
    """
    well = case((RunRecord.is_stop_wanted, RunState.CANCELLED), else_=RunState.DONE)
    state = RunState.FAILED if results.get("error_code") else well
    ended = update(RunRecord).where(*_held(run_id, holder)).values(state=state, ended_at=now, worker=None, **results)
    return _num_changed(session, ended) == 1


def put_back(session: Session, *held: Any, now: datetime) -> int:  # noqa: ANN401 - clauses
    """Queue once more what runs and is known to be dead; fail it with `worker-died` where that was done before.

    `held` are clauses that say which runs are meant; give the number of those that were changed.
    """
    is_tired = RunRecord.attempts >= MOST_ATTEMPTS
    ends = RunRecord.is_stop_wanted | is_tired
    back = (
        update(RunRecord)
        .where(RunRecord.state == RunState.RUNNING, *held)
        .values(
            state=case(
                (RunRecord.is_stop_wanted, RunState.CANCELLED),
                (is_tired, RunState.FAILED),
                else_=RunState.QUEUED,
            ),
            worker=None,
            ended_at=case((ends, now), else_=None),
            error_code=case((~RunRecord.is_stop_wanted & is_tired, "worker-died"), else_=None),
            error_detail=case(
                (~RunRecord.is_stop_wanted & is_tired, f"The worker died {MOST_ATTEMPTS} times."), else_=None
            ),
        )
    )
    return _num_changed(session, back)


def hand_back(session: Session, ticket: str) -> int:
    """Queue again what a ticket holds: its worker was stopped in order, which counts as no attempt."""
    back = (
        update(RunRecord)
        .where(RunRecord.state == RunState.RUNNING, of_ticket(ticket))
        .values(state=RunState.QUEUED, worker=None, attempts=RunRecord.attempts - 1)
    )
    return _num_changed(session, back)


def of_ticket(ticket: str) -> Any:  # noqa: ANN401 - a clause
    """Runs whose holder is an execution of this ticket."""
    return RunRecord.worker.startswith(f"{ticket}/", autoescape=True)


def stop(session: Session, run_id: str, *, now: datetime) -> bool:
    """Cancel a run that is queued, ask one that is running to stop and keep its best; False where it has ended."""
    is_queued = RunRecord.state == RunState.QUEUED
    asked = (
        update(RunRecord)
        .where(RunRecord.run_id == run_id, RunRecord.state.in_((RunState.QUEUED, RunState.RUNNING)))
        .values(
            is_stop_wanted=True,
            state=case((is_queued, RunState.CANCELLED), else_=RunRecord.state),
            ended_at=case((is_queued, now), else_=None),
        )
    )
    return _num_changed(session, asked) == 1


def _held(run_id: str, holder: str) -> tuple[Any, ...]:
    return (RunRecord.run_id == run_id, RunRecord.state == RunState.RUNNING, RunRecord.worker == holder)


def _num_changed(session: Session, statement: Any) -> int:  # noqa: ANN401 - an update
    result = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)  # noqa: S101 - an update has a count
    return result.rowcount
