"""Edits that keep a problem whole: what hangs on a shift or a visit goes with it, and a new place has its travel times."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import TypeVar

from scheduler.model.demand import Patient, Visit, VisitId
from scheduler.model.place import Location, LocationId
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.model.workforce import PatientId, Shift, ShiftId, StaffMember
from scheduler.scenarios.means import Means

Id = TypeVar("Id", bound=str)


def without_shifts(problem: Problem, gone: Collection[ShiftId]) -> Problem:
    """The problem without some shifts; their staff stay known to patients."""
    return replace(
        problem,
        shifts=tuple(shift for shift in problem.shifts if shift.id not in gone),
        pins=tuple(pin for pin in problem.pins if pin.shift_id not in gone),
        published=_without_routes(problem.published, gone),
    )


def without_visits(problem: Problem, gone: Collection[VisitId]) -> Problem:
    """The problem without some visits, their links and their pins; patients stay known."""
    return replace(
        problem,
        visits=tuple(visit for visit in problem.visits if visit.id not in gone),
        links=tuple(link for link in problem.links if not {link.first, link.second} & set(gone)),
        pins=tuple(pin for pin in problem.pins if pin.visit_id not in gone),
        published=None if problem.published is None else problem.published.without(gone),
    )


def without_staff(problem: Problem, members: Iterable[StaffMember]) -> Problem:
    """The problem in which some staff have no shift."""
    absent = {member.id for member in members}
    return without_shifts(problem, {shift.id for shift in problem.shifts if shift.staff_id in absent})


def with_shifts_as(problem: Problem, means: Means, changed: Iterable[Shift]) -> Problem:
    """The problem with some shifts replaced by those of the same ids."""
    by_id = {shift.id: shift for shift in changed}
    shifts = tuple(by_id.get(shift.id, shift) for shift in problem.shifts)
    return replace(reaching(problem, means, shifts=shifts), shifts=shifts)


def reaching(
    problem: Problem, means: Means, *, places: Sequence[Location] = (), shifts: Sequence[Shift] = ()
) -> Problem:
    """The problem with travel to some places, old or new, and as some shifts travel; as it is where it has all that."""
    locations = dict(problem.location_by_id) | {place.id: place for place in places}
    wanted = dict.fromkeys([*problem.travel.location_ids, *(place.id for place in places)])
    layers = dict.fromkeys([*problem.travel.minutes, *map(problem.travel_layer_of, shifts)])
    if wanted.keys() == problem.travel.index_by_location.keys() and layers.keys() == problem.travel.minutes.keys():
        return replace(problem, locations=tuple(locations.values()))
    travel = means.travel([locations[place] for place in wanted], tuple(layers))
    return replace(problem, locations=tuple(locations.values()), travel=travel)


def with_more_staff(problem: Problem, models: Sequence[StaffMember]) -> Problem:
    """The problem with a new colleague like each of these staff: same employer, skills and hours, known to nobody."""
    staff, shifts = list(problem.staff), list(problem.shifts)
    known_staff, known_shifts = set(problem.staff_by_id), set(problem.shift_by_id)
    for model in models:
        staff_id = _free(model.id, known_staff)
        staff.append(replace(model, id=staff_id, name=f"Additional {staff_id}", telephone=""))
        shifts += [
            replace(shift, id=_free(shift.id, known_shifts), staff_id=staff_id)
            for shift in problem.shifts
            if shift.staff_id == model.id
        ]
    return replace(problem, staff=tuple(staff), shifts=tuple(shifts))


def with_more_visits(
    problem: Problem, groups: Sequence[Sequence[VisitId]], homes: Sequence[tuple[LocationId, Patient]]
) -> Problem:
    """The problem with each group of visits once more, for a new patient whom nobody knows yet.

    Parameters
    ----------
    homes
        For each group where the new patient lives, and the patient of whose practice.
    """
    patients, visits, links = list(problem.patients), list(problem.visits), list(problem.links)
    known_patients, known_visits = set(problem.patient_by_id), set(problem.visit_by_id)
    for group, (location_id, neighbour) in zip(groups, homes, strict=True):
        patient = _newcomer(_free(problem.visit_by_id[group[0]].patient_id, known_patients), location_id, neighbour)
        new_id = {visit_id: _free(visit_id, known_visits) for visit_id in group}
        patients.append(patient)
        visits += [_again(problem.visit_by_id[old], new, patient) for old, new in new_id.items()]
        links += [
            replace(link, first=new_id[link.first], second=new_id[link.second])
            for link in problem.links
            if link.first in new_id and link.second in new_id
        ]
    return replace(problem, patients=tuple(patients), visits=tuple(visits), links=tuple(links))


def _newcomer(patient_id: PatientId, location_id: LocationId, neighbour: Patient) -> Patient:
    return Patient(patient_id, f"Additional {patient_id}", "", location_id, neighbour.practice_code)


def _again(visit: Visit, visit_id: VisitId, patient: Patient) -> Visit:
    return replace(visit, id=visit_id, patient_id=patient.id)


def _free(model: Id, taken: set[Id]) -> Id:
    """A new id after the one it is modelled on, which is then taken."""
    new = next(new for number in count(1) if (new := type(model)(f"{model}.more{number}")) not in taken)
    taken.add(new)
    return new


def _without_routes(plan: Plan | None, gone: Collection[ShiftId]) -> Plan | None:
    if plan is None:
        return None
    return replace(
        plan,
        routes=tuple(route for route in plan.routes if route.shift_id not in gone),
        overrides=tuple(given for given in plan.overrides if given.shift_id not in gone),
    )
