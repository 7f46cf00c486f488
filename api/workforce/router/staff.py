"""Routes of staff members."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from api.dependencies import Coordinator, IfMatch, ReadSession, Today, WriteSession, etag, only
from api.errors import NotFoundError, StaleVersionError, VersionRequiredError
from api.problems import documented
from api.security import AccountRole, Caller
from api.shapes import Page
from api.workforce.schemas.staff import SkillHeld, StaffChange, StaffFilter, StaffPart
from api.workforce.service import staff

router = APIRouter(prefix="/staff", tags=["Workforce"])

Reader = Annotated[Caller, Depends(only(AccountRole.COORDINATOR, AccountRole.PLANNER, AccountRole.ADMINISTRATOR))]
ReaderOrSelf = Annotated[
    Caller,
    Depends(only(AccountRole.COORDINATOR, AccountRole.PLANNER, AccountRole.ADMINISTRATOR, AccountRole.STAFF)),
]
StaffId = Annotated[str, Path(max_length=64, examples=["s-014"])]
CHANGES = documented(NotFoundError, StaleVersionError, VersionRequiredError)


@router.get("", summary="List staff")
def listed(
    asked: Annotated[StaffFilter, Query()], caller: Reader, session: ReadSession, today: Today
) -> Page[StaffPart]:
    """Staff by id: a coordinator's are those who serve teams of their localities; planners see no names."""
    return staff.page(session, caller, asked, on=today)


@router.get("/{staff_id}", summary="Read a staff member", responses=documented(NotFoundError))
def one(staff_id: StaffId, caller: ReaderOrSelf, session: ReadSession, response: Response) -> StaffPart:
    """A staff member; `me` is the caller."""
    found = staff.one(session, caller, staff_id)
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.patch("/{staff_id}", summary="Change a staff member", responses=CHANGES)
def change(
    staff_id: StaffId,
    asked: StaffChange,
    caller: Coordinator,
    session: WriteSession,
    response: Response,
    if_match: IfMatch = None,
) -> StaffPart:
    """Change role, band, teams or telephone."""
    member = staff.change(session, caller, staff_id, asked, if_match=if_match)
    response.headers["ETag"] = etag(member)
    return staff.parts(session, caller, [member])[0]


@router.put("/{staff_id}/skills/{skill_id}", summary="Let a staff member use a skill", responses=CHANGES)
def hold_skill(
    staff_id: StaffId,
    skill_id: Annotated[str, Path(max_length=64, examples=["insulin"])],
    asked: SkillHeld,
    caller: Coordinator,
    session: WriteSession,
    response: Response,
    if_match: IfMatch = None,
) -> StaffPart:
    """Say until when a skill may be used; If-Match is the staff member's. Plans keep to it from then on."""
    member = staff.hold_skill(session, caller, staff_id, skill_id, asked, if_match=if_match)
    response.headers["ETag"] = etag(member)
    return staff.parts(session, caller, [member])[0]
