"""Routes of imports: for coordinators and administrators."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Path, Query, Response, UploadFile

from api.dependencies import DatabaseDep, Now, ReadSession, only
from api.errors import (
    ConflictError,
    NotFoundError,
)
from api.imports import service
from api.imports.schemas import ImportPart
from api.problems import documented
from api.security import AccountRole, Caller
from api.shapes import Page, PagingDep

router = APIRouter(prefix="/imports", tags=["Imports"])

Importer = Annotated[Caller, Depends(only(AccountRole.COORDINATOR, AccountRole.ADMINISTRATOR))]


@router.post(
    "",
    status_code=201,
    summary="Import tables",
    responses={
        200: {"model": ImportPart, "description": "Checked only; nothing was changed."},
        **documented(ConflictError),
    },
)
def make(
    files: Annotated[
        list[UploadFile], File(description="One zip of CSV tables, or single tables, such as visits.csv.")
    ],
    caller: Importer,
    database: DatabaseDep,
    response: Response,
    now: Now,
    check_only: Annotated[bool, Query(description="Tell what would happen, and change nothing.")] = False,  # noqa: FBT002
) -> ImportPart:
    """Put the rows of CSV tables in place of those with the same keys: all of them, or none and every fault.

    The tables are those of the data card. A table of windows, attendances, skills or events replaces all of those of
    each visit, staff member or shift that the import names. The same files once more change nothing. Coordinators may
    change what is of their localities; what stays as it was may be sent along. Private values stand in the faults.
    """
    uploads = [(file.filename or "", file.file.read()) for file in files]
    made = service.bring_in(database, caller, uploads, now=now, is_check_only=check_only)
    if check_only:
        response.status_code = 200
    return made


@router.get("", summary="List imports")
def listed(paging: PagingDep, caller: Importer, session: ReadSession) -> Page[ImportPart]:
    """Imports, the latest first: coordinators see their own."""
    return service.page(session, caller, paging)


@router.get(
    "/{import_id}",
    summary="Read an import",
    responses=documented(NotFoundError),
)
def one(
    import_id: Annotated[str, Path(max_length=64, examples=["6f1c2a9d8e7b4c3fa1b2c3d4e5f60718"])],
    caller: Importer,
    session: ReadSession,
) -> ImportPart:
    """What was imported, by whom, and what it changed."""
    return service.one(session, caller, import_id)
