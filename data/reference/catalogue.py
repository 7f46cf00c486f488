"""The reference tables as typed lines. What is drawn from them stands in `data.synthetic`."""

from datetime import time
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from data.csv_rows import Items, Line, Numbers, read_lines
from scheduler.model.demand import LinkedStaff, Service
from scheduler.model.workforce import OrganisationKind, Role

_HERE = Path(__file__).parent

ClockSpan = tuple[time, time]
"""From one wall-clock time to another, both included."""


def _clock_spans(cell: object) -> object:
    return tuple(tuple(span.split("-")) for span in cell.split(";")) if isinstance(cell, str) else cell


def _chances(cell: object) -> object:
    return tuple(tuple(item.split(":")) for item in cell.split(";")) if isinstance(cell, str) else cell


class SkillLine(Line):
    """A competence."""

    skill_id: str
    name: str
    is_registered: bool
    is_delegable: bool
    source: str


class OrganisationLine(Line):
    """An invented employer."""

    organisation_id: str
    name: str
    kind: OrganisationKind


class VisitType(Line):
    """What kind of visit it is, how often the county makes it, and what it asks of whoever attends."""

    visit_type: str
    name: str
    service: Service
    organisation_id: str
    duration_minutes: int
    level_of_care: int
    is_must_serve: bool
    is_time_critical: bool
    is_remote: bool
    is_first_contact: bool
    """Nobody has cared for the patient in this matter before."""
    windows: Annotated[tuple[ClockSpan, ...], BeforeValidator(_clock_spans)]
    """Possible windows of starts; a patient has one of them."""
    slice_minutes: int
    """A patient's own slice of the window; 0: all of it."""
    skill_ids: Items
    second_skill_ids: Items = ()
    """What the second person of a double-up brings."""
    minimum_band: int
    double_up_percent: int
    county_weekday_visits: int
    weekend_percent: int
    """Visits on a Saturday or Sunday, of those on a weekday."""
    every_days: int
    """The same patient is visited again after so many days."""
    latest_after_days: int
    """How many days after the due day the visit still does its work."""
    follows: str | None = None
    """The visit type whose patients, of the same day, have this one too."""
    gap_least_minutes: int | None = None
    gap_most_minutes: int | None = None
    linked_staff: LinkedStaff | None = None
    repeat_gap_least_minutes: int | None = None
    repeat_gap_most_minutes: int | None = None
    """From one visit of this type to the same patient's next."""
    respond_minutes: int | None = None
    """From the opening of the window to the latest start that the standard allows."""
    what_to_do: str
    kit: Items = ()
    source: str


class RoleLine(Line):
    """What a role brings."""

    role: Role
    organisation_ids: Items
    """Employers, taken in turn."""
    bands: Numbers
    """Bands, taken in turn."""
    is_registered: bool
    skill_ids: Items
    sometimes_skill_ids: Annotated[tuple[tuple[str, int], ...], BeforeValidator(_chances)] = ()
    """Skills that only some hold, with the percentage who do."""
    source: str


class StaffingLine(Line):
    """How many of a role are on duty, for whom and on which shift patterns."""

    staffing_id: str
    role: Role
    serves: str
    """`team` or `locality`."""
    county_weekday_staff: int
    least_staff: int
    """In every team, or locality."""
    weekend_percent: int
    shift_patterns: Items
    """Taken in turn."""
    visit_limit: int | None = None
    overtime_limit_minutes: int
    home_start_percent: int
    is_hub: bool
    """Stays at the base."""
    source: str


class ShiftPattern(Line):
    """A working period, with the break it owes and the event in it."""

    shift_pattern: str
    starts: time
    ends: time
    break_minutes: int
    break_from: time | None = None
    break_to: time | None = None
    event_name: str = ""
    event_from: time | None = None
    event_to: time | None = None
    event_at_base: bool
    """Held at the base for those who start there; else, and for all others, by telephone."""
    admin_minutes: int
    source: str


class TravelModeLine(Line):
    """How staff get about, by the ground and by whether they serve a `team` or a `locality`."""

    travel: str
    serves: str
    car_percent: int
    bicycle_percent: int
    foot_percent: int
    source: str


class Target(Line):
    """A figure that a generated weekday comes near; compared in the data card."""

    part: str
    """`county`, or a locality's name."""
    measure: str
    figure: int


@cache
def skills() -> tuple[SkillLine, ...]:
    """Every skill."""
    return read_lines(_HERE / "skills.csv", SkillLine)


@cache
def organisations() -> tuple[OrganisationLine, ...]:
    """Every employer."""
    return read_lines(_HERE / "organisations.csv", OrganisationLine)


@cache
def visit_types() -> tuple[VisitType, ...]:
    """Every visit type, each after the one it follows."""
    return read_lines(_HERE / "visit_types.csv", VisitType)


@cache
def roles() -> dict[Role, RoleLine]:
    """Every role."""
    return {line.role: line for line in read_lines(_HERE / "roles.csv", RoleLine)}


@cache
def staffing() -> tuple[StaffingLine, ...]:
    """Who is on duty on a weekday in the whole county."""
    return read_lines(_HERE / "staffing.csv", StaffingLine)


@cache
def shift_patterns() -> dict[str, ShiftPattern]:
    """Shift patterns by name."""
    return {line.shift_pattern: line for line in read_lines(_HERE / "shift_patterns.csv", ShiftPattern)}


@cache
def travel_modes() -> dict[tuple[str, str], TravelModeLine]:
    """Shares of travel modes by `(travel, serves)`."""
    return {(line.travel, line.serves): line for line in read_lines(_HERE / "travel_modes.csv", TravelModeLine)}


@cache
def targets() -> tuple[Target, ...]:
    """Every figure to come near, for a weekday."""
    return read_lines(_HERE / "targets.csv", Target)
