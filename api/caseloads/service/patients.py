"""Patients, their one care plan and who has cared for them."""

from collections.abc import Collection
from datetime import datetime

from api.audit import record
from api.caseloads.repository import patients as rows
from api.caseloads.repository.patients import Found
from api.caseloads.schemas.patients import (
    CarePlanChange,
    CarePlanPart,
    PastCarePart,
    PatientFilter,
    PatientPart,
    PatientSearch,
)
from api.caseloads.service.sight import COARSE_DECIMALS, Sight
from api.dependencies import check_version
from api.errors import RefusedError
from api.shapes import Page
from api.sharing import DataClass
from api.tables.caseloads import CarePlanRecord

GROUPS = {
    DataClass.IDENTITY: ("name", "nhs_number", "gender"),
    DataClass.CONTACT: ("telephone", "address", "access_notes", "latitude", "longitude"),
    DataClass.CARE: ("gender_required", "gender_preferred", "risk_flag"),
    DataClass.HISTORY: ("named_staff_id", "preferred_staff_ids", "excluded_staff_ids"),
}
OF_HOME = ("address", "access_notes", "latitude", "longitude")


def page(sight: Sight, asked: PatientFilter) -> tuple[Page[PatientPart], list[str]]:
    """Patients whom the caller reaches, by id, and the ids of those whom the page shows by id."""
    found, total = rows.page(
        sight.session, locality_ids=sight.locality_ids, order=sight.order("patient"), **asked.model_dump()
    )
    page = Page[PatientPart](entries=parts(sight, found), total=total, limit=asked.limit, offset=asked.offset)
    return page, _shown(sight, found)


def search(sight: Sight, asked: PatientSearch) -> tuple[Page[PatientPart], list[str]]:
    """The patient of an NHS number, if the caller reaches them and may see the number."""
    found = [
        one
        for one in rows.by_nhs_number(sight.session, asked.nhs_number)
        if one.locality_id in sight.caller.locality_ids
        and not sight.is_voluntary
        and DataClass.IDENTITY in sight.classes([one])[one.patient.patient_id]
    ]
    page = Page[PatientPart](entries=parts(sight, found), total=len(found), limit=1, offset=0)
    return page, _shown(sight, found)


def one(sight: Sight, patient_id: str) -> PatientPart:
    """A patient of the caller's localities."""
    return parts(sight, [sight.patient(patient_id)])[0]


def parts(sight: Sight, found: Collection[Found]) -> list[PatientPart]:
    """Patients as the caller sees them."""
    classes = sight.classes(found)
    return [_part(sight, one, classes[one.patient.patient_id]) for one in found]


def _part(sight: Sight, found: Found, classes: Collection[DataClass]) -> PatientPart:
    names = set(PatientPart.model_fields) - {"withheld", "team_id", "patient_id", *OF_HOME}
    values = {name: getattr(found.patient, name) for name in names}
    values |= {name: getattr(found.home, name) for name in OF_HOME}
    seen = sight.cut(values, GROUPS, classes)
    if sight.is_planner:
        seen |= {name: round(getattr(found.home, name), COARSE_DECIMALS) for name in ("latitude", "longitude")}
        seen["withheld"] = tuple(name for name in seen["withheld"] if name not in ("latitude", "longitude"))
    return PatientPart(patient_id=sight.named("patient", found.patient.patient_id), team_id=found.team_id, **seen)


def care_plan(sight: Sight, patient_id: str) -> CarePlanPart:
    """The one plan of a patient's care; version 0 where nothing has been written yet."""
    sight.require(sight.patient(patient_id), DataClass.CARE)
    return _plan_part(rows.care_plan(sight.session, patient_id) or _unwritten(patient_id))


def write_care_plan(
    sight: Sight, patient_id: str, asked: CarePlanChange, *, if_match: str | None, now: datetime
) -> CarePlanPart:
    """Write the one plan of a patient's care.

    Raises
    ------
    RefusedError
        Nobody has the id of its lead.
    """
    sight.require(sight.patient(patient_id), DataClass.CARE)
    plan = rows.care_plan(sight.session, patient_id, to_change=True) or _unwritten(patient_id)
    check_version(plan, if_match)
    if asked.lead_staff_id is not None and not rows.has_staff_member(sight.session, asked.lead_staff_id):
        faults = [{"where": "body.lead_staff_id", "expected": "a staff member"}]
        raise RefusedError("The plan cannot be so.", code="bad-input", faults=faults)
    for name, value in asked.model_dump(exclude={"goals"}).items():
        setattr(plan, name, value)
    plan.goals, plan.changed_by, plan.changed_at = list(asked.goals), sight.caller.account_id, now
    sight.session.add(plan)
    sight.session.flush()
    record(sight.session, sight.caller, "change", "care_plan", patient_id, patient_ids=[patient_id])
    return _plan_part(plan)


def care_history(sight: Sight, patient_id: str) -> list[PastCarePart]:
    """Who has cared for a patient in the last 28 days."""
    sight.require(sight.patient(patient_id), DataClass.HISTORY)
    return [PastCarePart.model_validate(one) for one in rows.care_history(sight.session, patient_id)]


def _unwritten(patient_id: str) -> CarePlanRecord:
    return CarePlanRecord(patient_id=patient_id, goals=[], notes="", version=0)


def _plan_part(plan: CarePlanRecord) -> CarePlanPart:
    return CarePlanPart.model_validate(plan)


def _shown(sight: Sight, found: Collection[Found]) -> list[str]:
    return [] if sight.is_planner else [one.patient.patient_id for one in found]
