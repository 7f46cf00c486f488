"""Routes of publishing, and of who has looked."""

from fastapi import APIRouter, BackgroundTasks, Response

from api.dependencies import Coordinator, DatabaseDep, IfMatch, Now, ReadSession
from api.errors import (
    NotFoundError,
)
from api.problems import CHANGES, documented
from api.rosters.schemas.drafts import RosterSummary
from api.rosters.schemas.publishing import OpeningPart, PublishRequest
from api.rosters.service import exporting, publishing
from api.rosters.service.standing import read_ahead, theirs
from api.shapes import Page, PagingDep

router = APIRouter(tags=["Rosters"])


@router.post(
    "/rosters/{roster_id}/publish",
    summary="Publish a draft",
    responses=CHANGES,
)
def publish(
    roster_id: str,
    asked: PublishRequest,
    caller: Coordinator,
    database: DatabaseDep,
    now: Now,
    response: Response,
    afterwards: BackgroundTasks,
    if_match: IfMatch = None,
) -> RosterSummary:
    """Make a draft the next numbered version of its scope and days, unchangeable from then on, and tell whom it concerns.

    Refused while it breaks a hard rule for which nobody answers (`breaks-rule`), or leaves a must-serve visit out that the
    request does not name (`left-out-not-acknowledged`). In conflict where another version was published since the draft
    began (`published-meanwhile`, with the difference), where visits were cancelled or shifts lost since (`overtaken`), and
    where another published roster has some of the same visits or shifts (`booked-twice`).
    """
    published, response.headers["ETag"] = publishing.publish(
        database, caller, roster_id, asked, if_match=if_match, now=now
    )
    afterwards.add_task(read_ahead, database)
    return published


@router.get(
    "/rosters/{roster_id}/openings",
    summary="Who has opened a roster",
    responses=documented(NotFoundError),
)
def openings(roster_id: str, paging: PagingDep, caller: Coordinator, session: ReadSession) -> Page[OpeningPart]:
    """Who opened it, whose part, in which form and when."""
    return exporting.openings(session, theirs(session, caller, roster_id), paging)
