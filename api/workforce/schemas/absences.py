"""Absences as they are told and recorded: a kind, never a diagnosis."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from api.shapes import Incoming, MomentIn, Outgoing, Paging
from api.workforce.schemas.shifts import MOST_DAYS
from scheduler.io.tables.cells import Day, Id


class AbsenceKind(StrEnum):
    """Why somebody is away, as far as rosters need to know."""

    SICKNESS = "sickness"
    LEAVE = "leave"
    TRAINING = "training"
    OTHER = "other"


class TouchedVisitPart(Outgoing):
    """A visit that a published roster gives to somebody who will be away."""

    roster_id: str = Field(examples=["2c9a4b7e6d5f4a3b8c1d0e9f7a6b5c4d"])
    shift_id: str = Field(examples=["s-014-1123"])
    visit_id: str = Field(examples=["v-0001"])


class AbsencePart(Outgoing):
    """A staff member is away."""

    absence_id: str = Field(examples=["7d3e1f9a2b4c4d5e8f60718293a4b5c6"])
    staff_id: str = Field(examples=["s-014"])
    starts_at: datetime = Field(examples=["2026-11-23T00:00:00Z"])
    ends_at: datetime = Field(examples=["2026-11-24T00:00:00Z"])
    kind: AbsenceKind = Field(examples=["sickness"])
    recorded_at: datetime = Field(examples=["2026-11-23T06:10:00Z"])
    shift_ids: tuple[str, ...] = Field(
        description="Shifts that it touches: they are not planned.", examples=[["s-014-1123"]]
    )
    visits: tuple[TouchedVisitPart, ...] = Field(description="Visits of these shifts in rosters that are in force.")


class NewAbsence(Incoming):
    """An absence to be recorded."""

    staff_id: Id = Field(examples=["s-014"])
    starts_at: MomentIn = Field(examples=["2026-11-23T00:00:00Z"])
    ends_at: MomentIn = Field(description="Not included.", examples=["2026-11-24T00:00:00Z"])
    kind: AbsenceKind = Field(examples=["sickness"])


class AbsenceFilter(Paging):
    """Which absences are asked for."""

    first_date: Day = Field(description="Those that reach into the days from this one on.", examples=["2026-11-23"])
    num_days: int = Field(default=7, ge=1, le=MOST_DAYS, description="How many days.")
    staff_id: Id | None = Field(default=None, description="Of this staff member.")
