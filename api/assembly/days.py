"""Some days of a locality or some teams: the rows that they need, and their problem. How a record becomes a row stands in `records.py`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session

from api.assembly.records import rows_where, rows_with
from api.tables.caseloads import PatientRecord, VisitRecord, VisitWindowRecord
from api.tables.geography import PracticeRecord, TeamRecord
from api.tables.workforce import AbsenceRecord, ShiftRecord
from scheduler.io.plan_document import Scope
from scheduler.io.tables.cells import instant_of
from scheduler.io.tables.columns import references
from scheduler.io.tables.data_folder import DataFolder
from scheduler.io.tables.rows import (
    BaseRow,
    CareHistoryRow,
    DelegationRow,
    EventRow,
    LocalityRow,
    LocationRow,
    OrganisationRow,
    PatientRow,
    PinRow,
    PolicyRow,
    PracticeRow,
    Row,
    ShiftRow,
    SkillRow,
    StaffRow,
    StaffSkillRow,
    TeamRow,
    VisitAttendanceRow,
    VisitLinkRow,
    VisitRow,
    VisitWindowRow,
)
from scheduler.io.tables.to_problem import problem_for
from scheduler.model.clock import midnight_of
from scheduler.model.problem import Problem
from scheduler.travel.estimate import EstimatedTravel
from scheduler.travel.provider import TravelProvider


class Days(Protocol):
    """Whatever says which days it is about: a scope, or a filter of a list."""

    @property
    def first_date(self) -> date:
        """The first of them."""
        ...

    @property
    def num_days(self) -> int:
        """How many."""
        ...


KEPT_WHOLE = (LocalityRow, BaseRow, TeamRow, PracticeRow, OrganisationRow, SkillRow, StaffSkillRow, PolicyRow)
A_NIGHT = timedelta(days=1)
"""So far after the last midnight may a window lie that last night's shifts alone cover."""
BEFORE = timedelta(days=2)
"""So far back shifts matter for the daily rest; for the week's hours, back to Monday."""


def problem_of(
    session: Session, scope: Scope, *, pins: Sequence[PinRow] = (), travel: TravelProvider | None = None
) -> Problem:
    """The problem of a scope as the database has it now; `pins` go before those that the database holds.

    Raises
    ------
    InputError
        A locality or team that there is not, or no visits on these days.
    """
    return problem_in(tables_of(session, scope, pins=pins), scope, travel=travel)


def problem_in(folder: DataFolder, scope: Scope, *, travel: TravelProvider | None = None) -> Problem:
    """The problem of a scope in tables that hold its days."""
    return problem_for(
        folder,
        first_date=scope.first_date,
        num_days=scope.num_days,
        locality=scope.locality,
        teams=scope.teams,
        travel=travel or EstimatedTravel(),
    )


def tables_of(session: Session, scope: Scope, *, pins: Sequence[PinRow] = ()) -> DataFolder:
    """Every row that the days of a scope need; visits that are cancelled and shifts touched by an absence are left out."""
    shifts = rows_with(session, ShiftRow, "shift_id", session.scalars(_shifts_of(scope)))
    visits = rows_with(session, VisitRow, "visit_id", session.scalars(_visits_of(scope, shifts)))
    shift_ids, visit_ids = {row.shift_id for row in shifts}, {row.visit_id for row in visits}
    patients = rows_with(session, PatientRow, "patient_id", {row.patient_id for row in visits})
    patient_ids = {row.patient_id for row in patients}
    rows: dict[type[Row], tuple[Row, ...]] = {
        ShiftRow: shifts,
        VisitRow: visits,
        PatientRow: patients,
        EventRow: rows_with(session, EventRow, "shift_id", shift_ids),
        **{table: rows_with(session, table, "visit_id", visit_ids) for table in (VisitWindowRow, VisitAttendanceRow)},
        **{table: rows_with(session, table, "patient_id", patient_ids) for table in (DelegationRow, CareHistoryRow)},
        **{table: rows_where(session, table) for table in KEPT_WHOLE},
    }
    rows[StaffRow] = tuple(_as_of(member, scope) for member in rows_where(session, StaffRow))
    links = rows_with(session, VisitLinkRow, "first_visit_id", visit_ids)
    rows[VisitLinkRow] = tuple(link for link in links if link.second_visit_id in visit_ids)
    standing = rows_with(session, PinRow, "visit_id", visit_ids)
    rows[PinRow] = _with_pins([pin for pin in standing if pin.shift_id in shift_ids], pins)
    rows[LocationRow] = rows_with(session, LocationRow, "location_id", _places(rows))
    return DataFolder(rows)


