"""A county's nursing day out of the generated county, once or several times over. It is planned in `run.py`."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from data.synthetic.generator import generate
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.io.tables.writing import write_folder
from scheduler.model.continuity import CareHistory
from scheduler.model.demand import Service
from scheduler.model.place import Location
from scheduler.model.problem import Problem
from scheduler.model.travel_matrix import TravelLayer, TravelMatrix
from scheduler.model.workforce import Role, StaffId
from scheduler.travel.estimate import EstimatedTravel

DAY = date(2026, 11, 23)
NURSES = {Role.COMMUNITY_NURSE, Role.HEALTHCARE_ASSISTANT, Role.END_OF_LIFE_NURSE}


def a_nursing_day(scale: int, *, seed: int = 1) -> Problem:
    """Visits and staff of community nursing on one weekday, `scale` times the county over the same ground.

    Travel is estimated between the places of nursing alone: between those of all services a tenfold county would take
    7 GB.
    """
    with tempfile.TemporaryDirectory() as folder:
        write_folder(generate(seed, day=DAY, scale=scale), Path(folder) / "county")
        everything = problem_for(read_folder(Path(folder) / "county"), first_date=DAY, travel=_no_way_at_all)
    nursing = _nursing_of(everything)
    used = _places_of(nursing)
    places = tuple(place for place in everything.locations if place.id in used)
    layers = tuple(dict.fromkeys(nursing.travel_layer_of(shift) for shift in nursing.shifts))
    return replace(nursing, travel=EstimatedTravel()(places, layers))


def _no_way_at_all(locations: Sequence[Location], layers: Sequence[TravelLayer]) -> TravelMatrix:
    """A matrix of nothing that takes no room, until it is known which places are needed."""
    nothing = np.broadcast_to(np.int32(0), (len(locations), len(locations)))
    return TravelMatrix(tuple(place.id for place in locations), dict.fromkeys(layers, nothing), {}, "none yet")


def _nursing_of(everything: Problem) -> Problem:
    visits = tuple(visit for visit in everything.visits if visit.service is Service.NURSING)
    visit_ids, patient_ids = {visit.id for visit in visits}, {visit.patient_id for visit in visits}
    shifts = tuple(shift for shift in everything.shifts if everything.staff_of(shift.id).role in NURSES)
    shift_ids = {shift.id for shift in shifts}
    patients = tuple(patient for patient in everything.patients if patient.id in patient_ids)
    history = tuple(care for care in everything.history.records if care.patient_id in patient_ids)
    delegations = tuple(each for each in everything.delegations if each.patient_id in patient_ids)
    known: set[StaffId | None] = {care.staff_id for care in history} | {each.staff_id for each in delegations}
    for patient in patients:
        known |= {patient.named_staff_id, *patient.preferred_staff_ids, *patient.excluded_staff_ids}
    return replace(
        everything,
        staff=tuple(member for member in everything.staff if member.role in NURSES or member.id in known),
        visits=visits,
        shifts=shifts,
        patients=patients,
        links=tuple(link for link in everything.links if {link.first, link.second} <= visit_ids),
        delegations=delegations,
        history=CareHistory(history),
        pins=tuple(pin for pin in everything.pins if pin.visit_id in visit_ids and pin.shift_id in shift_ids),
    )


def _places_of(problem: Problem) -> set[str]:
    places = {str(problem.location_of(visit.id)) for visit in problem.visits if not visit.is_remote}
    for shift in problem.shifts:
        places |= {shift.start_location_id, shift.end_location_id}
        places |= {event.location_id for event in shift.events if event.location_id is not None}
    return places
