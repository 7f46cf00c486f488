"""Sharing agreements: which organisation may see which data of a team's patients, from when to when, and why."""

from datetime import date, datetime

from pydantic import Field

from api.accounts.schemas.accounts import Id
from api.shapes import Incoming, Outgoing, Paging
from api.sharing import DataClass
from scheduler.io.tables.cells import Day

_LAST = Field(default=None, description="The last day on which it holds; none: until it is ended.", examples=[None])


class AgreementPart(Outgoing):
    """An organisation may see some data of a team's patients."""

    agreement_id: str = Field(examples=["0b7c5e1f2a3d4c5b6a798877665544aa"])
    organisation_id: str = Field(description="Who may see.", examples=["home-care"])
    team_id: str = Field(description="Whose patients.", examples=["west-1"])
    fields: tuple[DataClass, ...] = Field(description="Which data.", examples=[["identity", "contact"]])
    first_on: date = Field(description="The first day on which it holds.", examples=["2026-11-23"])
    last_on: date | None = _LAST
    reason: str = Field(examples=["Joint double-ups with home care"])
    end_reason: str = Field(description="Why its last day was changed.", examples=[""])
    made_by: str = Field(description="The account that made it.", examples=["5f0c2f6c9d3e4b7f8a1b2c3d4e5f6a7b"])
    made_at: datetime = Field(examples=["2026-11-20T09:30:00Z"])
    version: int = Field(description="The number in the ETag.", examples=[1])


class NewAgreement(Incoming):
    """An agreement to be made."""

    organisation_id: Id = Field(description="Who may see.", examples=["home-care"])
    team_id: Id = Field(description="Whose patients.", examples=["west-1"])
    fields: frozenset[DataClass] = Field(min_length=1, description="Which data.", examples=[["identity", "contact"]])
    first_on: Day = Field(description="The first day on which it holds; today or later.", examples=["2026-11-23"])
    last_on: Day | None = _LAST
    reason: str = Field(min_length=3, max_length=500, examples=["Joint double-ups with home care"])


class AgreementEnd(Incoming):
    """When an agreement shall stop holding."""

    last_on: Day = Field(
        description="The last day on which it holds; yesterday: it stops at once.", examples=["2026-12-31"]
    )
    reason: str = Field(min_length=3, max_length=500, examples=["The contract ends"])


class AgreementFilter(Paging):
    """Which agreements are asked for."""

    organisation_id: Id | None = Field(default=None, description="Those of this organisation.")
    team_id: Id | None = Field(default=None, description="Those about this team's patients.")
    on: Day | None = Field(default=None, description="Those that hold on this day.")
