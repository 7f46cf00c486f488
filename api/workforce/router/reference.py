"""Routes of employers and competences: anybody who is signed in may read them."""

from fastapi import APIRouter

from api.dependencies import CallerDep, ReadSession
from api.workforce.repository import staff as rows
from api.workforce.schemas.staff import OrganisationPart, SkillPart

router = APIRouter(tags=["Workforce"])


@router.get("/organisations", summary="List organisations")
def organisations(_: CallerDep, session: ReadSession) -> list[OrganisationPart]:
    """Every employer."""
    return [OrganisationPart.model_validate(one) for one in rows.organisations(session)]


@router.get("/skills", summary="List skills")
def skills(_: CallerDep, session: ReadSession) -> list[SkillPart]:
    """Every competence."""
    return [SkillPart.model_validate(one) for one in rows.skills(session)]
