"""Visits and their links as they are told, made, changed and called off. Their rules are those of the CSV tables."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from api.caseloads.schemas.patients import WITHHELD
from api.shapes import Incoming, MomentIn, Outgoing, Paging
from scheduler.io.tables.cells import PLAIN_TEXT, BandNumber, Day, Id, Item, Text
from scheduler.model.demand import LinkedStaff, Service

MOST_DAYS = 31
Gap = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
Reason = Annotated[str, Field(min_length=3, max_length=500, pattern=PLAIN_TEXT)]


class VisitState(StrEnum):
    """Whether a visit is still to be made."""

    STANDING = "standing"
    CANCELLED = "cancelled"


class WindowPart(Outgoing):
    """When care may start, both ends included."""

    earliest_start: datetime = Field(examples=["2026-11-23T07:30:00Z"])
    latest_start: datetime = Field(examples=["2026-11-23T10:00:00Z"])


class AttendancePart(Outgoing):
    """What the first or second person must bring."""

    attendance: int = Field(description="1, or 2 for the second of a double-up.", examples=[1])
    skill_ids: tuple[str, ...] = Field(examples=[["insulin"]])
    minimum_band: int = Field(description="0: any.", examples=[3])


class LinkPart(Outgoing):
    """Two visits that belong together: minutes between their starts, second minus first."""

    first_visit_id: str = Field(examples=["v-0001"])
    second_visit_id: str = Field(examples=["v-0002"])
    gap_least_minutes: int = Field(examples=[480])
    gap_most_minutes: int = Field(examples=[720])
    staff: LinkedStaff = Field(examples=["any"])
    is_both_or_none: bool = Field(examples=[False])
    reason: str = Field(examples=["Insulin doses 8 to 12 hours apart"])
    version: int = Field(description="The number in the ETag.", examples=[1])


class VisitPart(Outgoing):
    """One planned attendance on one patient, as far as the caller may see."""

    visit_id: str = Field(description="For planners, a pseudonym.", examples=["v-0001"])
    patient_id: str = Field(description="For planners, a pseudonym.", examples=["p-0001"])
    patient_name: str | None = Field(description="For volunteers, the first name.", examples=["Bea Example"])
    address: str | None = Field(examples=["3 Mill Lane, Witney"])
    team_id: str = Field(examples=["west-1"])
    organisation_id: str = Field(description="Who holds the referral.", examples=["community-health"])
    referral_id: str | None = Field(examples=[None])
    windows: tuple[WindowPart, ...]
    duration_minutes: int = Field(examples=[20])
    is_remote: bool = Field(examples=[False])
    service: Service | None = Field(examples=["nursing"])
    visit_type: str | None = Field(examples=["insulin_morning"])
    level_of_care: int | None = Field(description="5 immediate to 1 routine.", examples=[4])
    is_must_serve: bool | None = Field(description="Planned or escalated, never deferred.", examples=[True])
    is_time_critical: bool | None = Field(description="Never starts late.", examples=[True])
    due_on: date | None = Field(examples=["2026-11-23"])
    latest_on: date | None = Field(examples=["2026-11-24"])
    respond_by: datetime | None = Field(examples=[None])
    what_to_do: str | None = Field(examples=["Morning insulin, check glucose"])
    kit: tuple[str, ...] | None = Field(examples=[["glucose meter"]])
    attendances: tuple[AttendancePart, ...] | None = Field(description="None named: one person, anybody.")
    links: tuple[LinkPart, ...] | None
    state: VisitState = Field(examples=["standing"])
    cancel_reason: str | None = Field(examples=[""])
    change_reason: str | None = Field(description="Of the latest change by hand.", examples=[""])
    version: int = Field(description="The number in the ETag.", examples=[1])
    withheld: tuple[str, ...] = WITHHELD


class NewWindow(Incoming):
    """When care may start, both ends included."""

    earliest_start: MomentIn = Field(examples=["2026-11-23T07:30:00Z"])
    latest_start: MomentIn = Field(examples=["2026-11-23T10:00:00Z"])


class NewAttendance(Incoming):
    """What one person must bring."""

    skill_ids: tuple[Id, ...] = Field(default=(), examples=[["insulin"]])
    minimum_band: BandNumber = Field(default=0, examples=[3])


class VisitWanted(Incoming):
    """A visit to be made for a patient of whom something else says who it is."""

    service: Service = Field(examples=["nursing"])
    visit_type: Id = Field(examples=["insulin_morning"])
    windows: tuple[NewWindow, ...] = Field(min_length=1, max_length=50)
    duration_minutes: int = Field(ge=1, le=600, examples=[20])
    level_of_care: int = Field(ge=1, le=5, examples=[4])
    attendances: tuple[NewAttendance, ...] = Field(default=(), max_length=2, description="Two: a double-up.")
    is_must_serve: bool = Field(default=False, examples=[True])
    is_time_critical: bool = Field(default=False, examples=[True])
    is_remote: bool = Field(default=False, examples=[False])
    due_on: Day | None = Field(default=None, examples=["2026-11-23"])
    latest_on: Day | None = Field(default=None, examples=["2026-11-24"])
    respond_by: MomentIn | None = Field(default=None, examples=["2026-11-23T11:40:00Z"])
    what_to_do: Text = Field(default="", examples=["Morning insulin, check glucose"])
    kit: tuple[Item, ...] = Field(default=(), examples=[["glucose meter"]])


class NewVisit(VisitWanted):
    """A visit to be made."""

    patient_id: Id = Field(examples=["p-0001"])
    organisation_id: Id = Field(description="Who holds the referral.", examples=["community-health"])


class VisitChange(Incoming):
    """What changes of a visit, and why; what is left out stays. Windows and durations are set by the named nurse."""

    windows: tuple[NewWindow, ...] | None = Field(default=None, min_length=1, max_length=50)
    duration_minutes: int | None = Field(default=None, ge=1, le=600, examples=[25])
    reason: Reason = Field(examples=["The patient asked for an earlier time"])


class VisitCancellation(Incoming):
    """Why a visit is called off."""

    reason: Reason = Field(examples=["Admitted to hospital"])
    override_reason: Reason | None = Field(
        default=None,
        description="Asked for where the visit must be served: who cares instead, and who decided.",
        examples=["The ward gives insulin; agreed with the named nurse"],
    )


class NewLink(Incoming):
    """A link to be made between two visits."""

    first_visit_id: Id = Field(examples=["v-0001"])
    second_visit_id: Id = Field(examples=["v-0002"])
    gap_least_minutes: Gap = Field(examples=[480])
    gap_most_minutes: Gap = Field(examples=[720])
    staff: LinkedStaff = Field(default=LinkedStaff.ANY, examples=["any"])
    is_both_or_none: bool = Field(default=False, examples=[False])
    reason: Text = Field(default="", examples=["Insulin doses 8 to 12 hours apart"])


class VisitFilter(Paging):
    """Which visits are asked for."""

    first_date: Day = Field(description="The first day that their windows touch.", examples=["2026-11-23"])
    num_days: int = Field(default=1, ge=1, le=MOST_DAYS, description="How many days.")
    team_id: Id | None = Field(default=None, description="Of this team's patients.", examples=["west-1"])
    patient_id: Id | None = Field(default=None, description="Of this patient; planners name them by pseudonym.")
    state: VisitState | None = Field(default=None, description="Those in this state.")
