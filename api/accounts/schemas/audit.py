"""Questions to the audit record, and its entries."""

from datetime import datetime
from typing import Any

from pydantic import Field

from api.accounts.schemas.accounts import Id
from api.shapes import InstantIn, Outgoing, Paging


class AuditQuestion(Paging):
    """Which entries are asked for, the latest first."""

    patient_id: Id | None = Field(default=None, description="Who has seen or changed this person's record.")
    account_id: Id | None = Field(default=None, description="What this account did.")
    action: Id | None = Field(default=None, description="Entries of this action, such as `view` or `refused`.")
    kind: Id | None = Field(default=None, description="Entries about things of this kind, such as `roster`.")
    since: InstantIn | None = Field(default=None, description="Not before this moment.")
    until: InstantIn | None = Field(default=None, description="Not after this moment.")


class AuditEntryPart(Outgoing):
    """One thing that somebody did; it holds ids and words of closed lists, no data of patients."""

    number: int = Field(examples=[412])
    at: datetime = Field(examples=["2026-11-23T07:58:12Z"])
    account_id: str | None = Field(
        description="None: somebody who had not signed in.", examples=["5f0c2f6c9d3e4b7f8a1b2c3d4e5f6a7b"]
    )
    organisation_id: str | None = Field(examples=["community-health"])
    action: str = Field(examples=["view"])
    kind: str = Field(examples=["patient"])
    subject_id: str = Field(examples=["p-0102"])
    patient_ids: list[str] = Field(description="The patients concerned.", examples=[["p-0102"]])
    details: dict[str, Any] = Field(examples=[{}])
    request_id: str | None = Field(examples=["b1946ac92492d234"])
    entry_hash: str = Field(description="SHA-256 over this entry and the hash before it.", examples=["9f86d081884c"])
