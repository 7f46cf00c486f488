"""Routes of absences: for coordinators."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.audit import record_view
from api.dependencies import Coordinator, DatabaseDep, Now, ReadSession, WriteSession
from api.errors import ConflictError, NotFoundError
from api.problems import documented
from api.shapes import Page
from api.workforce.schemas.absences import AbsenceFilter, AbsencePart, NewAbsence
from api.workforce.service import absences

router = APIRouter(prefix="/absences", tags=["Workforce"])


@router.get("", summary="List absences")
def listed(
    asked: Annotated[AbsenceFilter, Query()], caller: Coordinator, session: ReadSession, database: DatabaseDep
) -> Page[AbsencePart]:
    """Who of the coordinator's staff is away on some days."""
    page, shown = absences.page(session, caller, asked)
    if shown:
        record_view(database, caller, "absences", asked.first_date.isoformat(), patient_ids=shown)
    return page


@router.post("", status_code=201, summary="Record an absence", responses=documented(NotFoundError, ConflictError))
def make(asked: NewAbsence, caller: Coordinator, session: WriteSession, now: Now) -> AbsencePart:
    """Say that somebody is away, and learn which shifts and which visits of rosters in force that touches."""
    return absences.make(session, caller, asked, now=now)


@router.delete("/{absence_id}", status_code=204, summary="Take an absence back", responses=documented(NotFoundError))
def take_back(
    absence_id: Annotated[str, Path(max_length=64, examples=["7d3e1f9a2b4c4d5e8f60718293a4b5c6"])],
    caller: Coordinator,
    session: WriteSession,
) -> None:
    """The shifts that it touched are planned again."""
    absences.take_back(session, caller, absence_id)
