"""A part of a roster, such as one staff member's, with a problem that knows nothing else: what an export is handed, it can give away."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.model.continuity import CareHistory
from scheduler.model.demand import Patient
from scheduler.model.place import LocationId
from scheduler.model.problem import Problem
from scheduler.model.travel_matrix import TravelMatrix
from scheduler.roster.items import Travel
from scheduler.roster.itinerary import Itinerary
from scheduler.roster.roster import Roster, roster_of


def part_of(problem: Problem, itineraries: Sequence[Itinerary]) -> tuple[Problem, Roster]:
    """Some itineraries of a roster, and what their items speak of: their patients, partners and places.

    Neither what is left out nor who else cares for these patients is part of it. The problem is for reading, not for
    planning: it has no travel times.
    """
    excerpt = _excerpt(problem, tuple(itineraries))
    return excerpt, roster_of(excerpt, tuple(itineraries), left_out=())


def _excerpt(problem: Problem, itineraries: tuple[Itinerary, ...]) -> Problem:
    visits = [visit for read in itineraries for visit in read.visits]
    visit_ids = {visit.visit_id for visit in visits}
    shift_ids = {read.shift_id for read in itineraries} | {visit.partner_shift_id for visit in visits}
    shifts = tuple(shift for shift in problem.shifts if shift.id in shift_ids)
    staff_ids = {shift.staff_id for shift in shifts}
    patient_ids = {problem.visit_by_id[visit_id].patient_id for visit_id in visit_ids}
    patients = tuple(_alone(patient) for patient in problem.patients if patient.id in patient_ids)
    practices = tuple(
        practice
        for practice in problem.practices
        if any(practice.code == patient.practice_code for patient in patients)
    )
    places: set[LocationId | None] = {base.location_id for base in problem.bases}
    places |= {practice.location_id for practice in practices} | {patient.location_id for patient in patients}
    for shift in shifts:
        places |= {shift.start_location_id, shift.end_location_id, *(event.location_id for event in shift.events)}
    for travel in (item for read in itineraries for item in read.items if isinstance(item, Travel)):
        places |= {travel.origin, travel.destination}
    locations = tuple(location for location in problem.locations if location.id in places)
    return replace(
        problem,
        locations=locations,
        practices=practices,
        staff=tuple(member for member in problem.staff if member.id in staff_ids),
        shifts=shifts,
        patients=patients,
        visits=tuple(visit for visit in problem.visits if visit.id in visit_ids),
        travel=TravelMatrix(tuple(location.id for location in locations), {}, {}, problem.travel.source),
        links=(),
        delegations=(),
        history=CareHistory(),
        pins=(),
        published=None,
    )


def _alone(patient: Patient) -> Patient:
    """The patient without what is known of other staff."""
    return replace(patient, named_staff_id=None, preferred_staff_ids=(), excluded_staff_ids=(), unwelcome_staff_ids=())
