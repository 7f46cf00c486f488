"""Team designs: asked for, and how they stand. Designing stands in `tasks.py`."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.planning.schemas.designs import TeamDesignRequest, TeamDesignStatus
from api.planning.service import questions
from api.queue import Work
from api.runs.schemas import JobFilter
from api.security import Caller
from api.shapes import Page
from api.tables.runs import RunRecord

DESIGNS_JSON = "designs.json"


def ask(
    session: Session, caller: Caller, asked: TeamDesignRequest, *, key: str | None, now: datetime
) -> TeamDesignStatus:
    """Queue a question for team designs.

    Raises
    ------
    NotFoundError
        There is no such locality.
    """
    run, is_new = questions.ask(
        session,
        caller,
        Work.TEAM_DESIGN,
        asked,
        question=asked.model_dump(mode="json"),
        budget=(asked.budget_seconds, None),
        key=key,
        now=now,
    )
    told = status(session, run)
    if is_new:
        questions.note_asking(session, caller, run, balance=asked.balance.value)
    return told


def status(session: Session, run: RunRecord) -> TeamDesignStatus:
    """How a question for team designs stands."""
    ended = run.progress or {}
    return TeamDesignStatus.model_validate(
        questions.told_of(session, run)
        | {
            "balance": (run.question or {})["balance"],
            "num_designs": ended.get("num_designs"),
            "is_infeasible": ended.get("is_infeasible"),
        }
    )


def list_all(session: Session, caller: Caller, wanted: JobFilter) -> Page[TeamDesignStatus]:
    """Questions for team designs, the latest first."""
    found, total = questions.page(session, caller, Work.TEAM_DESIGN, wanted)
    entries = [status(session, run) for run in found]
    return Page(entries=entries, total=total, limit=wanted.limit, offset=wanted.offset)
