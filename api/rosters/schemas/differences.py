"""What is different between two rosters."""

from datetime import datetime

from pydantic import Field

from api.shapes import Outgoing
from scheduler.io.plan_difference import Difference
from scheduler.io.report_document import MeasurePart


class PlacePart(Outgoing):
    """Where and when a visit is planned."""

    shift_id: str = Field(examples=["s-014-1123"])
    staff_id: str | None = Field(description="None: the shift is gone.", examples=["s-014"])
    start: datetime


class DifferencePart(Outgoing):
    """One attendance that is not as it was."""

    visit_id: str = Field(examples=["v-0001"])
    attendance: int = Field(examples=[1])
    what: Difference
    before: PlacePart | None
    after: PlacePart | None
    outcome: str | None = Field(description="Of a visit left out now: deferred or escalated.", examples=["deferred"])


class StaffCounts(Outgoing):
    """How much changes for one staff member."""

    staff_id: str = Field(examples=["s-014"])
    added: int = Field(examples=[1])
    taken_away: int = Field(examples=[0])
    moved: int = Field(examples=[2])


class RosterDifference(Outgoing):
    """Two rosters side by side."""

    before_id: str | None
    after_id: str
    visits: list[DifferencePart]
    staff: list[StaffCounts]
    measures: list[MeasurePart] = Field(description="`plan` is the later roster, `baseline` the earlier one.")
