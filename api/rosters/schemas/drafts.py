"""Drafts going in, and rosters as lists show them."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.shapes import Incoming, Outgoing, Paging
from api.tables.rosters import RosterState
from scheduler.io.plan_document import PlanDocument
from scheduler.io.tables.cells import Day


class _Draft(Incoming):
    drops_pins: bool = Field(
        default=False,
        description="Whether the pins of the roster in force, or of the one that was repaired, are left behind: they are"
        " then told, and on the audit record. Otherwise the draft begins with them.",
    )


class DraftOfRun(_Draft):
    """A draft of what a run found."""

    made_from: Literal["run"] = "run"
    run_id: str = Field(description="A run that has ended with a plan.", examples=["6f1c0a9e"])


class DraftOfPlan(_Draft):
    """A draft of a plan made elsewhere, for some days of a locality, of teams in one, or of the county."""

    made_from: Literal["plan"] = "plan"
    first_date: Day = Field(examples=["2026-11-23"])
    num_days: int = Field(default=1, ge=1, le=31, description="Days, from the first on.")
    locality_id: str | None = Field(
        default=None, description="None: that of the teams, or the county.", examples=["west"]
    )
    team_ids: tuple[str, ...] = Field(default=(), description="None: all teams of the locality.", examples=[["W1"]])
    plan: PlanDocument = Field(description="A `cilt-plan` document; `routes` and `left_out` are enough.")


DraftRequest = Annotated[DraftOfRun | DraftOfPlan, Field(discriminator="made_from")]


class RosterFilter(Paging):
    """Which rosters are asked for."""

    date: Day | None = Field(default=None, description="Those that cover this day.", examples=["2026-11-23"])
    locality_id: str | None = Field(default=None, description="Those of this locality.", examples=["west"])
    state: RosterState | None = Field(default=None, description="Those in this state.", examples=["published"])


class RosterSummary(Outgoing):
    """A roster as lists show it."""

    roster_id: str = Field(examples=["0d9a7c52"])
    version: int = Field(description="Counts changes; its ETag is what If-Match asks for.", examples=[3])
    state: RosterState
    number: int | None = Field(description="Of its scope and days, given at publishing.", examples=[2])
    label: str = Field(description="What stands on its pages.", examples=["west 2026-11-23/2"])
    locality_id: str | None = Field(description="None: the county.", examples=["west"])
    team_ids: list[str] = Field(description="None: all teams.", examples=[[]])
    first_date: date
    num_days: int = Field(examples=[1])
    run_id: str | None
    based_on_id: str | None = Field(description="The roster that was in force when this draft began.")
    made_by: str
    made_at: datetime
    published_by: str | None
    published_at: datetime | None
