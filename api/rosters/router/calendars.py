"""Routes of the calendar feed: its link for its owner, the calendar for whoever has the link."""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from api.dependencies import DatabaseDep, Now, SettingsDep, StaffCaller, WriteSession
from api.errors import NotFoundError
from api.problems import documented
from api.rosters.schemas.publishing import CalendarLinkPart
from api.rosters.service import calendars

router = APIRouter(tags=["My roster"])


@router.post("/staff/me/calendar-link", status_code=201, summary="Make a calendar link")
def make_link(caller: StaffCaller, session: WriteSession, settings: SettingsDep, now: Now) -> CalendarLinkPart:
    """A secret link to subscribe to; it is shown this once, and the one before stops opening anything."""
    return calendars.make_link(session, caller, settings, now=now)


@router.delete(
    "/staff/me/calendar-link",
    status_code=204,
    summary="Revoke my calendar link",
    responses=documented(NotFoundError),
)
def revoke_link(caller: StaffCaller, session: WriteSession, now: Now) -> None:
    """Close the link; whoever has it finds nothing."""
    calendars.revoke_link(session, caller, now=now)


@router.get(
    "/calendars/{token}.ics",
    summary="A calendar, for whoever has its link",
    response_class=Response,
    responses={
        200: {"description": "The calendar.", "content": {"text/calendar": {}}},
        304: {"description": "Unchanged since it was last fetched."},
        **documented(NotFoundError),
    },
)
def feed(
    token: str,
    database: DatabaseDep,
    now: Now,
    if_none_match: Annotated[str | None, Header(description="The ETag of the calendar that was fetched last.")] = None,
) -> Response:
    """When its owner works, as iCalendar: no name, address, NHS number or diagnosis. Needs no sign-in: the link is the secret."""
    body, tag = calendars.feed(database, token, now=now)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if if_none_match is not None and tag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)