def _as_of(member: StaffRow, scope: Scope) -> StaffRow:
    """A staff member without what their row says of another week, or of days after those that are planned.

    The row tells of the time before the first day of the folder that it came in; shifts since then are counted anyway.
    """
    ended = member.last_shift_ended_at
    if ended is None or monday_of(scope) <= ended.date() <= scope.first_date:
        return member
    is_later = ended.date() > scope.first_date
    return member.model_copy(update={"minutes_worked_this_week": 0, "last_shift_ended_at": None if is_later else ended})


def _with_pins(standing: Sequence[PinRow], pins: Sequence[PinRow]) -> tuple[PinRow, ...]:
    chosen = {(pin.visit_id, pin.attendance): pin for pin in (*standing, *pins)}
    return tuple(chosen[key] for key in sorted(chosen))


def _places(rows: Mapping[type[Row], Sequence[Row]]) -> set[str]:
    """Every place that a row names."""
    columns = [reference for reference in references() if reference.target is LocationRow and reference.table in rows]
    named = {getattr(row, place.column) for place in columns for row in rows[place.table]}
    return named - {None}


def _visits_of(scope: Scope, shifts: Sequence[ShiftRow]) -> Select[str]:
    """Ids of the visits whose windows touch the days, or the hours after into which a shift of theirs reaches."""
    opens, closes = bounds_of(scope)
    ends = [instant_of(shift.ends_at) for shift in shifts if instant_of(shift.starts_at) < closes]
    visits = (
        select(VisitRecord.visit_id)
        .join(VisitWindowRecord, VisitWindowRecord.visit_id == VisitRecord.visit_id)
        .distinct()
        .where(VisitRecord.cancelled_at.is_(None), VisitWindowRecord.latest_start >= opens)
        .where(VisitWindowRecord.earliest_start < max([closes, *ends]))
    )
    if scope.locality is None and not scope.teams:
        return visits
    visits = visits.join(PatientRecord, PatientRecord.patient_id == VisitRecord.patient_id)
    visits = visits.join(PracticeRecord, PracticeRecord.ods_code == PatientRecord.ods_code)
    if scope.teams:
        return visits.where(PracticeRecord.team_id.in_(scope.teams))
    visits = visits.join(TeamRecord, TeamRecord.team_id == PracticeRecord.team_id)
    return visits.where(TeamRecord.locality_id == scope.locality)


def _shifts_of(scope: Scope) -> Select[str]:
    """Ids of the shifts of the days, whosever they are, of the week before and of the night after.

    Other teams' shifts are needed too: a window belongs to the days on which anybody's shift covers it.
    """
    opens, closes = bounds_of(scope)
    since = min(opens - BEFORE, midnight_of(monday_of(scope)))
    return select(ShiftRecord.shift_id).where(
        ShiftRecord.starts_at >= since, ShiftRecord.starts_at < closes + A_NIGHT, is_standing()
    )


def is_standing() -> ColumnElement[bool]:
    """Whether a shift is neither cancelled nor touched by an absence of its staff member."""
    is_away = exists().where(
        AbsenceRecord.staff_id == ShiftRecord.staff_id,
        AbsenceRecord.starts_at < ShiftRecord.ends_at,
        AbsenceRecord.ends_at > ShiftRecord.starts_at,
    )
    return and_(ShiftRecord.cancelled_at.is_(None), ~is_away)


def bounds_of(days: Days) -> tuple[datetime, datetime]:
    """The midnight with which the first of some days begins, and the one that ends them."""
    return midnight_of(days.first_date), midnight_of(days.first_date + timedelta(days=days.num_days))


def monday_of(scope: Scope) -> date:
    """The day on which the week of a scope's first day began."""
    return scope.first_date - timedelta(days=scope.first_date.weekday())
