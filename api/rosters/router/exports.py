"""Routes of one staff member's part of a roster, for its coordinator."""

from fastapi import APIRouter, Response

from api import files
from api.dependencies import Coordinator, DatabaseDep, Now, ReadSession
from api.errors import NotFoundError
from api.problems import documented
from api.rosters.schemas.reading import StaffRoster
from api.rosters.service import exporting
from api.rosters.service.exporting import MEDIA_TYPES, ExportForm

router = APIRouter(tags=["Rosters"])
A_FILE = files.a_file(MEDIA_TYPES)


@router.get(
    "/rosters/{roster_id}/staff/{staff_id}",
    summary="Read one staff member's part",
    responses=documented(NotFoundError),
)
def read(
    roster_id: str, staff_id: str, caller: Coordinator, session: ReadSession, database: DatabaseDep, now: Now
) -> StaffRoster:
    """Their shifts, with what both they and the caller may see."""
    part = exporting.part_for_coordinator(session, caller, roster_id, staff_id, now=now)
    exporting.note_opening(database, caller, roster_id, staff_id, "json", part.patient_ids, now=now)
    return exporting.shown(part)


@router.get(
    "/rosters/{roster_id}/staff/{staff_id}/roster.{form}",
    summary="Have one staff member's part as a file",
    response_class=Response,
    responses={**A_FILE, **documented(NotFoundError)},
)
def export(
    roster_id: str,
    staff_id: str,
    form: ExportForm,
    caller: Coordinator,
    session: ReadSession,
    database: DatabaseDep,
    now: Now,
) -> Response:
    """Their shifts as PDF, CSV, XLSX, print page, calendar or FHIR, with what both they and the caller may see."""
    part = exporting.part_for_coordinator(session, caller, roster_id, staff_id, now=now)
    body = exporting.rendered(session, part, form)
    exporting.note_opening(database, caller, roster_id, staff_id, form, part.patient_ids, now=now)
    return file_answer(body, exporting.file_name(part, form), form)


def file_answer(body: bytes, name: str, form: ExportForm) -> Response:
    """A file as an answer: pages are shown, everything else is saved; nothing stays in a cache."""
    return files.file_answer(body, name, MEDIA_TYPES[form], is_shown=form in (ExportForm.HTML, ExportForm.PDF))
