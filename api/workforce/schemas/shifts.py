"""Shifts as they are told, made, changed and cancelled. Their rules are those of the CSV table."""

from datetime import datetime

from pydantic import Field

from api.shapes import Incoming, MomentIn, Outgoing, Paging
from scheduler.io.tables.cells import Count, Day, Id
from scheduler.model.workforce import TravelMode

MOST_DAYS = 31


class ShiftPart(Outgoing):
    """A staff member's working period."""

    shift_id: str = Field(examples=["s-014-1123"])
    staff_id: str = Field(examples=["s-014"])
    starts_at: datetime = Field(examples=["2026-11-23T08:00:00Z"])
    ends_at: datetime = Field(examples=["2026-11-23T16:00:00Z"])
    start_location_id: str = Field(examples=["base-witney"])
    end_location_id: str = Field(examples=["base-witney"])
    travel_mode: TravelMode = Field(examples=["car"])
    break_minutes: int = Field(description="Unpaid break owed; 0: none.", examples=[30])
    break_from: datetime | None = Field(description="Earliest start of the break.", examples=["2026-11-23T11:30:00Z"])
    break_to: datetime | None = Field(description="Latest start of the break.", examples=["2026-11-23T14:00:00Z"])
    break_may_be_missed: bool = Field(description="The break is wished for, not owed.", examples=[False])
    admin_minutes: int = Field(description="Kept free at the end.", examples=[30])
    overtime_limit_minutes: int = Field(description="The most that may be worked past the end.", examples=[0])
    visit_limit: int | None = Field(description="Most visits; none: the policy's limit.", examples=[9])
    cancelled_at: datetime | None = Field(examples=[None])
    cancel_reason: str = Field(examples=[""])
    version: int = Field(description="The number in the ETag.", examples=[1])


class NewShift(Incoming):
    """A shift to be made. Moments have an offset."""

    staff_id: Id = Field(examples=["s-014"])
    starts_at: MomentIn = Field(examples=["2026-11-23T08:00:00Z"])
    ends_at: MomentIn = Field(description="At most 24 hours later.", examples=["2026-11-23T16:00:00Z"])
    start_location_id: Id = Field(examples=["base-witney"])
    end_location_id: Id = Field(examples=["base-witney"])
    travel_mode: TravelMode = Field(default=TravelMode.CAR, examples=["car"])
    break_minutes: Count = Field(default=0, examples=[30])
    break_from: MomentIn | None = Field(default=None, examples=["2026-11-23T11:30:00Z"])
    break_to: MomentIn | None = Field(default=None, examples=["2026-11-23T14:00:00Z"])
    break_may_be_missed: bool = Field(default=False, examples=[False])
    admin_minutes: Count = Field(default=0, examples=[30])
    overtime_limit_minutes: Count = Field(default=0, examples=[0])
    visit_limit: Count | None = Field(default=None, examples=[9])


class ShiftChange(Incoming):
    """What changes of a shift; what is left out stays."""

    starts_at: MomentIn | None = Field(default=None, examples=["2026-11-23T09:00:00Z"])
    ends_at: MomentIn | None = Field(default=None, examples=["2026-11-23T17:00:00Z"])
    start_location_id: Id | None = Field(default=None, examples=["base-witney"])
    end_location_id: Id | None = Field(default=None, examples=["base-witney"])
    travel_mode: TravelMode | None = Field(default=None, examples=["bicycle"])
    break_minutes: Count | None = Field(default=None, examples=[30])
    break_from: MomentIn | None = Field(default=None, examples=["2026-11-23T12:00:00Z"])
    break_to: MomentIn | None = Field(default=None, examples=["2026-11-23T14:00:00Z"])
    break_may_be_missed: bool | None = Field(default=None, examples=[False])
    admin_minutes: Count | None = Field(default=None, examples=[30])
    overtime_limit_minutes: Count | None = Field(default=None, examples=[30])
    visit_limit: Count | None = Field(default=None, examples=[8])


class Cancellation(Incoming):
    """Why something is called off."""

    reason: str = Field(min_length=3, max_length=500, examples=["Training day moved here"])


class ShiftFilter(Paging):
    """Which shifts are asked for."""

    first_date: Day = Field(description="The first day on which they start.", examples=["2026-11-23"])
    num_days: int = Field(default=1, ge=1, le=MOST_DAYS, description="How many days.")
    team_id: Id | None = Field(default=None, description="Of staff who serve this team.", examples=["west-1"])
    staff_id: Id | None = Field(default=None, description="Of this staff member.")
    with_cancelled: bool = Field(default=False, description="Also those that are called off.")
