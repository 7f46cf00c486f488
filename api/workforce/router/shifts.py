"""Routes of shifts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from api.dependencies import Coordinator, IfMatch, Now, ReadSession, WriteSession, etag, only
from api.errors import NotFoundError
from api.problems import CHANGES, documented
from api.security import AccountRole, Caller
from api.shapes import Page
from api.tables.workforce import ShiftRecord
from api.workforce.schemas.shifts import Cancellation, NewShift, ShiftChange, ShiftFilter, ShiftPart
from api.workforce.service import shifts

router = APIRouter(prefix="/shifts", tags=["Workforce"])

Reader = Annotated[Caller, Depends(only(AccountRole.COORDINATOR, AccountRole.PLANNER, AccountRole.STAFF))]
ShiftId = Annotated[str, Path(max_length=64, examples=["s-014-1123"])]


@router.get("", summary="List shifts")
def listed(asked: Annotated[ShiftFilter, Query()], caller: Reader, session: ReadSession) -> Page[ShiftPart]:
    """Shifts that start on some days, in that order; staff see their own."""
    return shifts.page(session, caller, asked)


@router.post("", status_code=201, summary="Make a shift", responses=documented(NotFoundError))
def make(asked: NewShift, caller: Coordinator, session: WriteSession, response: Response) -> ShiftPart:
    """A new shift, which must keep to the rules of the table of shifts."""
    return _answer(shifts.make(session, caller, asked), response)


@router.patch("/{shift_id}", summary="Change a shift", responses=CHANGES)
def change(
    shift_id: ShiftId,
    asked: ShiftChange,
    caller: Coordinator,
    session: WriteSession,
    response: Response,
    if_match: IfMatch = None,
) -> ShiftPart:
    """Change hours, break, places or limits of a shift."""
    return _answer(shifts.change(session, caller, shift_id, asked, if_match=if_match), response)


@router.post("/{shift_id}/cancellation", summary="Call a shift off", responses=CHANGES)
def cancel(
    shift_id: ShiftId,
    asked: Cancellation,
    caller: Coordinator,
    session: WriteSession,
    response: Response,
    now: Now,
    if_match: IfMatch = None,
) -> ShiftPart:
    """Call a shift off: it is planned no more, and stays to be read."""
    return _answer(shifts.cancel(session, caller, shift_id, asked, if_match=if_match, now=now), response)


def _answer(shift: ShiftRecord, response: Response) -> ShiftPart:
    response.headers["ETag"] = etag(shift)
    return ShiftPart.model_validate(shift)
