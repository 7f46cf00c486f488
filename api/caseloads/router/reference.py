"""Routes of localities, teams and practices: anybody who is signed in may read them."""

from fastapi import APIRouter

from api.caseloads.repository import patients as rows
from api.caseloads.schemas.patients import LocalityPart, PracticePart, TeamPart
from api.dependencies import CallerDep, ReadSession

router = APIRouter(tags=["Caseloads"])


@router.get("/localities", summary="List localities")
def localities(_: CallerDep, session: ReadSession) -> list[LocalityPart]:
    """Every locality."""
    return [LocalityPart.model_validate(one) for one in rows.localities(session)]


@router.get("/teams", summary="List teams")
def teams(_: CallerDep, session: ReadSession) -> list[TeamPart]:
    """Every neighbourhood team."""
    return [TeamPart.model_validate(one) for one in rows.teams(session)]


@router.get("/practices", summary="List practices")
def practices(_: CallerDep, session: ReadSession) -> list[PracticePart]:
    """Every GP practice."""
    return [PracticePart.model_validate(one) for one in rows.practices(session)]
