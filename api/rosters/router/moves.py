"""Routes of changes by hand, and of explanations."""

from fastapi import APIRouter, Response

from api.audit import record_view
from api.dependencies import Coordinator, DatabaseDep, IfMatch, Now, ReadSession
from api.errors import (
    NotFoundError,
)
from api.problems import CHANGES, documented
from api.rosters.schemas.explaining import VisitExplanation
from api.rosters.schemas.moves import ChangeAnswer, ChangePart, VisitChange
from api.rosters.service import explaining, moves
from api.rosters.service.standing import theirs
from api.shapes import Page, PagingDep

router = APIRouter(tags=["Rosters"])


@router.patch(
    "/rosters/{roster_id}/visits/{visit_id}",
    summary="Move, pin, unpin or leave out a visit",
    responses=CHANGES,
)
def change(
    roster_id: str,
    visit_id: str,
    asked: VisitChange,
    caller: Coordinator,
    database: DatabaseDep,
    now: Now,
    response: Response,
    if_match: IfMatch = None,
) -> ChangeAnswer:
    """Change one visit of a draft, with a reason; everything else stays, or the answer says what had to shift.

    What newly breaks a hard rule is refused (`breaks-rule`) with the rule's words, unless the rule allows a person to answer
    for it and `override_reason` says why.
    """
    answer, response.headers["ETag"] = moves.change(
        database, caller, roster_id, visit_id, asked, if_match=if_match, now=now
    )
    return answer


@router.get(
    "/rosters/{roster_id}/changes",
    summary="What was changed by hand",
    responses=documented(NotFoundError),
)
def changes(
    roster_id: str, paging: PagingDep, caller: Coordinator, session: ReadSession, database: DatabaseDep, now: Now
) -> Page[ChangePart]:
    """Every change, in order, with who made it and, where the patient's care is open to the caller, why."""
    page, shown = moves.changes(session, caller, theirs(session, caller, roster_id), paging, now=now)
    record_view(database, caller, "roster-changes", roster_id, patient_ids=shown)
    return page


@router.get(
    "/rosters/{roster_id}/explain/{visit_id}",
    summary="Why a visit is where it is",
    responses=documented(NotFoundError),
)
def explain(
    roster_id: str, visit_id: str, caller: Coordinator, session: ReadSession, database: DatabaseDep, now: Now
) -> VisitExplanation:
    """Why this person at this time; or what keeps a visit out, shift by shift, and what would let it fit.

    Refused (`not-shared`) where the patient's care is not open to the caller; sentences that speak of others so are null.
    """
    roster = theirs(session, caller, roster_id)
    told, shown = explaining.explained(session, caller, roster, visit_id, now=now)
    record_view(database, caller, "visit", visit_id, patient_ids=shown)
    return told
