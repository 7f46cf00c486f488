"""Routes of drafts, and of rosters as a whole."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.audit import record_view
from api.dependencies import Coordinator, DatabaseDep, IfMatch, Now, ReadSession, WriteSession, etag
from api.errors import (
    ConflictError,
    NotFoundError,
)
from api.problems import CHANGES, documented
from api.rosters.schemas.differences import RosterDifference
from api.rosters.schemas.drafts import DraftRequest, RosterFilter, RosterSummary
from api.rosters.schemas.reading import RosterDetail
from api.rosters.service import differing, drafts
from api.rosters.service.exporting import note_opening
from api.rosters.service.standing import theirs
from api.shapes import Page
from api.sharing import patient_by_visit

router = APIRouter(tags=["Rosters"])


@router.post(
    "/rosters",
    status_code=201,
    summary="Begin a draft",
    responses=documented(NotFoundError, ConflictError),
)
def begin(
    asked: DraftRequest, caller: Coordinator, database: DatabaseDep, now: Now, response: Response
) -> RosterDetail:
    """Begin a draft from what a run found, or from a plan made elsewhere; a plan is judged, and the answer says how it stands."""
    detail, tag = drafts.begin(database, caller, asked, now=now)
    response.headers["ETag"] = tag
    response.headers["Location"] = f"/v1/rosters/{detail.roster_id}"
    return detail


@router.get("/rosters", summary="List rosters")
def listed(asked: Annotated[RosterFilter, Query()], caller: Coordinator, session: ReadSession) -> Page[RosterSummary]:
    """The rosters of the caller's localities, the latest days and the newest first."""
    return drafts.listed(session, caller, asked)


@router.get(
    "/rosters/{roster_id}",
    summary="Read a roster",
    response_model=RosterDetail,
    responses=documented(NotFoundError),
)
def read(roster_id: str, caller: Coordinator, session: ReadSession, database: DatabaseDep, now: Now) -> Response:
    """Everybody's shifts in time, what is left out and why, what breaks a rule, the figures, and where the plan comes from.

    A draft is read on the data as they are now; a published roster on those it was published with.
    """
    record = theirs(session, caller, roster_id)
    told = drafts.told(session, caller, record, now=now)
    note_opening(database, caller, roster_id, None, "json", told.patient_ids, now=now)
    return Response(told.body, media_type="application/json", headers={"ETag": etag(record)})


@router.delete(
    "/rosters/{roster_id}",
    status_code=204,
    summary="Discard a draft",
    responses=CHANGES,
)
def discard(roster_id: str, caller: Coordinator, session: WriteSession, if_match: IfMatch = None) -> None:
    """Put a draft away. A published roster cannot be discarded."""
    drafts.discard(session, caller, roster_id, if_match)


@router.get(
    "/rosters/{before_id}/diff/{after_id}",
    summary="Compare two rosters",
    responses=documented(NotFoundError),
)
def compare(
    before_id: str, after_id: str, caller: Coordinator, session: ReadSession, database: DatabaseDep
) -> RosterDifference:
    """Every attendance that stands elsewhere in the later roster, how much that is for each staff member, and the figures."""
    found = differing.difference(session, theirs(session, caller, before_id), theirs(session, caller, after_id))
    patients = patient_by_visit(session, {part.visit_id for part in found.visits}).values()
    record_view(database, caller, "roster-difference", after_id, patient_ids=sorted(set(patients)))
    return found
