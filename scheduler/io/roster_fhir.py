"""Rosters as FHIR R4 in the shapes of UK Core: a Bundle of an Appointment for each visit, with its Practitioners and Locations.

Patients are referred to and not sent along: by NHS number where the problem holds one, else by CILT's own id. Ids of
resources are derived from ours, so the same visit is the same Appointment in every bundle.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from scheduler.io import roster_words as words
from scheduler.model.demand import Patient, Visit, VisitId
from scheduler.model.place import Location, LocationKind
from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffId, StaffMember
from scheduler.roster.items import Attend
from scheduler.roster.roster import PlanIdentity, Roster

if TYPE_CHECKING:
    from pydantic import BaseModel

PROFILES = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-"
NHS_NUMBERS = "https://fhir.nhs.uk/Id/nhs-number"
SNOMED = "http://snomed.info/sct"
HOME_VISIT, JOINT_HOME_VISIT = ("439708006", "Home visit"), ("225929007", "Joint home visit")
_OURS = UUID("5f0b0c7e-6d0e-5a53-9f43-2f0a6f0c3b5e")
"""The namespace of ids derived from ours."""

Part = dict[str, Any]


def write_bundle(roster: Roster, identity: PlanIdentity, problem: Problem, path: Path, *, is_published: bool) -> None:
    """Write the visits of a roster: booked where it is published, else proposed.

    Raises
    ------
    ValueError
        The document does not keep to FHIR: a fault of this module, and nothing is written.
    """
    from fhir.resources.R4B.bundle import Bundle  # noqa: PLC0415 - not needed to plan

    bundle = Bundle.model_validate(bundle_of(roster, identity, problem, is_published=is_published))
    if faults := list(codes_outside_their_lists(bundle)):
        raise ValueError(f"the bundle of plan {identity.number} is no FHIR: {'; '.join(faults)}")
    path.write_text(bundle.model_dump_json(), encoding="utf-8")


def bundle_of(roster: Roster, identity: PlanIdentity, problem: Problem, *, is_published: bool) -> Part:
    """The bundle as plain JSON data."""
    attends = _attends(roster)
    staff = {staff_id: problem.staff_by_id[staff_id] for each in attends.values() for staff_id in each}
    at_home = [visit_id for visit_id in attends if not problem.visit_by_id[visit_id].is_remote]
    places = {problem.patient_of(visit_id).location_id for visit_id in at_home}
    resources = [
        *(
            _appointment(problem, visit_id, by_staff, identity, is_published=is_published)
            for visit_id, by_staff in attends.items()
        ),
        *(_practitioner(member) for member in staff.values()),
        *(_location(problem.location_by_id[place]) for place in sorted(places)),
    ]
    return {
        **_head("Bundle", f"{identity.number}/{identity.problem_digest}"),
        "identifier": {"system": "urn:cilt:plan", "value": identity.number},
        "type": "collection",
        "timestamp": identity.made_at.isoformat(),
        "entry": [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in resources],
    }


def codes_outside_their_lists(resource: "BaseModel", way: str = "") -> Iterator[str]:
    """Every code that is not of its closed list; the library knows the lists and does not look."""
    for name, field in type(resource).model_fields.items():
        value = getattr(resource, name)
        known = field.json_schema_extra.get("enum_values") if isinstance(field.json_schema_extra, dict) else None
        if isinstance(known, list) and value is not None and value not in known:
            yield f"{way}{name} is {value}, expected one of {', '.join(map(str, known))}"
        for place, each in enumerate(value if isinstance(value, list) else [value]):
            if hasattr(type(each), "model_fields"):
                yield from codes_outside_their_lists(each, f"{way}{name}[{place}].")


def _attends(roster: Roster) -> dict[VisitId, dict[StaffId, Attend]]:
    """Who attends each visit, in order of time."""
    found = sorted(
        ((item, itinerary.staff_id) for itinerary in roster.itineraries for item in itinerary.visits),
        key=lambda pair: (pair[0].start, pair[0].visit_id, pair[0].attendance),
    )
    attends: dict[VisitId, dict[StaffId, Attend]] = {}
    for item, staff_id in found:
        attends.setdefault(item.visit_id, {})[staff_id] = item
    return attends


def _appointment(
    problem: Problem,
    visit_id: VisitId,
    by_staff: Mapping[StaffId, Attend],
    identity: PlanIdentity,
    *,
    is_published: bool,
) -> Part:
    visit, patient = problem.visit_by_id[visit_id], problem.patient_of(visit_id)
    item = next(iter(by_staff.values()))
    starts_at, ends_at = (problem.horizon.datetime_of(minute) for minute in (item.start, item.end))
    participants = [
        _participant(_patient(patient)),
        *(_participant(_reference("Practitioner", f"staff/{staff_id}")) for staff_id in by_staff),
    ]
    if not visit.is_remote:
        participants.append(_participant(_reference("Location", f"location/{patient.location_id}")))
    return {
        **_head("Appointment", f"visit/{visit_id}"),
        "identifier": [{"system": "urn:cilt:visit", "value": visit_id}],
        "status": "booked" if is_published else "proposed",
        "serviceType": [_kind(visit)],
        "description": words.task(visit),
        "start": starts_at.isoformat(),
        "end": ends_at.isoformat(),
        "minutesDuration": int(item.minutes),
        "created": identity.made_at.isoformat(),
        "participant": participants,
    }


def _kind(visit: Visit) -> Part:
    if visit.is_remote:
        return {"text": "By telephone or video"}
    code, display = JOINT_HOME_VISIT if visit.is_double_up else HOME_VISIT
    return {"coding": [{"system": SNOMED, "code": code, "display": display}], "text": words.service(visit)}


def _participant(actor: Part) -> Part:
    return {"actor": actor, "required": "required", "status": "accepted"}


def _patient(patient: Patient) -> Part:
    system, value = (NHS_NUMBERS, patient.nhs_number) if patient.nhs_number else ("urn:cilt:patient", patient.id)
    return {"type": "Patient", "identifier": {"system": system, "value": value}, "display": patient.name}


def _practitioner(member: StaffMember) -> Part:
    return {
        **_head("Practitioner", f"staff/{member.id}"),
        "identifier": [{"system": "urn:cilt:staff", "value": member.id}],
        "active": True,
        "name": [{"use": "official", "text": member.name}],
    }


def _location(location: Location) -> Part:
    said = location.address or location.area
    return {
        **_head("Location", f"location/{location.id}"),
        "status": "active",
        "mode": "instance",
        "name": words.spoken(location.kind) if location.kind is not LocationKind.HOME else "Patient's home",
        **({"address": {"use": "home", "text": said}} if said else {}),
    }


def _head(kind: str, ours: str) -> Part:
    return {"resourceType": kind, "id": _id(ours), "meta": {"profile": [f"{PROFILES}{kind}"]}}


def _reference(kind: str, ours: str) -> Part:
    return {"type": kind, "reference": f"urn:uuid:{_id(ours)}"}


def _id(ours: str) -> str:
    return str(uuid5(_OURS, ours))
