"""From a data folder to the problem of some days and teams. Which rows that takes stands in `selection.py`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from datetime import date
from typing import TypeVar

from scheduler.io.tables import nouns
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
    StaffSkillRow,
    TeamRow,
    VisitAttendanceRow,
    VisitLinkRow,
)
from scheduler.io.tables.selection import Selection, select
from scheduler.model.clock import Horizon
from scheduler.model.demand import Patient, Visit, VisitId, VisitLink
from scheduler.model.place import Location, LocationId
from scheduler.model.problem import Pin, Problem
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer, TravelMatrix
from scheduler.model.workforce import Delegation, Shift, StaffMember
from scheduler.travel.provider import TravelProvider
from scheduler.units import Minute

R = TypeVar("R", bound=Row)
OfPatient = TypeVar("OfPatient", CareHistoryRow, DelegationRow)


def problem_for(
    folder: DataFolder,
    *,
    first_date: date,
    num_days: int = 1,
    locality: str | None = None,
    teams: Sequence[str] = (),
    travel: TravelProvider,
) -> Problem:
    """The problem of one or more days, of the whole folder or of a locality or some teams (by id or name).

    Shifts belong to the day on which they start; windows to the days that `DataFolder.dates_of` says. Staff are those
    who serve a chosen team, those of other teams to whose shift a visit is pinned, with that shift alone, and without
    their shifts those whom a patient names. Localities, teams, practices, bases and skills are kept whole.

    Raises
    ------
    InputError
        A locality, team or date that the folder does not have (the message lists those it has), or places between
        which the provider knows no way.
    """
    horizon = Horizon(first_date, num_days)
    chosen = select(folder, horizon, locality=locality, teams=teams)
    shifts = _shifts(folder, chosen, horizon)
    patients = tuple(map(nouns.patient_of, chosen.patients))
    visits = _visits(folder, chosen, horizon)
    on_the_way = _travelled_to(shifts, visits, patients)
    visit_ids = {row.visit_id for row in chosen.visits}
    return Problem(
        horizon=horizon,
        locations=_known_places(folder, patients, on_the_way),
        bases=tuple(map(nouns.base_of, folder.rows(BaseRow))),
        localities=tuple(map(nouns.locality_of, folder.rows(LocalityRow))),
        teams=tuple(map(nouns.team_of, folder.rows(TeamRow))),
        practices=tuple(map(nouns.practice_of, folder.rows(PracticeRow))),
        organisations=tuple(map(nouns.organisation_of, folder.rows(OrganisationRow))),
        skills=tuple(map(nouns.skill_of, folder.rows(SkillRow))),
        staff=_staff(folder, chosen, horizon),
        shifts=shifts,
        patients=patients,
        visits=visits,
        travel=_travel(folder, on_the_way, shifts, horizon, travel),
        links=_links(folder, visit_ids),
        delegations=_delegations(folder, chosen),
        history=nouns.history_of(_of_visited(folder.rows(CareHistoryRow), chosen.patients)),
        policy=nouns.policy_of(folder.rows(PolicyRow)),
        pins=_pins(folder, visit_ids, {row.shift_id for row in chosen.shifts}, horizon),
    )


def links_that_reach_outside(folder: DataFolder, problem: Problem) -> tuple[VisitLinkRow, ...]:
    """Links of a visit of the problem to one of another day or team: they bind nothing in it."""
    visits = problem.visit_by_id
    return tuple(
        row
        for row in folder.rows(VisitLinkRow)
        if (VisitId(row.first_visit_id) in visits) != (VisitId(row.second_visit_id) in visits)
    )


def _shifts(folder: DataFolder, chosen: Selection, horizon: Horizon) -> tuple[Shift, ...]:
    events = _grouped(folder.rows(EventRow), "shift_id")
    return tuple(nouns.shift_of(row, events[row.shift_id], horizon) for row in chosen.shifts)


def _visits(folder: DataFolder, chosen: Selection, horizon: Horizon) -> tuple[Visit, ...]:
    attendances = _grouped(folder.rows(VisitAttendanceRow), "visit_id")
    windows = chosen.windows_by_visit
    return tuple(
        nouns.visit_of(row, windows[row.visit_id], attendances[row.visit_id], horizon) for row in chosen.visits
    )


def _staff(folder: DataFolder, chosen: Selection, horizon: Horizon) -> tuple[StaffMember, ...]:
    skills = _grouped(folder.rows(StaffSkillRow), "staff_id")
    earlier = _grouped((row for row in folder.rows(ShiftRow) if row.starts_at.date() < horizon.first_date), "staff_id")
    return tuple(
        nouns.staff_member_of(row, skills[row.staff_id], earlier[row.staff_id], horizon) for row in chosen.staff
    )


def _travelled_to(shifts: Iterable[Shift], visits: Iterable[Visit], patients: Iterable[Patient]) -> set[LocationId]:
    """Every place that somebody may set out from or go to."""
    home_by_patient = {patient.id: patient.location_id for patient in patients}
    places = {home_by_patient[visit.patient_id] for visit in visits if not visit.is_remote}
    for shift in shifts:
        places |= {shift.start_location_id, shift.end_location_id}
        places |= {event.location_id for event in shift.events if event.location_id is not None}
    return places


def _known_places(
    folder: DataFolder, patients: Iterable[Patient], on_the_way: Iterable[LocationId]
) -> tuple[Location, ...]:
    """Places that somebody goes to, homes of remote visits, bases and practices."""
    wanted: set[str] = {*on_the_way, *(patient.location_id for patient in patients)}
    wanted |= {row.location_id for row in folder.rows(BaseRow)} | {row.location_id for row in folder.rows(PracticeRow)}
    return tuple(nouns.location_of(row) for row in folder.rows(LocationRow) if row.location_id in wanted)


def _travel(
    folder: DataFolder, places: Iterable[LocationId], shifts: Iterable[Shift], horizon: Horizon, travel: TravelProvider
) -> TravelMatrix:
    """Travel between the places, in the layers that the shifts are planned with."""
    wanted: set[str] = set(places)
    locations = tuple(nouns.location_of(row) for row in folder.rows(LocationRow) if row.location_id in wanted)
    return travel(locations, tuple(dict.fromkeys(_layer_of(shift, horizon) for shift in shifts)))


def _layer_of(shift: Shift, horizon: Horizon) -> TravelLayer:
    midpoint = Minute((shift.start + shift.end) // 2)
    return TravelLayer(shift.travel_mode, TrafficPeriod.at(horizon.minute_of_day(midpoint)))


def _links(folder: DataFolder, visit_ids: Set[str]) -> tuple[VisitLink, ...]:
    """Links both of whose visits are selected; of the others tells `links_that_reach_outside`."""
    rows = folder.rows(VisitLinkRow)
    return tuple(nouns.link_of(row) for row in rows if {row.first_visit_id, row.second_visit_id} <= visit_ids)


def _delegations(folder: DataFolder, chosen: Selection) -> tuple[Delegation, ...]:
    staff_ids = {row.staff_id for row in chosen.staff}
    rows = _of_visited(folder.rows(DelegationRow), chosen.patients)
    return tuple(nouns.delegation_of(row) for row in rows if row.staff_id in staff_ids)


def _pins(folder: DataFolder, visit_ids: Set[str], shift_ids: Set[str], horizon: Horizon) -> tuple[Pin, ...]:
    rows = [row for row in folder.rows(PinRow) if row.visit_id in visit_ids and row.shift_id in shift_ids]
    return tuple(nouns.pin_of(row, horizon) for row in rows)


def _of_visited(rows: Iterable[OfPatient], patients: Iterable[PatientRow]) -> list[OfPatient]:
    """Rows about patients who are visited."""
    patient_ids = {patient.patient_id for patient in patients}
    return [row for row in rows if row.patient_id in patient_ids]


def _grouped(rows: Iterable[R], column: str) -> defaultdict[str, list[R]]:
    """Rows by the text of a column, in their order."""
    groups: defaultdict[str, list[R]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups
