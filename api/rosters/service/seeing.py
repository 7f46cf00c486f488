"""What somebody may see of the patients of a roster, and a problem in which the rest does not stand."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from api.security import Caller
from api.sharing import DataClass, cared_for, classes_open, sharing_for, teams_of
from scheduler.io.roster_words import WITHHELD, first_name, sees_least
from scheduler.model.clock import local_day
from scheduler.model.demand import Attendance, LevelOfCare, Patient, RiskFlag, Visit
from scheduler.model.place import Location, LocationId
from scheduler.model.problem import Problem
from scheduler.model.travel_matrix import TravelMatrix
from scheduler.model.workforce import StaffMember

NAME_WITHHELD = "Withheld"
"""One word, for a volunteer's page shows the first alone."""
ADDRESS_WITHHELD = "Address withheld: ask your coordinator"
TASK_WITHHELD = "Task withheld: ask your coordinator"


@dataclass(frozen=True, slots=True)
class Sight:
    """The classes of data that a reader sees, by patient."""

    classes_by_patient: Mapping[str, frozenset[DataClass]]
    is_least: bool = False
    """Of what is open to them, first name, time, place and task, and no more."""

    @property
    def key(self) -> Hashable:
        """The same for all who see the same."""
        return self.is_least, frozenset(self.classes_by_patient.items())

    def sees(self, patient_id: str, wanted: DataClass) -> bool:
        """Whether the reader sees something of a class of a patient's data."""
        return wanted in self.classes_by_patient.get(patient_id, frozenset())

    def sees_all(self, patient_id: str, wanted: DataClass) -> bool:
        """Whether the reader sees every field of a class."""
        return not self.is_least and self.sees(patient_id, wanted)

    def no_more_than(self, other: "Sight") -> "Sight":
        """What both see: a page that somebody prints for somebody else."""
        shared = {
            patient_id: classes & other.classes_by_patient.get(patient_id, frozenset())
            for patient_id, classes in self.classes_by_patient.items()
        }
        return Sight(shared, self.is_least or other.is_least)


def sight_of(session: Session, caller: Caller, problem: Problem, *, now: datetime) -> Sight:
    """What a caller's organisation sees of the patients of a problem."""
    sharing = sharing_for(session, caller, on=local_day(now))
    own = cared_for(session, sharing, [patient.id for patient in problem.patients])
    own |= {visit.patient_id for visit in problem.visits if visit.organisation_id == sharing.organisation_id}
    classes: dict[str, frozenset[DataClass]] = {
        patient.id: sharing.classes(problem.team_of(patient.id), is_cared_for=patient.id in own)
        for patient in problem.patients
    }
    return Sight(classes, sharing.is_voluntary)


def sight_of_patients(session: Session, caller: Caller, patient_ids: Collection[str], *, now: datetime) -> Sight:
    """What a caller's organisation sees of some patients."""
    sharing = sharing_for(session, caller, on=local_day(now))
    return Sight(classes_open(session, sharing, teams_of(session, patient_ids)), sharing.is_voluntary)


def sight_of_staff(session: Session, caller: Caller, member: StaffMember, problem: Problem, *, now: datetime) -> Sight:
    """What a staff member sees of the patients of their own part."""
    themselves = replace(caller, organisation_id=member.organisation_id)
    sight = sight_of(session, themselves, problem, now=now)
    return replace(sight, is_least=sight.is_least or sees_least(problem, member))


def as_seen(problem: Problem, sight: Sight) -> Problem:
    """The problem as words for a reader: what they may not see stands nowhere in it. Not for planning."""
    hidden = {patient.location_id for patient in problem.patients if not sight.sees(patient.id, DataClass.CONTACT)}
    # A home that one may know for one patient's sake is not told for another's: the known one gets a place of its own.
    own = [place for place in problem.locations if place.id in hidden]
    locations = (
        *(_place_seen(place, sight, is_hidden=place.id in hidden) for place in problem.locations),
        *(replace(_place_seen(place, sight, is_hidden=False), id=_known(place.id)) for place in own),
    )
    return replace(
        problem,
        locations=locations,
        travel=TravelMatrix(tuple(place.id for place in locations), {}, {}, problem.travel.source),
        patients=tuple(_patient_seen(patient, sight, hidden) for patient in problem.patients),
        visits=tuple(_visit_seen(visit, sight) for visit in problem.visits),
    )


def _known(location_id: LocationId) -> LocationId:
    return LocationId(f"{location_id}, known")


def _place_seen(place: Location, sight: Sight, *, is_hidden: bool) -> Location:
    if is_hidden:
        return replace(place, address=ADDRESS_WITHHELD, area="", access_notes="", latitude=0.0, longitude=0.0)
    return replace(place, access_notes="") if sight.is_least else place


def _patient_seen(patient: Patient, sight: Sight, hidden: set[LocationId]) -> Patient:
    if not sight.sees(patient.id, DataClass.IDENTITY):
        patient = replace(patient, name=NAME_WITHHELD, nhs_number="", gender=None)
    elif sight.is_least:
        patient = replace(patient, name=first_name(patient.name), nhs_number="", gender=None)
    if not sight.sees_all(patient.id, DataClass.CARE):
        patient = replace(patient, risk_flag=RiskFlag.NONE, gender_required=None, gender_preferred=None)
    if not sight.sees_all(patient.id, DataClass.CONTACT):
        patient = replace(patient, telephone="")
    is_known = patient.location_id in hidden and sight.sees(patient.id, DataClass.CONTACT)
    return replace(patient, location_id=_known(patient.location_id)) if is_known else patient


def _visit_seen(visit: Visit, sight: Sight) -> Visit:
    if sight.sees_all(visit.patient_id, DataClass.CARE):
        return visit
    bare = replace(
        visit,
        attendances=tuple(Attendance() for _ in visit.attendances),
        level_of_care=LevelOfCare.ROUTINE,
        is_must_serve=False,
        is_time_critical=False,
        kit=(),
    )
    sees_task = sight.sees(visit.patient_id, DataClass.CARE)
    return bare if sees_task else replace(bare, what_to_do=TASK_WITHHELD, visit_type=WITHHELD)
