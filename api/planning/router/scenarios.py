"""Routes of comparisons: what would be if some things were different."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.audit import record_view
from api.dependencies import DatabaseDep, IdempotencyKey, Now, Planner, ReadSession, SettingsDep, WriteSession
from api.errors import ConflictError, NotFoundError
from api.files import a_file, file_answer
from api.planning.schemas.scenarios import ComparisonRequest, ComparisonStatus
from api.planning.service import questions, scenarios
from api.problems import TAKEN_IN, documented
from api.queue import Work
from api.runs.schemas import JobFilter
from api.shapes import Page
from scheduler.io.what_if.comparison_document import ComparisonDocument

router = APIRouter(prefix="/scenarios", tags=["Scenarios"])


class ComparisonForm(StrEnum):
    """A form in which a comparison can be had as a file."""

    HTML = "html"
    XLSX = "xlsx"


FILES = {ComparisonForm.HTML: "report.html", ComparisonForm.XLSX: "comparison.xlsx"}
MEDIA_TYPES = {
    ComparisonForm.HTML: "text/html; charset=utf-8",
    ComparisonForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.post("", status_code=202, summary="Ask what if", responses=TAKEN_IN)
def ask(
    asked: ComparisonRequest,
    response: Response,
    session: WriteSession,
    settings: SettingsDep,
    caller: Planner,
    now: Now,
    key: IdempotencyKey = None,
) -> ComparisonStatus:
    """Compare scenarios with things as they are: the answer comes at once, the comparison when all is planned.

    Each day, scenario and seed is planned after whatever is more urgent; what was planned before, for whomever, is not
    planned again. A scenario that cannot be read refuses the request with every fault; one that does not fit the data,
    such as a team that is not there, fails by name in the comparison, and the others go on.
    """
    status = scenarios.ask(session, caller, settings, asked, key=key, now=now)
    response.headers["Location"] = f"/v1/scenarios/{status.comparison_id}"
    return status


@router.get("", summary="List comparisons")
def list_all(wanted: Annotated[JobFilter, Query()], session: ReadSession, caller: Planner) -> Page[ComparisonStatus]:
    """All planners' comparisons, the latest first."""
    return scenarios.list_all(session, caller, wanted)


@router.get("/{comparison_id}", summary="How a comparison stands", responses=documented(NotFoundError))
def read(comparison_id: str, session: ReadSession, _: Planner) -> ComparisonStatus:
    """How many of the plans are made, and the place in the queue; light enough to be asked every second."""
    return scenarios.status(session, questions.find(session, Work.COMPARISON, comparison_id))


@router.delete(
    "/{comparison_id}",
    status_code=202,
    summary="Stop a comparison",
    responses=documented(NotFoundError, ConflictError),
)
def stop(comparison_id: str, session: WriteSession, caller: Planner, now: Now) -> ComparisonStatus:
    """Plan no more and compare what is planned; asked again, the same goes on where it was stopped."""
    run = questions.stop_asking(session, caller, Work.COMPARISON, comparison_id, now=now)
    return scenarios.status(session, run)


@router.get(
    "/{comparison_id}/comparison",
    summary="Read a comparison",
    response_model=ComparisonDocument,
    responses=documented(NotFoundError, ConflictError),
)
def read_comparison(comparison_id: str, session: ReadSession, database: DatabaseDep, caller: Planner) -> Response:
    """Every measure of every scenario: baseline, scenario, difference with its interval, and whether it is more than noise."""
    body = questions.file_of(session, Work.COMPARISON, comparison_id, scenarios.COMPARISON_JSON)
    record_view(database, caller, Work.COMPARISON, comparison_id)
    return Response(body, media_type="application/json")


@router.get(
    "/{comparison_id}/comparison.{form}",
    summary="Have a comparison as a file",
    response_class=Response,
    responses={**a_file(MEDIA_TYPES), **documented(NotFoundError, ConflictError)},
)
def export(
    comparison_id: str, form: ComparisonForm, session: ReadSession, database: DatabaseDep, caller: Planner
) -> Response:
    """The same as a page with charts and maps that can be sent to a board, or as a workbook."""
    body = questions.file_of(session, Work.COMPARISON, comparison_id, FILES[form])
    record_view(database, caller, Work.COMPARISON, comparison_id, action="export")
    return file_answer(body, f"comparison.{form}", MEDIA_TYPES[form], is_shown=form is ComparisonForm.HTML)
