"""Jobs: what is to be planned, how it stands, what came of it. A row here is all that a worker is told."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.tables.base import Base, Code, Document, Text, new_id


class RunRecord(Base):
    """One run, from queued to done, failed or cancelled."""

    __tablename__ = "runs"
    __table_args__ = (
        Index("ix_runs_state_priority_requested_at", "state", "priority", "requested_at"),
        UniqueConstraint("requested_by", "idempotency_key"),
    )

    run_id: Mapped[str] = mapped_column(Code, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(Code)
    """same_day, day, week or what_if."""
    work: Mapped[str] = mapped_column(Code, default="plan")
    """What a worker does with it: plan, compare scenarios, or design teams."""
    priority: Mapped[int]
    """The smaller the sooner: same-day before day before week before what-if."""
    state: Mapped[str] = mapped_column(Code, default="queued")
    first_date: Mapped[date]
    num_days: Mapped[int] = mapped_column(default=1)
    locality_id: Mapped[str | None] = mapped_column(ForeignKey("localities.locality_id"))
    team_ids: Mapped[list[str]] = mapped_column(default=list)
    roster_id: Mapped[str | None] = mapped_column(Code)
    """The standing roster that is repaired; none: planned from nothing. No foreign key, for rosters point at their runs."""
    is_afresh: Mapped[bool] = mapped_column(default=False)
    """Planned by the tables alone, as if no roster were in force."""
    budget_seconds: Mapped[float | None]
    budget_iterations: Mapped[int | None]
    seed: Mapped[int] = mapped_column(default=1)
    question: Mapped[dict[str, Any] | None] = mapped_column(Document)
    """What else is asked, where the work is another than a plan."""
    requested_by: Mapped[str] = mapped_column(Code, index=True)
    requested_at: Mapped[datetime]
    idempotency_key: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(Text)
    """Ticket and execution that hold the run; the last write names them, so that a run found twice ends once."""
    heartbeat_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    is_stop_wanted: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[dict[str, Any] | None] = mapped_column(Document)
    """The latest that the work told: of a search seconds, iterations, cost, cost_by_rule and bound."""
    plan: Mapped[dict[str, Any] | None] = mapped_column(Document)
    report: Mapped[dict[str, Any] | None] = mapped_column(Document)
    scorecard: Mapped[dict[str, Any] | None] = mapped_column(Document)
    error_code: Mapped[str | None] = mapped_column(Code)
    error_detail: Mapped[str | None] = mapped_column(Text)


class RunFileRecord(Base):
    """A file that a run has left behind."""

    __tablename__ = "run_files"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(Code, primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class SolveRecord(Base):
    """A scenario planned on a day with a seed: kept under its question, so that nobody solves it again."""

    __tablename__ = "solves"

    key: Mapped[str] = mapped_column(Code, primary_key=True)
    """Digest of day, changes, seed, budget and version."""
    outcome: Mapped[dict[str, Any]]
    solved_at: Mapped[datetime]
