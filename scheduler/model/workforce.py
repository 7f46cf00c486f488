"""Who makes visits and when: organisations, staff members, shifts, delegations."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from scheduler.errors import InvalidNounError
from scheduler.model.geography import TeamId
from scheduler.model.place import LocationId
from scheduler.model.skills import Band, SkillHolding, SkillId
from scheduler.units import Minute, Minutes

OrganisationId = NewType("OrganisationId", str)
StaffId = NewType("StaffId", str)
ShiftId = NewType("ShiftId", str)
PatientId = NewType("PatientId", str)


class OrganisationKind(StrEnum):
    """The three parts of an integrated team."""

    COMMUNITY_HEALTH = "community_health"
    SOCIAL_CARE = "social_care"
    VOLUNTARY = "voluntary"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An employer; data access follows it."""

    id: OrganisationId
    name: str
    kind: OrganisationKind


class Role(StrEnum):
    """What a staff member is employed as."""

    COMMUNITY_NURSE = "community_nurse"
    HEALTHCARE_ASSISTANT = "healthcare_assistant"
    URGENT_RESPONSE_PRACTITIONER = "urgent_response_practitioner"
    VIRTUAL_WARD_NURSE = "virtual_ward_nurse"
    END_OF_LIFE_NURSE = "end_of_life_nurse"
    PHYSIOTHERAPIST = "physiotherapist"
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    OT_COORDINATOR = "ot_coordinator"
    FALLS_PRACTITIONER = "falls_practitioner"
    MENTAL_HEALTH_PRACTITIONER = "mental_health_practitioner"
    SOCIAL_WORKER = "social_worker"
    HOME_CARE_WORKER = "home_care_worker"
    WELLBEING_WORKER = "wellbeing_worker"
    VOLUNTEER = "volunteer"


class Gender(StrEnum):
    """Recorded only where a patient's requirement needs it."""

    FEMALE = "female"
    MALE = "male"


class TravelMode(StrEnum):
    """How a staff member gets about during a shift."""

    CAR = "car"
    BICYCLE = "bicycle"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Anyone who makes visits, of any organisation."""

    id: StaffId
    name: str
    organisation_id: OrganisationId
    role: Role
    band: Band
    is_registered: bool
    team_ids: tuple[TeamId, ...]
    """The neighbourhood teams whose patients this person may visit."""
    skills: tuple[SkillHolding, ...] = ()
    gender: Gender | None = None
    telephone: str = ""
    minutes_worked_this_week: Minutes = Minutes(0)
    """Before the horizon, for all employers together."""
    last_shift_ended_at: Minute | None = None
    """End of the last shift before the horizon: zero or negative."""

    def holds(self, skill_id: SkillId, day: date) -> bool:
        """Whether this person holds a skill in date on a day."""
        return any(holding.skill_id == skill_id and holding.is_in_date(day) for holding in self.skills)


@dataclass(frozen=True, slots=True)
class Break:
    """An unpaid break in a shift; it starts anywhere in its window, between stops or on the way."""

    duration_minutes: Minutes
    earliest_start: Minute
    latest_start: Minute
    may_be_missed: bool = False
    """Whether it is only wished for: a shift without room for it is lawful, at a cost."""

    def __post_init__(self) -> None:
        if self.duration_minutes <= 0:
            raise InvalidNounError(f"break duration_minutes is {self.duration_minutes}, expected more than 0")
        if self.latest_start < self.earliest_start:
            raise InvalidNounError(
                f"break latest_start is {self.latest_start}, expected {self.earliest_start} or later"
            )


@dataclass(frozen=True, slots=True)
class FixedEvent:
    """A handover, team meeting or training inside a shift, at a set time."""

    name: str
    start: Minute
    end: Minute
    location_id: LocationId | None = None
    """None: by telephone or video, wherever the person is."""

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InvalidNounError(f"fixed event from {self.start} ends at {self.end}, expected after its start")


@dataclass(frozen=True, slots=True)
class Shift:
    """One staff member's working period; a plan gives it one route."""

    id: ShiftId
    staff_id: StaffId
    start: Minute
    end: Minute
    start_location_id: LocationId
    end_location_id: LocationId
    travel_mode: TravelMode = TravelMode.CAR
    rest_break: Break | None = None
    events: tuple[FixedEvent, ...] = ()
    """In order of start, none overlapping another."""
    admin_minutes: Minutes = Minutes(0)
    """Kept free at the end of the shift, after the way back."""
    overtime_limit_minutes: Minutes = Minutes(0)
    visit_limit: int | None = None
    """Overrides the policy's contact limit for this shift."""

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InvalidNounError(f"shift {self.id} end is {self.end}, expected after its start {self.start}")
        for earlier, later in zip(self.events, self.events[1:], strict=False):
            if later.start < earlier.end:
                raise InvalidNounError(
                    f"shift {self.id} has a fixed event from {later.start}, expected after the one before it ends at {earlier.end}"
                )
        for event in self.events:
            if event.start < self.start or event.end > self.end:
                raise InvalidNounError(
                    f"shift {self.id} has a fixed event from {event.start} to {event.end}, expected inside {self.start} to {self.end}"
                )

    @property
    def paid_minutes(self) -> Minutes:
        """The shift's length without its unpaid break."""
        return Minutes(self.end - self.start - (self.rest_break.duration_minutes if self.rest_break else 0))


@dataclass(frozen=True, slots=True)
class Delegation:
    """A registered professional has delegated one task for one patient to one worker, by name."""

    patient_id: PatientId
    staff_id: StaffId
    skill_id: SkillId
    reviewed_on: date
    visits_since_review: int = 0

    def __post_init__(self) -> None:
        if self.visits_since_review < 0:
            raise InvalidNounError(
                f"delegation of {self.skill_id} to {self.staff_id} visits_since_review is {self.visits_since_review}, expected 0 or more"
            )
