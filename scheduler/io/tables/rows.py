"""One pydantic model for each CSV table of a data folder: the columns, their types and their meaning.

How files are found, read and judged as a whole stands beside this file. A moment is local wall-clock time in
Europe/London, ``2026-11-23T08:00``, or carries an offset; a list holds its items between semicolons; an empty cell is
"not given".
"""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from scheduler.model.demand import LinkedStaff, RiskFlag, Service
from scheduler.model.place import LocationKind
from scheduler.model.workforce import Gender, OrganisationKind, Role, TravelMode


def _split(value: object) -> object:
    return tuple(item.strip() for item in value.split(";") if item.strip()) if isinstance(value, str) else value


Ids = Annotated[tuple[str, ...], BeforeValidator(_split), PlainSerializer(";".join)]
"""A list of ids in one cell, between semicolons."""
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
Text = Annotated[str, Field(max_length=500)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Row(BaseModel):
    """What all tables share: unknown columns are refused, an empty cell means the default."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    table: ClassVar[str]
    """The file's name without ``.csv``."""
    key: ClassVar[tuple[str, ...]]
    """The columns whose values name a row; no two rows share them."""
    may_be_absent: ClassVar[bool] = False

    @model_validator(mode="before")
    @classmethod
    def _empty_means_default(cls, cells: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever it was given
        return (
            {name: cell for name, cell in cells.items() if cell not in ("", None)} if isinstance(cells, dict) else cells
        )


class LocalityRow(Row):
    """A part of the county with its own coordinators."""

    table, key = "localities", ("locality_id",)
    locality_id: Id
    name: Text


class LocationRow(Row):
    """A point that people travel to: WGS 84 degrees."""

    table, key = "locations", ("location_id",)
    location_id: Id
    kind: LocationKind
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    address: Text = ""
    area: Text = ""
    access_notes: Text = ""


class BaseRow(Row):
    """A building from which a team works."""

    table, key = "bases", ("base_id",)
    base_id: Id
    name: Text
    location_id: Id
    telephone: Text = ""


class TeamRow(Row):
    """A neighbourhood team."""

    table, key = "teams", ("team_id",)
    team_id: Id
    name: Text
    locality_id: Id
    base_id: Id
    telephone: Text = ""


class PracticeRow(Row):
    """A GP practice and the team it belongs to."""

    table, key = "practices", ("ods_code",)
    ods_code: Annotated[str, Field(pattern=r"^[A-Z]\d{5}$")]
    name: Text
    location_id: Id
    team_id: Id
    list_size: Count = 0
    share_over_65: Annotated[float, Field(ge=0, le=1)] = 0.0


class OrganisationRow(Row):
    """An employer."""

    table, key = "organisations", ("organisation_id",)
    organisation_id: Id
    name: Text
    kind: OrganisationKind


class SkillRow(Row):
    """A competence."""

    table, key = "skills", ("skill_id",)
    skill_id: Id
    name: Text
    is_registered: bool = False
    is_delegable: bool = False


class StaffRow(Row):
    """Anyone who makes visits."""

    table, key = "staff", ("staff_id",)
    staff_id: Id
    name: Text
    organisation_id: Id
    role: Role
    band: Annotated[int, Field(ge=0, le=8)]
    is_registered: bool
    team_ids: Ids
    gender: Gender | None = None
    telephone: Text = ""
    minutes_worked_this_week: Count = 0
    last_shift_ended_at: datetime | None = None


class StaffSkillRow(Row):
    """A skill that a staff member holds."""

    table, key = "staff_skills", ("staff_id", "skill_id")
    staff_id: Id
    skill_id: Id
    expires_on: date | None = None


class ShiftRow(Row):
    """A staff member's working period."""

    table, key = "shifts", ("shift_id",)
    shift_id: Id
    staff_id: Id
    starts_at: datetime
    ends_at: datetime
    start_location_id: Id
    end_location_id: Id
    travel_mode: TravelMode = TravelMode.CAR
    break_minutes: Count = 0
    break_from: datetime | None = None
    break_to: datetime | None = None
    """Latest start of the break."""
    admin_minutes: Count = 0
    overtime_limit_minutes: Count = 0
    visit_limit: Count | None = None


class EventRow(Row):
    """A fixed event inside a shift; without a location it is by telephone or video."""

    table, key, may_be_absent = "events", ("shift_id", "starts_at"), True
    shift_id: Id
    name: Text
    starts_at: datetime
    ends_at: datetime
    location_id: Id | None = None


class PatientRow(Row):
    """A person who is visited."""

    table, key = "patients", ("patient_id",)
    patient_id: Id
    name: Text
    nhs_number: Annotated[str, Field(min_length=10, max_length=12)]
    location_id: Id
    ods_code: Id
    telephone: Text = ""
    gender: Gender | None = None
    gender_required: Gender | None = None
    gender_preferred: Gender | None = None
    named_staff_id: Id | None = None
    preferred_staff_ids: Ids = ()
    excluded_staff_ids: Ids = ()
    risk_flag: RiskFlag = RiskFlag.NONE


class VisitRow(Row):
    """One planned attendance on one patient; its windows and attendances stand in tables of their own."""

    table, key = "visits", ("visit_id",)
    visit_id: Id
    patient_id: Id
    organisation_id: Id
    service: Service
    visit_type: Id
    duration_minutes: Annotated[int, Field(ge=1, le=600)]
    level_of_care: Annotated[int, Field(ge=1, le=5)]
    is_must_serve: bool = False
    is_time_critical: bool = False
    is_remote: bool = False
    due_on: date | None = None
    latest_on: date | None = None
    respond_by: datetime | None = None
    what_to_do: Text = ""
    kit: Ids = ()


class VisitWindowRow(Row):
    """When a visit's care may start, both ends included."""

    table, key = "visit_windows", ("visit_id", "earliest_start")
    visit_id: Id
    earliest_start: datetime
    latest_start: datetime


class VisitAttendanceRow(Row):
    """What the first or second person to attend a visit must bring; a visit without a row asks for one person."""

    table, key = "visit_attendances", ("visit_id", "attendance")
    visit_id: Id
    attendance: Annotated[int, Field(ge=1, le=2)]
    skill_ids: Ids = ()
    minimum_band: Annotated[int, Field(ge=0, le=8)] = 0


class VisitLinkRow(Row):
    """Two visits that belong together: minutes between their starts, second minus first."""

    table, key, may_be_absent = "visit_links", ("first_visit_id", "second_visit_id"), True
    first_visit_id: Id
    second_visit_id: Id
    gap_least_minutes: int
    gap_most_minutes: int
    staff: LinkedStaff = LinkedStaff.ANY
    is_both_or_none: bool = False
    reason: Text = ""


class DelegationRow(Row):
    """A registered task delegated for one patient to one worker."""

    table, key, may_be_absent = "delegations", ("patient_id", "staff_id", "skill_id"), True
    patient_id: Id
    staff_id: Id
    skill_id: Id
    reviewed_on: date
    visits_since_review: Count = 0


class CareHistoryRow(Row):
    """How often a staff member visited a patient in the last 28 days."""

    table, key, may_be_absent = "care_history", ("patient_id", "staff_id"), True
    patient_id: Id
    staff_id: Id
    num_visits: Annotated[int, Field(ge=1, le=1000)]


class PinRow(Row):
    """A coordinator's decision that the plan must keep."""

    table, key, may_be_absent = "pins", ("visit_id", "attendance"), True
    visit_id: Id
    attendance: Annotated[int, Field(ge=1, le=2)] = 1
    shift_id: Id
    starts_at: datetime | None = None


class PolicyRow(Row):
    """A weight (by rule) or a limit that differs from the default policy."""

    table, key, may_be_absent = "policy", ("setting",), True
    setting: Annotated[str, Field(pattern=r"^(weight|limit)\.[a-z_]+$|^pools_across_organisations$")]
    value: Count


TABLES: tuple[type[Row], ...] = (
    LocalityRow,
    LocationRow,
    BaseRow,
    TeamRow,
    PracticeRow,
    OrganisationRow,
    SkillRow,
    StaffRow,
    StaffSkillRow,
    ShiftRow,
    EventRow,
    PatientRow,
    VisitRow,
    VisitWindowRow,
    VisitAttendanceRow,
    VisitLinkRow,
    DelegationRow,
    CareHistoryRow,
    PinRow,
    PolicyRow,
)
"""Every table, each after the tables it refers to."""
