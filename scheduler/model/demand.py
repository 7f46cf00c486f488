"""Who is visited and for what: patients, visits, and the links between visits."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import NewType

from scheduler.errors import InvalidNounError
from scheduler.model.geography import PracticeCode
from scheduler.model.place import LocationId
from scheduler.model.skills import Band, SkillId
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import Gender, OrganisationId, PatientId, StaffId
from scheduler.units import Minute, Minutes

VisitId = NewType("VisitId", str)


class RiskFlag(StrEnum):
    """A warning about an address for those who work alone."""

    NONE = "none"
    DAYLIGHT_ONLY = "daylight_only"
    """Alone by daylight only; two people at any hour."""
    TWO_PEOPLE = "two_people"
    """Never alone."""


class LevelOfCare(IntEnum):
    """Welsh Levels of Care: how much harm a missed visit does."""

    ROUTINE = 1
    MANAGED = 2
    COMPLEX = 3
    URGENT = 4
    IMMEDIATE = 5


class Service(StrEnum):
    """The service that a visit belongs to."""

    NURSING = "nursing"
    URGENT_RESPONSE = "urgent_response"
    VIRTUAL_WARD = "virtual_ward"
    PHYSIOTHERAPY = "physiotherapy"
    OCCUPATIONAL_THERAPY = "occupational_therapy"
    FALLS = "falls"
    MENTAL_HEALTH = "mental_health"
    SOCIAL_WORK = "social_work"
    HOME_SUPPORT = "home_support"
    VOLUNTARY = "voluntary"


@dataclass(frozen=True, slots=True)
class Patient:
    """A person who is visited at home. Everything here is private; logs name the id only."""

    id: PatientId
    name: str
    nhs_number: str
    location_id: LocationId
    practice_code: PracticeCode
    telephone: str = ""
    gender: Gender | None = None
    gender_required: Gender | None = None
    gender_preferred: Gender | None = None
    named_staff_id: StaffId | None = None
    preferred_staff_ids: tuple[StaffId, ...] = ()
    excluded_staff_ids: tuple[StaffId, ...] = ()
    """Staff whom the patient refuses or must not meet."""
    unwelcome_staff_ids: tuple[StaffId, ...] = ()
    """Staff whom the patient would rather not meet."""
    risk_flag: RiskFlag = RiskFlag.NONE


@dataclass(frozen=True, slots=True)
class Attendance:
    """What one person who attends a visit must bring."""

    skill_ids: tuple[SkillId, ...] = ()
    minimum_band: Band = Band.UNBANDED
    wished_skill_ids: tuple[SkillId, ...] = ()
    """What the person had better bring, at a cost where they do not."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One planned attendance on one patient. Windows and duration are clinical inputs: nothing in CILT changes them."""

    id: VisitId
    patient_id: PatientId
    organisation_id: OrganisationId
    """Who holds the referral."""
    service: Service
    visit_type: str
    windows: tuple[TimeWindow, ...]
    """In order of earliest start, not overlapping, anywhere in the horizon."""
    duration_minutes: Minutes
    attendances: tuple[Attendance, ...] = (Attendance(),)
    """One, or two for a double-up; the n-th must be filled by a person who meets it."""
    level_of_care: LevelOfCare = LevelOfCare.ROUTINE
    is_must_serve: bool = False
    is_time_critical: bool = False
    """Never late; other visits may start late up to the policy's tolerance, at a cost."""
    is_remote: bool = False
    """By video or telephone: no travel."""
    due_on: date | None = None
    latest_on: date | None = None
    """The last day on which this visit does its work; a deferral may not pass it without escalation."""
    respond_by: Minute | None = None
    """Urgent response: the last minute at which care may start."""
    what_to_do: str = ""
    kit: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.windows:
            raise InvalidNounError(f"visit {self.id} has no time window, expected at least one")
        for earlier, later in zip(self.windows, self.windows[1:], strict=False):
            if later.earliest_start <= earlier.latest_start:
                raise InvalidNounError(
                    f"visit {self.id} window from {later.earliest_start} is out of order, expected after {earlier.latest_start}"
                )
        if self.duration_minutes < 0:
            raise InvalidNounError(f"visit {self.id} duration_minutes is {self.duration_minutes}, expected 0 or more")
        if len(self.attendances) not in (1, 2):
            raise InvalidNounError(f"visit {self.id} has {len(self.attendances)} attendances, expected 1 or 2")

    @property
    def is_double_up(self) -> bool:
        """Whether two people attend."""
        return len(self.attendances) == 2

    def window_at(self, start: Minute) -> TimeWindow:
        """The window that a start is judged by: the last one that has opened by then, else the first."""
        opened = [window for window in self.windows if window.earliest_start <= start]
        return opened[-1] if opened else self.windows[0]


class LinkedStaff(StrEnum):
    """Who makes two linked visits."""

    ANY = "any"
    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class VisitLink:
    """Two visits that belong together: start of `second` minus start of `first` lies in the gap, both ends included.

    The gap binds only where both are planned.
    """

    first: VisitId
    second: VisitId
    gap_least_minutes: Minutes
    gap_most_minutes: Minutes
    staff: LinkedStaff = LinkedStaff.ANY
    is_both_or_none: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise InvalidNounError(f"link joins visit {self.first} to itself, expected two visits")
        if self.gap_most_minutes < self.gap_least_minutes:
            raise InvalidNounError(
                f"link {self.first} to {self.second} gap_most_minutes is {self.gap_most_minutes}, expected {self.gap_least_minutes} or more"
            )
