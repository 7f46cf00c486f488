"""Routes of team designs: which practices one team should look after."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.audit import record_view
from api.dependencies import DatabaseDep, IdempotencyKey, Now, Planner, ReadSession, WriteSession
from api.errors import ConflictError, NotFoundError
from api.files import a_file, file_answer
from api.planning.schemas.designs import MOST_DESIGNS, TeamDesignRequest, TeamDesignStatus
from api.planning.service import designs, questions
from api.problems import TAKEN_IN, documented
from api.queue import Work
from api.runs.schemas import JobFilter
from api.shapes import Page
from scheduler.io.designs.document import DesignsDocument

router = APIRouter(prefix="/team-designs", tags=["Team designs"])


class DesignForm(StrEnum):
    """A form in which a design can be had as a file."""

    GEOJSON = "geojson"
    SVG = "svg"
    PNG = "png"
    CSV = "csv"


MEDIA_TYPES = {
    DesignForm.GEOJSON: "application/geo+json",
    DesignForm.SVG: "image/svg+xml",
    DesignForm.PNG: "image/png",
    DesignForm.CSV: "text/csv; charset=utf-8",
}
SHOWN = (DesignForm.SVG, DesignForm.PNG)
Number = Annotated[int, Path(ge=1, le=MOST_DESIGNS, description="Which of the designs, counted from 1.")]


@router.post("", status_code=202, summary="Ask for team designs", responses=TAKEN_IN)
def ask(
    asked: TeamDesignRequest,
    response: Response,
    session: WriteSession,
    caller: Planner,
    now: Now,
    key: IdempotencyKey = None,
) -> TeamDesignStatus:
    """Design neighbourhood teams: the answer comes at once, the designs when they are found or proved impossible."""
    status = designs.ask(session, caller, asked, key=key, now=now)
    response.headers["Location"] = f"/v1/team-designs/{status.team_design_id}"
    return status


@router.get("", summary="List questions for team designs")
def list_all(wanted: Annotated[JobFilter, Query()], session: ReadSession, caller: Planner) -> Page[TeamDesignStatus]:
    """All planners' questions for team designs, the latest first."""
    return designs.list_all(session, caller, wanted)


@router.get("/{team_design_id}", summary="How a question for team designs stands", responses=documented(NotFoundError))
def read(team_design_id: str, session: ReadSession, _: Planner) -> TeamDesignStatus:
    """Whether it has ended and how many designs were found; light enough to be asked every second."""
    return designs.status(session, questions.find(session, Work.TEAM_DESIGN, team_design_id))


@router.delete(
    "/{team_design_id}",
    status_code=202,
    summary="Stop designing teams",
    responses=documented(NotFoundError, ConflictError),
)
def stop(team_design_id: str, session: WriteSession, caller: Planner, now: Now) -> TeamDesignStatus:
    """End the search and keep the designs found so far."""
    run = questions.stop_asking(session, caller, Work.TEAM_DESIGN, team_design_id, now=now)
    return designs.status(session, run)


@router.get(
    "/{team_design_id}/designs",
    summary="Read team designs",
    response_model=DesignsDocument,
    responses=documented(NotFoundError, ConflictError),
)
def read_designs(team_design_id: str, session: ReadSession, database: DatabaseDep, caller: Planner) -> Response:
    """Designs to choose from with what is proved of each; or that there is none, and which single moves would mend it."""
    body = questions.file_of(session, Work.TEAM_DESIGN, team_design_id, designs.DESIGNS_JSON)
    record_view(database, caller, Work.TEAM_DESIGN, team_design_id)
    return Response(body, media_type="application/json")


@router.get(
    "/{team_design_id}/designs/{number}.{form}",
    summary="Have a team design as a file",
    response_class=Response,
    responses={**a_file(MEDIA_TYPES), **documented(NotFoundError, ConflictError)},
)
def export(
    team_design_id: str, number: Number, form: DesignForm, session: ReadSession, database: DatabaseDep, caller: Planner
) -> Response:
    """One design as GeoJSON, as a map (SVG or PNG), or as a table of its practices."""
    name = f"design-{number}.{form}"
    body = questions.file_of(session, Work.TEAM_DESIGN, team_design_id, name)
    record_view(database, caller, Work.TEAM_DESIGN, team_design_id, action="export")
    return file_answer(body, name, MEDIA_TYPES[form], is_shown=form in SHOWN)
