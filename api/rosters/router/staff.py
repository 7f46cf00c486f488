"""Routes of staff members: their own rosters, and what has changed for them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.audit import record_view
from api.dependencies import DatabaseDep, Now, ReadSession, StaffCaller, WriteSession
from api.errors import NotFoundError
from api.problems import documented
from api.rosters.router.exports import A_FILE, file_answer
from api.rosters.schemas.publishing import NoticeFilter, NoticePart
from api.rosters.schemas.reading import StaffRoster
from api.rosters.service import exporting, telling
from api.rosters.service.exporting import ExportForm
from api.shapes import Page
from scheduler.io.tables.cells import Day
from scheduler.model.clock import local_day

router = APIRouter(tags=["My roster"])
OnDay = Annotated[Day | None, Query(alias="date", description="None: today.", examples=["2026-11-23"])]


@router.get(
    "/staff/me/roster",
    summary="Read my roster",
    responses=documented(NotFoundError),
)
def read(
    caller: StaffCaller, session: ReadSession, database: DatabaseDep, now: Now, day: OnDay = None
) -> list[StaffRoster]:
    """The caller's shifts of a day as published last; a night shift that began the day before is among them.

    One entry for each roster that has shifts of theirs, nearly always one.
    """
    parts = exporting.own_parts(session, caller, day or local_day(now), now=now)
    for part in parts:
        exporting.note_opening(
            database, caller, part.record.roster_id, caller.staff_id, "json", part.patient_ids, now=now
        )
    return [exporting.shown(part) for part in parts]


@router.get(
    "/staff/me/roster.{form}",
    summary="Have my roster as a file",
    response_class=Response,
    responses={**A_FILE, **documented(NotFoundError)},
)
def export(
    form: ExportForm,
    caller: StaffCaller,
    session: ReadSession,
    database: DatabaseDep,
    now: Now,
    day: OnDay = None,
    roster_id: Annotated[str | None, Query(description="Which, where the day has several; none: the first.")] = None,
) -> Response:
    """The caller's shifts of a day as PDF, CSV, XLSX, print page, calendar or FHIR."""
    parts = exporting.own_parts(session, caller, day or local_day(now), now=now)
    chosen = [part for part in parts if roster_id in (None, part.record.roster_id)]
    if not chosen:
        raise NotFoundError(f"Roster {roster_id} has no shift of yours on this day.")
    part = chosen[0]
    body = exporting.rendered(session, part, form)
    exporting.note_opening(database, caller, part.record.roster_id, caller.staff_id, form, part.patient_ids, now=now)
    return file_answer(body, exporting.file_name(part, form), form)


@router.get("/staff/me/notices", summary="What has changed for me")
def notices(
    asked: Annotated[NoticeFilter, Query()], caller: StaffCaller, session: ReadSession, database: DatabaseDep
) -> Page[NoticePart]:
    """What each newly published version changed for the caller, the newest first."""
    page, shown = telling.notices(session, caller.staff_id or "", asked)
    if shown:
        record_view(database, caller, "notices", caller.staff_id or "", patient_ids=shown)
    return page


@router.post(
    "/staff/me/notices/{notice_id}/read",
    summary="Mark a notice as read",
    responses=documented(NotFoundError),
)
def mark_read(notice_id: str, caller: StaffCaller, session: WriteSession, now: Now) -> NoticePart:
    """Remember that the caller has read it; the first time counts."""
    return telling.mark_read(session, caller, notice_id, now=now)
