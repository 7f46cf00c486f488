"""What is sent to runs and what they answer. Plans, reports and scorecards have the form of the scheduler's files."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from api.queue import RunKind, RunState
from api.rosters.schemas.moves import MOST_PLACEMENTS
from api.shapes import Incoming, Outgoing, Paging
from scheduler.io.tables.cells import Day

MOST_DAYS, MOST_TEAMS, MOST_ITERATIONS = 28, 50, 2 * 10**9

Id = Annotated[str, Field(min_length=1, max_length=64)]


class RunRequest(Incoming):
    """What to plan: days of a locality, of teams of one locality or of the county; or a standing roster to repair."""

    kind: RunKind = Field(
        default=RunKind.DAY, description="What it is for: same-day runs come before a day, a week and what-if."
    )
    first_date: Day | None = Field(
        default=None, description="The first day; left out where a roster is repaired.", examples=["2026-11-23"]
    )
    num_days: int = Field(default=1, ge=1, le=MOST_DAYS, description="How many days are planned together.")
    locality_id: Id | None = Field(
        default=None, description="The locality; with neither locality nor teams the whole county.", examples=["west"]
    )
    team_ids: tuple[Id, ...] = Field(
        default=(), max_length=MOST_TEAMS, description="Teams of one locality; none: all of them.", examples=[["W1"]]
    )
    roster_id: Id | None = Field(
        default=None,
        description="A roster to repair after an absence, a new visit or a cancellation: the run is about its days and "
        "teams, and changes as little as it can.",
    )
    is_afresh: bool = Field(
        default=False,
        description="Whether to plan by the data alone. Otherwise, where a roster of these days and teams is in force, its"
        " pins are kept and changes of what it told cost; what-if runs always plan by the data alone.",
    )
    budget_seconds: float | None = Field(
        default=None, gt=0, description="How long to search, seconds; none and no iterations: as the kind has it."
    )
    budget_iterations: int | None = Field(
        default=None, ge=1, le=MOST_ITERATIONS, description="Moves to search; alone, the plan can be repeated."
    )
    seed: int = Field(default=1, ge=0, lt=2**31, description="Where the search's randomness begins.")

    @model_validator(mode="after")
    def _days_or_roster(self) -> Self:
        names_days = bool(self.first_date or self.locality_id or self.team_ids)
        if self.roster_id is not None and names_days:
            raise ValueError("a roster brings its own days and teams, expected roster_id or those, not both")
        if self.roster_id is not None and self.is_afresh:
            raise ValueError("a repair changes as little as it can, expected roster_id or is_afresh, not both")
        if self.roster_id is None and self.first_date is None:
            raise ValueError("expected first_date, or the roster_id of a roster to repair")
        return self


class ProgressPart(Outgoing):
    """How a search stands."""

    seconds: float = Field(description="Of searching so far.", examples=[12.5])
    iterations: int = Field(examples=[1500000])
    cost: int = Field(description="Of the best plan so far, points.", examples=[48210])
    cost_by_rule: dict[str, int] | None = Field(
        default=None, description="The same by rule, as the judge lately found it.", examples=[{"travel": 30110}]
    )
    bound: int | None = Field(default=None, description="No lawful plan costs less, points.", examples=[46000])


class JobStatus(Outgoing):
    """How something that a worker does stands; light enough to be asked for every second."""

    state: RunState
    first_date: date
    num_days: int
    locality_id: str | None
    seed: int
    requested_by: str
    requested_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempts: int = Field(description="How often it was begun: twice where a worker died.")
    is_stop_wanted: bool
    error_code: str | None = Field(description="bad-input, worker-died or internal.")
    error_detail: str | None
    place_in_queue: int | None = Field(default=None, description="1 for what is taken next; null once taken.")


class RunStatus(JobStatus):
    """How a run stands; light enough to be asked for every second."""

    run_id: str
    kind: RunKind
    team_ids: list[str]
    error_detail: str | None = Field(
        description="What kept it from being done, withheld where it speaks of a patient whose care is closed to the caller. "
        "Null for planners, and where a run is asked for or stopped."
    )
    roster_id: str | None = Field(description="The roster that is repaired.")
    is_afresh: bool = Field(description="Whether it plans by the data alone, as if no roster were in force.")
    budget_seconds: float | None
    budget_iterations: int | None
    progress: ProgressPart | None


class JobFilter(Paging):
    """Which of what workers do to list."""

    state: RunState | None = None
    locality_id: Id | None = None
    is_mine: bool = Field(default=False, description="Only what the caller asked for.")


class RunFilter(JobFilter):
    """Which runs to list."""

    kind: RunKind | None = None
    first_date: Day | None = None


class PlacementRequest(Incoming):
    """Beside which plan a visit is to be placed: that of a roster, or that of a run."""

    roster_id: Id | None = Field(default=None, description="A draft or published roster.", examples=["5f0c"])
    run_id: Id | None = Field(default=None, description="A run that has ended with a plan.")
    most: int = Field(default=5, ge=1, le=MOST_PLACEMENTS, description="The most places to answer with.")

    @model_validator(mode="after")
    def _one_plan(self) -> Self:
        if (self.roster_id is None) == (self.run_id is None):
            raise ValueError("expected roster_id or run_id, and not both")
        return self


class PlacePart(Outgoing):
    """Where one attendance would be made."""

    visit_id: str
    attendance: int = Field(description="Which of the visit's people, counted from 1.", examples=[1])
    shift_id: str
    staff_id: str
    position: int = Field(description="Among the stops of the shift, 1 for its first.", examples=[3])
    starts_at: AwareDatetime = Field(examples=["2026-11-23T10:40:00+00:00"])


class MovedPart(Outgoing):
    """A stop of the standing plan that would start at another time."""

    visit_id: str
    attendance: int
    shift_id: str
    later_minutes: int = Field(description="Below 0, earlier.", examples=[5])


class PlacementPart(Outgoing):
    """One lawful way to make the visit: all its attendances, and those of visits that only make sense with it."""

    places: list[PlacePart] = Field(description="The visit's own first.")
    cost_points: int = Field(
        description="What the plan costs more with it; ten points weigh as much as a minute of travel."
    )
    cost_by_rule: dict[str, int] = Field(examples=[{"travel": 120, "familiar_staff": 60}])
    moved: list[MovedPart] = Field(description="Whose times change; empty where nobody else notices.")


class Placements(Outgoing):
    """The best places for a visit, the cheapest first; none where it fits nowhere beside the plan as it stands."""

    visit_id: str
    placements: list[PlacementPart]
