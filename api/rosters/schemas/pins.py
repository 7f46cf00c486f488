"""Pins of rosters going out."""

from datetime import datetime

from pydantic import Field

from api.shapes import Outgoing


class PinPart(Outgoing):
    """An attendance that a coordinator decided: in this shift, perhaps at this minute."""

    visit_id: str = Field(examples=["v-0001"])
    attendance: int = Field(description="Which of the visit's people, counted from 1.", examples=[1])
    shift_id: str = Field(examples=["s-014-1123"])
    starts_at: datetime | None = Field(description="None: at any minute.", examples=["2026-11-23T09:30:00+00:00"])


class LostPinPart(PinPart):
    """A pin that the data cannot keep any more."""

    says: str = Field(description="Why.", examples=["Shift s-014-1123 is not among the shifts of these days any more."])
