"""Publishing, and who has been told and has looked."""

from datetime import datetime

from pydantic import Field

from api.rosters.schemas.differences import DifferencePart
from api.shapes import Incoming, Outgoing, Paging


class PublishRequest(Incoming):
    """What the person who publishes has seen."""

    acknowledged_left_out: tuple[str, ...] = Field(
        default=(), description="Every must-serve visit that is left out, by id.", examples=[["v-0007"]]
    )
    acknowledged_changes: tuple[str, ...] = Field(
        default=(),
        description="Every visit of the draft that was cancelled or lost its shift since, by id; it is taken out.",
        examples=[[]],
    )
    replaces_id: str | None = Field(
        default=None,
        description="The roster in force that this one replaces, where it is not the one that the draft began from.",
    )


class NoticePart(Outgoing):
    """What a newly published version changes for one staff member."""

    notice_id: str
    roster_id: str
    changes: list[DifferencePart] = Field(description="The staff member's own stops alone.")
    made_at: datetime
    read_at: datetime | None


class NoticeFilter(Paging):
    """Which notices are asked for."""

    is_unread: bool | None = Field(default=None, description="Only those not read yet, or only those read.")


class OpeningPart(Outgoing):
    """Somebody opened a version."""

    staff_id: str | None = Field(description="Whose part; none: the whole roster.")
    opened_by: str = Field(description="The account, or the calendar link.")
    form: str = Field(examples=["pdf"])
    opened_at: datetime


class CalendarLinkPart(Outgoing):
    """A secret link; whoever has it can read when its owner works, and nothing more. It is shown this once."""

    url: str = Field(examples=["https://cilt.example/v1/calendars/secret.ics"])
    made_at: datetime
