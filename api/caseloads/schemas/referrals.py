"""Referrals as they are told, made and answered."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from api.caseloads.schemas.patients import WITHHELD
from api.caseloads.schemas.visits import Reason, VisitWanted
from api.shapes import Incoming, MomentIn, Outgoing, Paging
from scheduler.io.tables.cells import Id, Text
from scheduler.model.demand import Service


class ReferralState(StrEnum):
    """How a referral stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class ReferralPart(Outgoing):
    """Somebody asks an organisation to care for a patient."""

    referral_id: str = Field(examples=["3f2e1d0c9b8a47568493a2b1c0d9e8f7"])
    patient_id: str = Field(examples=["p-0001"])
    organisation_id: str = Field(description="Who is asked.", examples=["home-care"])
    state: ReferralState = Field(examples=["open"])
    received_at: datetime = Field(examples=["2026-11-23T08:10:00Z"])
    respond_by: datetime | None = Field(examples=["2026-11-23T10:10:00Z"])
    service: Service | None = Field(examples=["nursing"])
    level_of_care: int | None = Field(examples=[4])
    reason: str | None = Field(examples=["New insulin, cannot inject"])
    answered_at: datetime | None = Field(examples=[None])
    answer_reason: str | None = Field(examples=[""])
    visit_ids: tuple[str, ...] = Field(description="Visits that it made.", examples=[[]])
    version: int = Field(description="The number in the ETag.", examples=[1])
    withheld: tuple[str, ...] = WITHHELD


class NewReferral(Incoming):
    """A referral to be made."""

    patient_id: Id = Field(examples=["p-0001"])
    organisation_id: Id = Field(description="Who is asked.", examples=["home-care"])
    service: Service = Field(examples=["nursing"])
    level_of_care: int = Field(ge=1, le=5, examples=[4])
    respond_by: MomentIn | None = Field(default=None, examples=["2026-11-23T10:10:00Z"])
    reason: Text = Field(min_length=3, examples=["New insulin, cannot inject"])


class Acceptance(Incoming):
    """The organisation will care: with these visits."""

    visits: tuple[VisitWanted, ...] = Field(min_length=1, max_length=100)
    reason: Text = Field(default="", examples=["First visit today"])


class Refusal(Incoming):
    """The organisation cannot care, and says why."""

    reason: Reason = Field(examples=["Outside our area; passed on to the urgent response team"])


class ReferralFilter(Paging):
    """Which referrals are asked for."""

    state: ReferralState | None = Field(default=None, description="Those that stand so.", examples=["open"])
    organisation_id: Id | None = Field(default=None, description="Those to this organisation.")
    patient_id: Id | None = Field(default=None, description="Those of this patient.")
