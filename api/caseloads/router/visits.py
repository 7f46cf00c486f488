"""Routes of visits and what links them. Nothing is ever deleted; every view is recorded."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.audit import record_view
from api.caseloads.router.asking import ChangingSight, ListingSight, ReadingSight, VisitId
from api.caseloads.schemas.visits import (
    LinkPart,
    NewLink,
    NewVisit,
    VisitCancellation,
    VisitChange,
    VisitFilter,
    VisitPart,
)
from api.caseloads.service import visits
from api.caseloads.service.sight import Sight
from api.dependencies import DatabaseDep, IfMatch, Now, etag
from api.errors import NotFoundError
from api.problems import CHANGES, documented
from api.shapes import Page
from api.tables.caseloads import VisitRecord

router = APIRouter(tags=["Caseloads"])


@router.get("/visits", summary="List visits")
def listed(asked: Annotated[VisitFilter, Query()], sight: ListingSight, database: DatabaseDep) -> Page[VisitPart]:
    """Visits whose windows touch some days, by id; planners see pseudonyms and no address."""
    page, shown = visits.page(sight, asked)
    record_view(database, sight.caller, "visits", asked.first_date.isoformat(), patient_ids=shown)
    return page


@router.post("/visits", status_code=201, summary="Make a visit", responses=documented(NotFoundError))
def make(asked: NewVisit, sight: ChangingSight, response: Response) -> VisitPart:
    """A new visit, which must keep to the rules of the tables of visits."""
    return _answer(sight, visits.make(sight, asked), response)


@router.get("/visits/{visit_id}", summary="Read a visit", responses=documented(NotFoundError))
def one(visit_id: VisitId, sight: ReadingSight, database: DatabaseDep, response: Response) -> VisitPart:
    """A visit; what no sharing agreement and no referral opens is null and named in `withheld`."""
    visit = visits.reachable(sight, visit_id)
    record_view(database, sight.caller, "visit", visit_id, patient_ids=[visit.patient_id])
    return _answer(sight, visit, response)


@router.patch("/visits/{visit_id}", summary="Change a visit", responses=CHANGES)
def change(
    visit_id: VisitId, asked: VisitChange, sight: ChangingSight, response: Response, if_match: IfMatch = None
) -> VisitPart:
    """Change windows or duration, with the reason."""
    return _answer(sight, visits.change(sight, visit_id, asked, if_match=if_match), response)


@router.post("/visits/{visit_id}/cancellation", summary="Call a visit off", responses=CHANGES)
def cancel(
    visit_id: VisitId,
    asked: VisitCancellation,
    sight: ChangingSight,
    response: Response,
    now: Now,
    if_match: IfMatch = None,
) -> VisitPart:
    """Call a visit off, with the reason: it is planned no more and stays to be read.

    A visit that must be served, or urgently responded to, is called off only with an override reason.
    """
    return _answer(sight, visits.cancel(sight, visit_id, asked, if_match=if_match, now=now), response)


@router.put("/visit-links", summary="Link two visits", responses=CHANGES)
def link(asked: NewLink, sight: ChangingSight, response: Response, if_match: IfMatch = None) -> LinkPart:
    """Say how far apart two visits start and who makes them; the gap must be one that their windows allow.

    Where something links them already, it is changed on the version that was read; its version stands with each visit.
    """
    made = visits.link(sight, asked, if_match=if_match)
    response.headers["ETag"] = etag(made)
    return LinkPart.model_validate(made)


@router.delete(
    "/visit-links/{first_visit_id}/{second_visit_id}",
    status_code=204,
    summary="Unlink two visits",
    responses=CHANGES,
)
def unlink(first_visit_id: VisitId, second_visit_id: VisitId, sight: ChangingSight, if_match: IfMatch = None) -> None:
    """Take away what links two visits: each is planned for itself again."""
    visits.unlink(sight, first_visit_id, second_visit_id, if_match=if_match)


def _answer(sight: Sight, visit: VisitRecord, response: Response) -> VisitPart:
    response.headers["ETag"] = etag(visit)
    return visits.parts(sight, [visit])[0]
