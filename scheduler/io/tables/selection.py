"""Which rows of a data folder belong to a horizon and to the chosen locality or teams. Nouns are made elsewhere."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from scheduler.errors import InputError
from scheduler.io.tables.data_folder import DataFolder
from scheduler.io.tables.faults import TableFault, file_of, shortened
from scheduler.io.tables.rows import (
    CareHistoryRow,
    LocalityRow,
    PatientRow,
    PinRow,
    PracticeRow,
    Row,
    ShiftRow,
    StaffRow,
    TeamRow,
    VisitRow,
    VisitWindowRow,
)
from scheduler.model.clock import Horizon


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is visited, who visits, and when."""

    visits: tuple[VisitRow, ...]
    windows_by_visit: Mapping[str, tuple[VisitWindowRow, ...]]
    """Of the selected visits, the windows that belong to the horizon, in order of start."""
    patients: tuple[PatientRow, ...]
    """Those who have a selected visit."""
    shifts: tuple[ShiftRow, ...]
    """Those that start in the horizon, of staff who serve a chosen team or to which a selected visit is pinned."""
    staff: tuple[StaffRow, ...]
    """Those who serve a chosen team or have a selected shift, and those whom a selected patient names or knows."""


def select(folder: DataFolder, horizon: Horizon, *, locality: str | None, teams: Sequence[str]) -> Selection:
    """Choose the rows that a problem is made of.

    Raises
    ------
    InputError
        A locality or team that does not exist, a team outside the locality, or a horizon without visits; the message
        lists what there is.
    """
    team_ids = _chosen_teams(folder, locality, teams)
    practices = {practice.ods_code for practice in folder.rows(PracticeRow) if practice.team_id in team_ids}
    registered = {patient.patient_id for patient in folder.rows(PatientRow) if patient.ods_code in practices}
    windows = _windows_in(folder, horizon)
    visits = tuple(
        visit for visit in folder.rows(VisitRow) if visit.patient_id in registered and visit.visit_id in windows
    )
    if not visits:
        raise InputError([_no_visits(folder, horizon, team_ids)])
    visited = {visit.patient_id for visit in visits}
    patients = tuple(patient for patient in folder.rows(PatientRow) if patient.patient_id in visited)
    serving = {member.staff_id for member in folder.rows(StaffRow) if team_ids.intersection(member.team_ids)}
    known = {row.staff_id for row in folder.rows(CareHistoryRow) if row.patient_id in visited} | _named_by(patients)
    shifts = _shifts_in(folder, horizon, serving, visit_ids={visit.visit_id for visit in visits})
    on_duty = {shift.staff_id for shift in shifts}
    return Selection(
        visits,
        {visit.visit_id: windows[visit.visit_id] for visit in visits},
        patients,
        shifts,
        tuple(member for member in folder.rows(StaffRow) if member.staff_id in serving | on_duty | known),
    )


def locality_id_of(folder: DataFolder, locality: str) -> str:
    """The id of a locality that is meant by its id or, in any case of letters, its name; raises InputError for none."""
    return _found(LocalityRow, locality, {row.locality_id: row.name for row in folder.rows(LocalityRow)})


def _chosen_teams(folder: DataFolder, locality: str | None, teams: Sequence[str]) -> frozenset[str]:
    offered = {team.team_id: team.name for team in folder.rows(TeamRow)}
    if locality is not None:
        locality_id = locality_id_of(folder, locality)
        offered = {team.team_id: team.name for team in folder.rows(TeamRow) if team.locality_id == locality_id}
    return frozenset(_found(TeamRow, team, offered) for team in teams) or frozenset(offered)


def _found(table: type[Row], wanted: str, name_by_id: Mapping[str, str]) -> str:
    """The id of what is meant by an id or, in any case of letters, a name."""
    if wanted in name_by_id:
        return wanted
    named = [row_id for row_id, name in name_by_id.items() if name.casefold() == wanted.strip().casefold()]
    if len(named) != 1:
        offered = ", ".join(f"{name} ({row_id})" for row_id, name in name_by_id.items()) or "none: there is no such row"
        column = table.key[0].removesuffix("_id")
        raise InputError([TableFault(file_of(table), None, column, shortened(wanted), f"one of {offered}")])
    return named[0]


def _windows_in(folder: DataFolder, horizon: Horizon) -> dict[str, tuple[VisitWindowRow, ...]]:
    dates = frozenset(horizon.dates())
    windows: dict[str, list[VisitWindowRow]] = {}
    for window in folder.rows(VisitWindowRow):
        if folder.dates_of(window) & dates:
            windows.setdefault(window.visit_id, []).append(window)
    return {visit_id: tuple(sorted(own, key=lambda window: window.earliest_start)) for visit_id, own in windows.items()}


def _shifts_in(folder: DataFolder, horizon: Horizon, serving: Set[str], *, visit_ids: Set[str]) -> tuple[ShiftRow, ...]:
    dates = frozenset(horizon.dates())
    pinned = {pin.shift_id for pin in folder.rows(PinRow) if pin.visit_id in visit_ids}
    return tuple(
        shift
        for shift in folder.rows(ShiftRow)
        if shift.starts_at.date() in dates and (shift.staff_id in serving or shift.shift_id in pinned)
    )


def _no_visits(folder: DataFolder, horizon: Horizon, team_ids: Iterable[str]) -> TableFault:
    asked = f"{horizon.first_date}" + (f" to {horizon.last_date}" if horizon.num_days > 1 else "")
    expected = f"a day on which {', '.join(sorted(team_ids))} have visits"
    others = f"; there are visits on {_in_words(folder.dates())}" if folder.dates() else ""
    return TableFault(file_of(VisitWindowRow), None, "date", asked, expected + others)


def _in_words(dates: Sequence[date]) -> str:
    """Every day of a short list; first and last of a long one."""
    if len(dates) > 14:
        return f"{len(dates)} days from {dates[0]} to {dates[-1]}"
    return ", ".join(map(str, dates))


def _named_by(patients: Iterable[PatientRow]) -> frozenset[str]:
    """Staff of any team who matter to a patient; without a shift they make no visit."""
    return frozenset(
        staff_id
        for patient in patients
        for staff_id in (patient.named_staff_id, *patient.preferred_staff_ids, *patient.excluded_staff_ids)
        if staff_id is not None
    )
