"""Changes by hand going in, and what came of them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from api.rosters.schemas.differences import DifferencePart
from api.shapes import Incoming, MomentIn, Outgoing
from scheduler.io.tables.cells import PLAIN_TEXT, Day
from scheduler.model.plan import Outcome

Reason = Annotated[
    str, Field(min_length=3, max_length=500, pattern=PLAIN_TEXT, description="Why; kept with the change.")
]


MOST_PLACEMENTS = 20
"""The most places that are told for a visit, and so the most among which one that is taken is looked for."""


class _Change(Incoming):
    reason: Reason
    override_reason: str | None = Field(
        default=None,
        min_length=3,
        max_length=500,
        pattern=PLAIN_TEXT,
        description="Take responsibility for breaking a rule that allows it (team, contact_limit, care_limit), and say why.",
        examples=[None],
    )


class Move(_Change):
    """To a shift, perhaps at a minute; without one the best lawful start is found.

    A place that `POST /visits/{visit_id}/placements` told is taken as it was told, for the same cost, as long as nothing
    has changed: send its shift and its start, and of a double-up the second person's shift as `with_shift_id`.
    """

    action: Literal["move"] = "move"
    shift_id: str = Field(examples=["s-014-1123"])
    start: MomentIn | None = Field(
        default=None, description="When care starts.", examples=["2026-11-23T09:30:00+00:00"]
    )
    attendance: int = Field(default=1, ge=1, le=2, description="Which person of a double-up is meant.")
    with_shift_id: str | None = Field(
        default=None,
        description="Of a double-up: the shift of the other person. None: whoever it is now, else whoever is best.",
    )


class LeaveOut(_Change):
    """Not planned: deferred to a later day, or escalated to a person. A must-serve visit can only be escalated."""

    action: Literal["leave_out"] = "leave_out"
    outcome: Outcome
    new_latest_on: Day | None = Field(default=None, description="Of a deferral, its new latest date.")


class PinVisit(_Change):
    """Kept in the shift it has, and perhaps at its minute, whatever is planned anew."""

    action: Literal["pin"] = "pin"
    attendance: int | None = Field(default=None, ge=1, le=2, description="None: everybody who attends.")
    holds_time: bool = Field(default=True, description="Whether the minute is kept as well as the shift.")


class Unpin(_Change):
    """Free to be planned anew."""

    action: Literal["unpin"] = "unpin"
    attendance: int | None = Field(default=None, ge=1, le=2, description="None: everybody who attends.")


VisitChange = Annotated[Move | LeaveOut | PinVisit | Unpin, Field(discriminator="action")]


class ChangePart(Outgoing):
    """What a person changed by hand, and why."""

    change_id: str
    visit_id: str = Field(examples=["v-0001"])
    what: dict[str, Any] = Field(description="What was asked, and which rules were overridden.")
    reason: str | None
    override_reason: str | None
    made_by: str
    made_at: datetime
    withheld: tuple[str, ...] = Field(default=(), description="Which fields are not shown.", examples=[["reason"]])


class ChangeAnswer(Outgoing):
    """A change and what it did to the roster."""

    change: ChangePart
    version: int = Field(description="Of the roster now.", examples=[4])
    differences: list[DifferencePart] = Field(
        description="Every attendance that stands elsewhere now, others that had to shift included."
    )
    is_lawful: bool
    cost_points: int = Field(
        description="What the roster costs more than before, in points; below 0 less.", examples=[35]
    )
