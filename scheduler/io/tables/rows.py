"""One pydantic model for each CSV table of a data folder: the columns, their types and their meaning.

What a cell may hold stands in `cells.py`; how files are found, read and judged as a whole stands beside this file. A
moment is local wall-clock time in Europe/London, ``2026-11-23T08:00``, or carries an offset; a list holds its items
between semicolons; an empty cell is "not given". A column named ``…<key of a table>`` refers to that table.
"""

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scheduler.io.tables.cells import BandNumber, Count, Day, Expects, Id, Ids, Moment, NhsNumber, Text
from scheduler.model.demand import LinkedStaff, RiskFlag, Service
from scheduler.model.place import LocationKind
from scheduler.model.workforce import Gender, OrganisationKind, Role, TravelMode


def about(meaning: str, example: str = "", *, unit: str = "") -> Any:  # noqa: ANN401 - what pydantic's Field returns
    """A column's meaning, one example and its unit, for `data/README.md`."""
    return Field(description=meaning, examples=[example], json_schema_extra={"unit": unit})


class Row(BaseModel):
    """What all tables share: unknown columns are refused, an empty cell means the default."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    table: ClassVar[str]
    """The file's name without ``.csv``."""
    key: ClassVar[tuple[str, ...]]
    """The columns whose values name a row; no two rows share them."""
    may_be_absent: ClassVar[bool] = False
    may_be_empty: ClassVar[bool] = False
    """Whether the file may hold a header alone; a table that may be absent may."""

    @model_validator(mode="before")
    @classmethod
    def _empty_means_default(cls, cells: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever it was given
        return (
            {name: cell for name, cell in cells.items() if cell not in ("", None)} if isinstance(cells, dict) else cells
        )


class LocalityRow(Row):
    """A part of the county with its own coordinators."""

    table, key = "localities", ("locality_id",)
    locality_id: Annotated[Id, about("Names the locality in other tables.", "west")]
    name: Annotated[Text, about("As people say it.", "West")]


class LocationRow(Row):
    """A point that people travel to: WGS 84 degrees."""

    table, key = "locations", ("location_id",)
    location_id: Annotated[Id, about("Names the place in other tables.", "home-0001")]
    kind: Annotated[LocationKind, about("What stands there.", "home")]
    latitude: Annotated[float, Field(ge=-90, le=90), about("North of the equator.", "51.7834", unit="degrees")]
    longitude: Annotated[float, Field(ge=-180, le=180), about("East of Greenwich.", "-1.4852", unit="degrees")]
    address: Annotated[Text, about("In full; private where it is a home.", "3 Mill Lane, Witney")] = ""
    area: Annotated[Text, about("Street or village, never the house: may stand on a roster.", "Witney")] = ""
    access_notes: Annotated[Text, about("How to get in.", "Key safe by the side door")] = ""


class BaseRow(Row):
    """A building from which a team works."""

    table, key = "bases", ("base_id",)
    base_id: Annotated[Id, about("Names the base in other tables.", "witney")]
    name: Annotated[Text, about("As people say it.", "Witney Community Hospital")]
    location_id: Annotated[Id, about("Where it stands.", "base-witney")]
    telephone: Annotated[Text, about("For the roster.", "01632 960001")] = ""


class TeamRow(Row):
    """A neighbourhood team."""

    table, key = "teams", ("team_id",)
    team_id: Annotated[Id, about("Names the team in other tables.", "west-1")]
    name: Annotated[Text, about("As people say it.", "Witney")]
    locality_id: Annotated[Id, about("The locality it belongs to.", "west")]
    base_id: Annotated[Id, about("The base it works from.", "witney")]
    telephone: Annotated[Text, about("For the roster.", "01632 960002")] = ""


class PracticeRow(Row):
    """A GP practice and the team it belongs to."""

    table, key = "practices", ("ods_code",)
    ods_code: Annotated[
        str,
        Field(pattern=r"^[A-Z][0-9]{5}$"),
        Expects("an ODS code: one capital letter and five digits"),
        about("Its national code.", "K84017"),
    ]
    name: Annotated[Text, about("As people say it.", "Windrush Medical Practice")]
    location_id: Annotated[Id, about("Where it stands.", "practice-K84017")]
    team_id: Annotated[Id, about("The team that answers for its patients.", "west-1")]
    list_size: Annotated[Count, about("Registered patients.", "17321", unit="patients")] = 0
    share_over_65: Annotated[
        float, Field(ge=0, le=1), about("Of the list, aged 65 or over.", "0.21", unit="fraction")
    ] = 0.0


class OrganisationRow(Row):
    """An employer."""

    table, key = "organisations", ("organisation_id",)
    organisation_id: Annotated[Id, about("Names the employer in other tables.", "community-health")]
    name: Annotated[Text, about("As people say it.", "Community Health Trust")]
    kind: Annotated[OrganisationKind, about("Its part of an integrated team.", "community_health")]


class SkillRow(Row):
    """A competence."""

    table, key, may_be_empty = "skills", ("skill_id",), True
    skill_id: Annotated[Id, about("Names the skill in other tables.", "insulin")]
    name: Annotated[Text, about("As people say it.", "Insulin injection")]
    is_registered: Annotated[bool, about("Needs a registered professional, or a delegation.", "true")] = False
    is_delegable: Annotated[bool, about("May be delegated by name.", "true")] = False


class StaffRow(Row):
    """Anyone who makes visits."""

    table, key = "staff", ("staff_id",)
    staff_id: Annotated[Id, about("Names the staff member in other tables.", "s-014")]
    name: Annotated[Text, about("As patients know them.", "Ada Example")]
    organisation_id: Annotated[Id, about("The employer.", "community-health")]
    role: Annotated[Role, about("What they are employed as.", "community_nurse")]
    band: Annotated[BandNumber, about("Agenda for Change band; 0 outside the scale.", "5")]
    is_registered: Annotated[bool, about("On a professional register.", "true")]
    team_ids: Annotated[Ids, about("The teams whose patients they may visit.", "west-1;west-2")]
    gender: Annotated[Gender | None, about("Only where a patient's requirement needs it.", "female")] = None
    telephone: Annotated[Text, about("For colleagues.", "01632 960014")] = ""
    minutes_worked_this_week: Annotated[
        Count, about("Before the first day planned, for all employers together.", "900", unit="minutes")
    ] = 0
    last_shift_ended_at: Annotated[
        Moment | None, about("End of the last shift before the first day planned.", "2026-11-22T20:30")
    ] = None


class StaffSkillRow(Row):
    """A skill that a staff member holds."""

    table, key, may_be_empty = "staff_skills", ("staff_id", "skill_id"), True
    staff_id: Annotated[Id, about("Who.", "s-014")]
    skill_id: Annotated[Id, about("What.", "insulin")]
    expires_on: Annotated[Day | None, about("The last day it may be used; empty: for good.", "2027-03-31")] = None


class ShiftRow(Row):
    """A staff member's working period."""

    table, key = "shifts", ("shift_id",)
    shift_id: Annotated[Id, about("Names the shift in other tables.", "s-014-1123")]
    staff_id: Annotated[Id, about("Who works it.", "s-014")]
    starts_at: Annotated[Moment, about("Its start.", "2026-11-23T08:00")]
    ends_at: Annotated[Moment, about("Its end, at most 24 hours later.", "2026-11-23T16:00")]
    start_location_id: Annotated[Id, about("Where the person sets out.", "base-witney")]
    end_location_id: Annotated[Id, about("Where the person returns to.", "base-witney")]
    travel_mode: Annotated[TravelMode, about("How the person gets about.", "car")] = TravelMode.CAR
    break_minutes: Annotated[Count, about("Unpaid break owed; 0: none.", "30", unit="minutes")] = 0
    break_from: Annotated[Moment | None, about("Earliest start of the break.", "2026-11-23T11:30")] = None
    break_to: Annotated[Moment | None, about("Latest start of the break.", "2026-11-23T14:00")] = None
    break_may_be_missed: Annotated[
        bool, about("The break is wished for, not owed: a shift without room for it is lawful, at a cost.", "false")
    ] = False
    admin_minutes: Annotated[Count, about("Kept free at the end, after the way back.", "30", unit="minutes")] = 0
    overtime_limit_minutes: Annotated[
        Count, about("The most that may be worked past the end.", "0", unit="minutes")
    ] = 0
    visit_limit: Annotated[Count | None, about("Most visits; empty: the policy's limit.", "9", unit="visits")] = None


class EventRow(Row):
    """A fixed event inside a shift; without a location it is by telephone or video."""

    table, key, may_be_absent = "events", ("shift_id", "starts_at"), True
    shift_id: Annotated[Id, about("The shift it lies in.", "s-014-1123")]
    name: Annotated[Text, about("What it is.", "Handover")]
    starts_at: Annotated[Moment, about("Its start.", "2026-11-23T13:00")]
    ends_at: Annotated[Moment, about("Its end.", "2026-11-23T13:30")]
    location_id: Annotated[Id | None, about("Where; empty: by telephone or video.", "base-witney")] = None


class PatientRow(Row):
    """A person who is visited."""

    table, key = "patients", ("patient_id",)
    patient_id: Annotated[Id, about("Names the patient in other tables.", "p-0001")]
    name: Annotated[Text, about("Private.", "Bea Example")]
    nhs_number: Annotated[NhsNumber, about("Private; synthetic ones begin with 999.", "999 000 0018")]
    location_id: Annotated[Id, about("Home.", "home-0001")]
    ods_code: Annotated[Id, about("The practice of registration.", "K84017")]
    telephone: Annotated[Text, about("Private.", "01632 960101")] = ""
    gender: Annotated[Gender | None, about("The patient's own.", "male")] = None
    gender_required: Annotated[Gender | None, about("Staff of another gender may not visit.", "female")] = None
    gender_preferred: Annotated[Gender | None, about("Staff of this gender are welcome first.", "female")] = None
    named_staff_id: Annotated[Id | None, about("The named nurse or worker.", "s-014")] = None
    preferred_staff_ids: Annotated[Ids, about("Staff whom the patient would rather see.", "s-014;s-015")] = ()
    excluded_staff_ids: Annotated[Ids, about("Staff who may not visit.", "s-020")] = ()
    risk_flag: Annotated[RiskFlag, about("A warning for those who work alone.", "daylight_only")] = RiskFlag.NONE


class VisitRow(Row):
    """One planned attendance on one patient; its windows and attendances stand in tables of their own."""

    table, key = "visits", ("visit_id",)
    visit_id: Annotated[Id, about("Names the visit in other tables.", "v-0001")]
    patient_id: Annotated[Id, about("Who is visited.", "p-0001")]
    organisation_id: Annotated[Id, about("Who holds the referral.", "community-health")]
    service: Annotated[Service, about("The service it belongs to.", "nursing")]
    visit_type: Annotated[Id, about("What kind of visit.", "insulin_morning")]
    duration_minutes: Annotated[int, Field(ge=1, le=600), about("Care at the home, no travel.", "20", unit="minutes")]
    level_of_care: Annotated[
        int, Field(ge=1, le=5), about("5 immediate, 4 urgent, 3 complex, 2 managed, 1 routine.", "4")
    ]
    is_must_serve: Annotated[bool, about("Planned or escalated, never deferred.", "true")] = False
    is_time_critical: Annotated[bool, about("Never starts late.", "true")] = False
    is_remote: Annotated[bool, about("By video or telephone: no travel.", "false")] = False
    due_on: Annotated[Day | None, about("The day it is meant for.", "2026-11-23")] = None
    latest_on: Annotated[Day | None, about("The last day on which it does its work.", "2026-11-24")] = None
    respond_by: Annotated[
        Moment | None,
        about("Urgent response: care starts by then, or it is escalated; never deferred.", "2026-11-23T11:40"),
    ] = None
    what_to_do: Annotated[Text, about("For the roster.", "Morning insulin, check glucose")] = ""
    kit: Annotated[Ids, about("What to bring.", "glucose meter;sharps box")] = ()


class VisitWindowRow(Row):
    """When a visit's care may start, both ends included."""

    table, key = "visit_windows", ("visit_id", "earliest_start")
    visit_id: Annotated[Id, about("The visit; it may have several windows.", "v-0001")]
    earliest_start: Annotated[Moment, about("Care may start from then on,", "2026-11-23T07:30")]
    latest_start: Annotated[Moment, about("and until then.", "2026-11-23T10:00")]


class VisitAttendanceRow(Row):
    """What the first or second person to attend a visit must bring; a visit without a row asks for one person."""

    table, key, may_be_empty = "visit_attendances", ("visit_id", "attendance"), True
    visit_id: Annotated[Id, about("The visit.", "v-0001")]
    attendance: Annotated[int, Field(ge=1, le=2), about("1, or 2 for the second of a double-up.", "1")]
    skill_ids: Annotated[Ids, about("Every skill this person must hold.", "insulin")] = ()
    minimum_band: Annotated[BandNumber, about("At least this band; 0: any.", "3")] = 0


class VisitLinkRow(Row):
    """Two visits that belong together: minutes between their starts, second minus first."""

    table, key, may_be_absent = "visit_links", ("first_visit_id", "second_visit_id"), True
    first_visit_id: Annotated[Id, about("One visit.", "v-0001")]
    second_visit_id: Annotated[Id, about("The other.", "v-0002")]
    gap_least_minutes: Annotated[
        int, Field(ge=-1_000_000, le=1_000_000), about("Start of the second, after the first.", "480", unit="minutes")
    ]
    gap_most_minutes: Annotated[
        int, Field(ge=-1_000_000, le=1_000_000), about("The same, at most.", "720", unit="minutes")
    ]
    staff: Annotated[LinkedStaff, about("Who makes them.", "any")] = LinkedStaff.ANY
    is_both_or_none: Annotated[bool, about("Neither is planned without the other.", "false")] = False
    reason: Annotated[Text, about("Why.", "Insulin doses 8 to 12 hours apart")] = ""


class DelegationRow(Row):
    """A registered task delegated for one patient to one worker."""

    table, key, may_be_absent = "delegations", ("patient_id", "staff_id", "skill_id"), True
    patient_id: Annotated[Id, about("For whom.", "p-0001")]
    staff_id: Annotated[Id, about("To whom.", "s-020")]
    skill_id: Annotated[Id, about("What.", "insulin")]
    reviewed_on: Annotated[Day, about("Last seen by the registered professional.", "2026-11-10")]
    visits_since_review: Annotated[Count, about("Delegated visits since then.", "2", unit="visits")] = 0


class CareHistoryRow(Row):
    """How often a staff member visited a patient in the last 28 days."""

    table, key, may_be_absent = "care_history", ("patient_id", "staff_id"), True
    patient_id: Annotated[Id, about("Who was visited.", "p-0001")]
    staff_id: Annotated[Id, about("By whom.", "s-014")]
    num_visits: Annotated[int, Field(ge=1, le=1000), about("How often.", "6", unit="visits")]


class PinRow(Row):
    """A coordinator's decision that the plan must keep."""

    table, key, may_be_absent = "pins", ("visit_id", "attendance"), True
    visit_id: Annotated[Id, about("The visit.", "v-0001")]
    attendance: Annotated[int, Field(ge=1, le=2), about("Its first or second person.", "1")] = 1
    shift_id: Annotated[Id, about("The shift that makes it.", "s-014-1123")]
    starts_at: Annotated[Moment | None, about("At this very minute; empty: any.", "2026-11-23T09:00")] = None


SWITCHES = ("pools_across_organisations", "waits_before_first_stop", "care_ends_in_window")
"""Settings of the policy that are a yes (1) or a no (0)."""


class PolicyRow(Row):
    """A weight (by rule), a limit or a switch that differs from the default policy."""

    table, key, may_be_absent = "policy", ("setting",), True
    setting: Annotated[
        str,
        Field(pattern=rf"^(weight|limit)\.[a-z_0-9]+$|^({'|'.join(SWITCHES)})$"),
        Expects(f"weight. and a soft rule, limit. and a limit, or {', '.join(SWITCHES[:-1])} or {SWITCHES[-1]}"),
        about("Such as weight.travel, limit.rest_minutes, pools_across_organisations (0 or 1).", "weight.travel"),
    ]
    value: Annotated[Count, about("Points a unit, the limit in its own unit, or 0 (no) or 1 (yes).", "12")]


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
