"""Routes of patients, their one care plan and their care history. Every view is recorded."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.audit import record_view
from api.caseloads.router.asking import ChangingSight, ListingSight, PatientId, ReadingSight
from api.caseloads.schemas.patients import (
    CarePlanChange,
    CarePlanPart,
    PastCarePart,
    PatientFilter,
    PatientPart,
    PatientSearch,
)
from api.caseloads.service import patients
from api.dependencies import DatabaseDep, IfMatch, Now
from api.errors import NotFoundError, StaleVersionError, VersionRequiredError
from api.problems import documented
from api.shapes import Page

router = APIRouter(prefix="/patients", tags=["Caseloads"])


@router.get("", summary="List patients")
def listed(asked: Annotated[PatientFilter, Query()], sight: ListingSight, database: DatabaseDep) -> Page[PatientPart]:
    """Patients by id, those of a coordinator's localities; planners see pseudonyms and no address."""
    page, shown = patients.page(sight, asked)
    record_view(database, sight.caller, "patients", asked.team_id or "list", patient_ids=shown)
    return page


@router.post("/search", summary="Find a patient by NHS number")
def search(asked: PatientSearch, sight: ReadingSight, database: DatabaseDep) -> Page[PatientPart]:
    """The patient of an NHS number, if the caller reaches them and may see the number; else an empty page."""
    page, shown = patients.search(sight, asked)
    record_view(database, sight.caller, "patients", "search", patient_ids=shown, action="search")
    return page


@router.get("/{patient_id}", summary="Read a patient", responses=documented(NotFoundError))
def one(patient_id: PatientId, sight: ReadingSight, database: DatabaseDep) -> PatientPart:
    """A patient; what no sharing agreement and no referral opens is null and named in `withheld`."""
    found = patients.one(sight, patient_id)
    record_view(database, sight.caller, "patient", patient_id, patient_ids=[patient_id])
    return found


@router.get("/{patient_id}/care-plan", summary="Read the care plan", responses=documented(NotFoundError))
def care_plan(patient_id: PatientId, sight: ReadingSight, database: DatabaseDep, response: Response) -> CarePlanPart:
    """The one plan of a person's care, for all who care; version 0 where nothing has been written yet."""
    plan = patients.care_plan(sight, patient_id)
    record_view(database, sight.caller, "care_plan", patient_id, patient_ids=[patient_id])
    response.headers["ETag"] = f'"{plan.version}"'
    return plan


@router.put(
    "/{patient_id}/care-plan",
    summary="Write the care plan",
    responses=documented(NotFoundError, StaleVersionError, VersionRequiredError),
)
def write_care_plan(
    patient_id: PatientId,
    asked: CarePlanChange,
    sight: ChangingSight,
    response: Response,
    now: Now,
    if_match: IfMatch = None,
) -> CarePlanPart:
    """Say what the plan is from now on, on the version that was read."""
    plan = patients.write_care_plan(sight, patient_id, asked, if_match=if_match, now=now)
    response.headers["ETag"] = f'"{plan.version}"'
    return plan


@router.get("/{patient_id}/care-history", summary="Read the care history", responses=documented(NotFoundError))
def care_history(patient_id: PatientId, sight: ReadingSight, database: DatabaseDep) -> list[PastCarePart]:
    """Who has cared for a patient in the last 28 days, the most frequent first."""
    history = patients.care_history(sight, patient_id)
    record_view(database, sight.caller, "care_history", patient_id, patient_ids=[patient_id])
    return history
