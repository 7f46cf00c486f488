"""A roster as people read it. Fields that are not the reader's come as null, and `withheld` names them."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from api.rosters.schemas.differences import DifferencePart
from api.rosters.schemas.drafts import RosterSummary
from api.rosters.schemas.judgements import ViolationPart
from api.rosters.schemas.pins import LostPinPart, PinPart
from api.shapes import Outgoing
from scheduler.io.plan_document import ProvenancePart


class PatientPart(Outgoing):
    """Who is visited, as far as the reader may know."""

    patient_id: str = Field(examples=["p-0001"])
    name: str | None = Field(examples=["Bea Example"])
    nhs_number: str | None = Field(examples=["9990000018"])
    telephone: str | None = Field(examples=["01632 960101"])
    address: str | None = Field(examples=["3 Mill Lane, Witney"])
    area: str | None = Field(examples=["Witney"])
    access_notes: str | None = Field(examples=["Key safe by the side door"])
    risk: str | None = Field(description="A warning for those who work alone; empty: none.", examples=["Two people"])
    withheld: list[str] = Field(description="Which fields are not shown.", examples=[["nhs_number"]])


class VisitPart(Outgoing):
    """One attendance of a visit."""

    visit_id: str = Field(examples=["v-0001"])
    attendance: int = Field(description="1, or 2 for the second person of a double-up.", examples=[1])
    number: int = Field(description="The visit's place in the shift, from 1.", examples=[3])
    patient: PatientPart
    task: str | None = Field(examples=["Morning insulin, check glucose"])
    service: str | None = Field(examples=["nursing"])
    level_of_care: int | None = Field(description="5 immediate to 1 routine.", examples=[4])
    is_must_serve: bool | None
    is_remote: bool
    is_pinned: bool
    kit: list[str] | None = Field(description="What to bring.", examples=[["sharps box"]])
    window_from: datetime | None = Field(description="Care may start from then on,")
    window_to: datetime | None = Field(description="and until then.")
    partner_staff_id: str | None = Field(description="The other person of a double-up.")
    withheld: list[str] = Field(description="Which fields are not shown.")


class ItemPart(Outgoing):
    """One piece of a shift."""

    kind: str = Field(description="visit, travel, break, event, wait or admin.", examples=["visit"])
    starts_at: datetime
    ends_at: datetime
    minutes: int = Field(examples=[20])
    travel_metres: int | None = Field(default=None, description="Of travel, where it is known.", examples=[4200])
    event: str | None = Field(default=None, description="Of an event, its name.", examples=["Handover"])
    visit: VisitPart | None = None


class ShiftPart(Outgoing):
    """One shift of one staff member, in time."""

    shift_id: str = Field(examples=["s-014-1123"])
    starts_at: datetime
    ends_at: datetime
    leaves_at: datetime
    returns_at: datetime
    num_visits: int = Field(description="None: the staff member is available.", examples=[8])
    care_minutes: int = Field(examples=[260])
    travel_minutes: int = Field(examples=[95])
    travel_metres: int | None = Field(examples=[38000])
    waiting_minutes: int = Field(examples=[10])
    overtime_minutes: int = Field(examples=[0])
    items: list[ItemPart]


class StaffPart(Outgoing):
    """One staff member's part of a roster."""

    staff_id: str = Field(examples=["s-014"])
    name: str = Field(examples=["Ada Example"])
    role: str = Field(examples=["community_nurse"])
    organisation_id: str = Field(examples=["community-health"])
    shifts: list[ShiftPart]


class StaffRoster(Outgoing):
    """One staff member's part of one roster, and which version it is."""

    roster: RosterSummary
    staff: StaffPart


class LeftOutPart(Outgoing):
    """A visit that is not planned, and why."""

    visit_id: str
    patient: PatientPart
    service: str | None
    level_of_care: int | None
    is_must_serve: bool | None
    outcome: str = Field(description="deferred or escalated.", examples=["escalated"])
    waits_for_decision: bool = Field(description="Escalated: a person must decide.")
    reason: str | None
    new_latest_on: date | None
    withheld: list[str] = Field(description="Which fields are not shown.")


class RosterDetail(RosterSummary):
    """A whole roster."""

    staff: list[StaffPart]
    left_out: list[LeftOutPart] = Field(description="What waits for a decision first.")
    is_lawful: bool = Field(description="Whether every hard rule is kept or overridden.")
    violations: list[ViolationPart] = Field(description="Of hard rules, overridden ones included.")
    overtaken: list[DifferencePart] = Field(
        description="Stops of a draft whose visit was cancelled or whose shift is gone since it was made."
    )
    pins_lost: list[LostPinPart] = Field(
        description="Pins that cannot be kept: the visit was cancelled or the shift is gone. One that can be kept and is"
        " not stands among the violations."
    )
    pins_dropped: list[PinPart] = Field(
        description="Pins of the roster in force that this one has no more: unpinned here, or dropped when it began."
    )
    undone: list[DifferencePart] = Field(
        description="Visits that somebody had moved or left out by hand in the roster in force, or before it, and that"
        " stand elsewhere here."
    )
    figures: dict[str, Any] | None = Field(
        description="The scorecard; none while a visit is neither planned nor left out."
    )
    provenance: ProvenancePart | None = Field(description="None: made by hand.")
