"""What a plan file holds, part by part. Reading, writing and the way to a `Plan` stand in `plan_json`.

A plan made by hand needs `routes` and `left_out` alone.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from scheduler.io.tables.cells import FIRST_YEAR, LAST_YEAR, Day
from scheduler.model.clock import LONDON
from scheduler.model.plan import Outcome
from scheduler.rules import CATALOGUE


def _rule_that_may_be_overridden(code: str) -> str:
    codes = [rule.code for rule, entry in CATALOGUE.items() if entry.may_override]
    if code not in codes:
        raise ValueError(f"expected one of {', '.join(codes)}")
    return code


def _no_number(value: object) -> object:
    # A bare number would be read as seconds since 1970.
    if isinstance(value, str | datetime):
        return value
    raise ValueError("expected a day and time such as 2026-11-23T09:30")


def _in_our_time(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"expected a moment from {FIRST_YEAR} to {LAST_YEAR}")
    return moment


def _on_a_whole_minute(moment: datetime) -> datetime:
    if moment.second or moment.microsecond:
        raise ValueError("expected a whole minute")
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


Id = Annotated[str, Field(min_length=1)]
WholeMinute = Annotated[
    datetime,
    BeforeValidator(_no_number),
    AfterValidator(_in_our_time),
    AfterValidator(_on_a_whole_minute),
    PlainSerializer(lambda moment: moment.isoformat(timespec="minutes"), when_used="json"),
]
"""Local time (Europe/London) where it has no offset, as in the tables."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StopPart(_Part):
    """A visit placed in a route."""

    visit_id: Id
    start: WholeMinute
    attendance: int | None = Field(default=None, ge=1)
    """Which of the visit's people, counted from 1 as in the tables; where it is missing, the next that is free."""


class RoutePart(_Part):
    """The stops of one shift; in any order, for they are made in order of start."""

    shift_id: Id
    stops: tuple[StopPart, ...] = ()


class LeftOutPart(_Part):
    """A visit that is not planned; a blank reason can be read, and the validator finds it."""

    visit_id: Id
    outcome: Outcome
    reason: str
    new_latest_on: Day | None = None


class OverridePart(_Part):
    """Who took responsibility for breaking which rule in which shift."""

    rule: Annotated[str, AfterValidator(_rule_that_may_be_overridden)]
    shift_id: Id
    by: Id
    reason: Id


class BreakPart(_Part):
    """When the break of a shift is taken."""

    shift_id: Id
    start: WholeMinute


class Scope(_Part):
    """Which part of a data folder a plan answers: enough to make its problem again."""

    first_date: Day
    num_days: int = Field(default=1, ge=1, le=366)
    locality: str | None = None
    teams: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = [f"team {team}" for team in self.teams] or [self.locality or "everybody"]
        last_date = self.first_date + timedelta(days=self.num_days - 1)
        days = f"{self.first_date}" if self.num_days == 1 else f"{self.first_date} to {last_date}"
        return f"{', '.join(where)} on {days}"


class ProvenancePart(_Part):
    """Where a plan comes from; see `scheduler.planning.Provenance`."""

    problem_digest: str
    travel_source: str
    solver: str
    status: str
    seed: int
    budget_seconds: float | None
    budget_iterations: int | None
    workers: int
    version: str
    seconds: float
    iterations: int
    bound: int | None


class PlanDocument(_Part):
    """A plan file."""

    format: Literal["cilt-plan/2", "cilt-plan/3"] = "cilt-plan/3"
    """Up to 2, no breaks; up to 1, attendances counted from 0."""
    number: str | None = None
    """What is printed on every page; plans with the same decisions for the same problem share it."""
    made_at: Annotated[AwareDatetime, AfterValidator(_in_our_time)] | None = None
    scope: Scope | None = None
    provenance: ProvenancePart | None = None
    routes: tuple[RoutePart, ...]
    left_out: tuple[LeftOutPart, ...]
    overrides: tuple[OverridePart, ...] = ()
    breaks: tuple[BreakPart, ...] | None = None
    """Every break that is taken, where the plan decides it; null: each lies in the first gap with room for it."""
