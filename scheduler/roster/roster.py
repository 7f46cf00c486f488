"""The itineraries of a plan, by staff member, patient and day, and where a printed plan comes from.

How one shift is read in time stands in `itinerary`; how rosters look on paper stands in `scheduler.io`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from scheduler.errors import InvalidNounError, PlanMismatchError
from scheduler.model.demand import VisitId
from scheduler.model.plan import LeftOut, Plan
from scheduler.model.problem import Problem
from scheduler.model.workforce import PatientId, ShiftId, StaffId
from scheduler.roster.itinerary import Itinerary, read_route, shifts_by_visit
from scheduler.units import Minute


@dataclass(frozen=True, slots=True)
class PlanIdentity:
    """Which plan a roster shows: what lets anybody trace a page on a wall, or see that it is out of date."""

    number: str
    made_at: datetime
    printed_at: datetime
    travel_source: str
    problem_digest: str

    def __post_init__(self) -> None:
        for field, moment in (("made_at", self.made_at), ("printed_at", self.printed_at)):
            if moment.tzinfo is None:
                raise InvalidNounError(
                    f"plan {self.number} {field} is {moment.isoformat()}, expected one with a time zone"
                )


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """Who comes to a patient and when."""

    visit_id: VisitId
    staff_id: StaffId
    shift_id: ShiftId
    start: Minute
    end: Minute


@dataclass(frozen=True)
class Roster:
    """Everybody's itineraries; shifts without visits too: their staff are available."""

    itineraries: tuple[Itinerary, ...]
    """In order of the shift's start, then of the staff member's name."""
    by_day: dict[date, tuple[Itinerary, ...]]
    """By the local day on which the shift starts."""
    by_patient: dict[PatientId, tuple[PlannedVisit, ...]]
    """In order of start."""
    left_out: tuple[LeftOut, ...]

    @cached_property
    def by_staff(self) -> dict[StaffId, tuple[Itinerary, ...]]:
        """Each staff member's itineraries in order."""
        grouped: dict[StaffId, tuple[Itinerary, ...]] = {}
        for itinerary in self.itineraries:
            grouped[itinerary.staff_id] = (*grouped.get(itinerary.staff_id, ()), itinerary)
        return grouped

    @cached_property
    def by_shift(self) -> dict[ShiftId, Itinerary]:
        """Each shift's itinerary."""
        return {itinerary.shift_id: itinerary for itinerary in self.itineraries}


def read_roster(problem: Problem, plan: Plan) -> Roster:
    """Read a whole plan in time; raises PlanMismatchError for a shift or visit the problem does not have."""
    routes = {route.shift_id: route.stops for route in plan.routes}
    strangers = sorted(routes.keys() - problem.shift_by_id.keys())
    if strangers:
        raise PlanMismatchError(f"plan names shift {strangers[0]}, expected one of the problem's")
    partners = shifts_by_visit(plan)
    shifts = sorted(problem.shifts, key=lambda shift: (shift.start, problem.staff_of(shift.id).name, shift.id))
    itineraries = tuple(read_route(problem, plan, shift.id, routes.get(shift.id, ()), partners) for shift in shifts)
    return roster_of(problem, itineraries, left_out=plan.left_out)


def roster_of(problem: Problem, itineraries: tuple[Itinerary, ...], *, left_out: tuple[LeftOut, ...]) -> Roster:
    """The roster that itineraries make, by day and by patient."""
    by_day: dict[date, tuple[Itinerary, ...]] = {}
    by_patient: dict[PatientId, list[PlannedVisit]] = {}
    for read in itineraries:
        day = problem.horizon.date_of(problem.shift_by_id[read.shift_id].start)
        by_day[day] = (*by_day.get(day, ()), read)
        for visit in read.visits:
            patient_id = problem.visit_by_id[visit.visit_id].patient_id
            by_patient.setdefault(patient_id, []).append(
                PlannedVisit(visit.visit_id, read.staff_id, read.shift_id, visit.start, visit.end)
            )
    return Roster(
        itineraries=itineraries,
        by_day=by_day,
        by_patient={
            patient_id: tuple(sorted(visits, key=lambda visit: (visit.start, visit.visit_id, visit.staff_id)))
            for patient_id, visits in by_patient.items()
        },
        left_out=left_out,
    )
