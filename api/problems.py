"""Errors on the wire: RFC 9457 problem documents, and their place in the OpenAPI document. What errors there are stands in `errors.py`."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from api.audit import record
from api.database import AWAY
from api.errors import (
    ERRORS,
    ApiError,
    ConflictError,
    NotFoundError,
    RefusedError,
    StaleVersionError,
    UnavailableError,
    VersionRequiredError,
)
from api.security import Caller
from api.sharing import patient_by_visit
from scheduler.errors import InputError

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


class FaultPart(BaseModel):
    """One fault in what was sent."""

    model_config = ConfigDict(extra="allow")

    where: str = Field(
        description="File and line, or the way to the field.", examples=["visits.csv:12, duration_minutes"]
    )
    value: str | None = Field(default=None, description="What was found there.", examples=["0"])
    expected: str = Field(description="What would have been right.", examples=["a number from 1 to 600"])


class ProblemDocument(BaseModel):
    """An error as RFC 9457 has it; `code` is stable."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(default="about:blank", examples=["urn:cilt:problem:not-found"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no roster 17."])
    code: str = Field(examples=["not-found"])
    faults: list[FaultPart] = Field(default_factory=list, description="Every fault, where something sent was wrong.")


def documented(*errors: type[ApiError]) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer with these errors."""
    return {
        error.status: {
            "description": error.title,
            "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}}},
        }
        for error in errors
    }


CHANGES = documented(NotFoundError, ConflictError, StaleVersionError, VersionRequiredError)
"""Of a route that changes what several people may change. What any route may answer stands in `edge/interface.py`."""
TAKEN_IN = documented(NotFoundError) | {
    202: {"headers": {"Location": {"description": "Where it tells how it stands.", "schema": {"type": "string"}}}}
}
"""Of a route that queues what a worker does."""


def answer(error: ApiError) -> JSONResponse:
    """The problem document of an error."""
    document = ProblemDocument(
        type=f"urn:cilt:problem:{error.code}",
        title=error.title,
        status=error.status,
        detail=error.detail,
        code=error.code,
        faults=[FaultPart.model_validate(fault) for fault in error.faults],
        **error.more,
    )
    return JSONResponse(document.model_dump(mode="json"), error.status, headers=error.headers, media_type=MEDIA_TYPE)


def refused(error: InputError) -> RefusedError:
    """The scheduler's report of bad input as an answer."""
    faults = [
        {
            "where": ", ".join(str(part) for part in (_place(fault), _cell(fault)) if part),
            "value": getattr(fault, "value", None),
            "expected": getattr(fault, "expected", None) or str(fault),
            **{part: getattr(fault, part) for part in ("file", "line", "column") if hasattr(fault, part)},
        }
        for fault in error.faults
    ]
    return RefusedError(
        f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'} in the input; nothing was changed.",
        code="bad-input",
        faults=faults,
    )


def _of_status(status: int) -> type[ApiError]:
    """Our own kind of error for a status; one of the framework's where we have none, such as 405."""
    ours = next((kind for kind in ERRORS if kind.status == status), None)
    phrase = HTTPStatus(status).phrase
    return ours or type(phrase, (ApiError,), {"status": status, "title": phrase, "default_code": f"http-{status}"})


def _place(fault: object) -> str:
    file, line = getattr(fault, "file", "") or "", getattr(fault, "line", None)
    return f"{file}:{line}" if line is not None else str(file)


def _cell(fault: object) -> object:
    """The column of a table, or the way into a document."""
    return next((found for name in ("column", "field", "where") if (found := getattr(fault, name, None))), None)


def add_problem_answers(app: FastAPI) -> None:
    """Answer every error of the service, of the framework and of the database with a problem document."""

    @app.exception_handler(ApiError)
    def _of_ours(request: Request, error: ApiError) -> JSONResponse:
        if error.attempt is not None or error.tells_of:
            # In a transaction of its own: that of the request has been rolled back.
            with request.app.state.database.writing() as session:
                _record(session, getattr(request.state, "caller", None), error)
        return answer(error)

    @app.exception_handler(InputError)
    def _of_input(_: Request, error: InputError) -> JSONResponse:
        return answer(refused(error))

    @app.exception_handler(RequestValidationError)
    def _of_request(_: Request, error: RequestValidationError) -> JSONResponse:
        # The value itself is not repeated: it may be a name or an NHS number.
        faults = [
            {"where": ".".join(map(str, found["loc"])), "expected": found["msg"], "kind": found["type"]}
            for found in error.errors()
        ]
        return answer(RefusedError("The request does not have the expected form.", code="bad-request", faults=faults))

    @app.exception_handler(HTTPException)
    def _of_framework(_: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == HTTPStatus.BAD_REQUEST:
            # A body that is not even text, or nested without end: the same to its sender as one of another form.
            return answer(RefusedError("The request cannot be read.", code="bad-request"))
        return answer(_of_status(error.status_code)(str(error.detail), headers=error.headers))

    _add_answers_of_values(app)

    def of_database(_: Request, error: Exception) -> JSONResponse:
        log.error("database not available: %s", type(getattr(error, "orig", error)).__name__)
        return answer(
            UnavailableError("The database does not answer; nothing was changed.", headers={"Retry-After": "5"})
        )

    for kind in AWAY:
        app.add_exception_handler(kind, of_database)


def _record(session: Session, caller: Caller | None, error: ApiError) -> None:
    """What somebody reached for in vain, and whom the refusal told them of."""
    if error.attempt is not None:
        record(session, caller, "refused", *error.attempt)
    if error.tells_of:
        patients = set(patient_by_visit(session, error.tells_of).values())
        record(session, caller, "view", "answer", error.code, patient_ids=sorted(patients))


def _add_answers_of_values(app: FastAPI) -> None:
    """Answer what the database will not keep."""

    @app.exception_handler(DataError)
    def _of_value(_: Request, __: DataError) -> JSONResponse:
        return answer(RefusedError("A value cannot be kept: a number too large, or a sign that text cannot hold."))

    @app.exception_handler(IntegrityError)
    def _of_race(_: Request, __: IntegrityError) -> JSONResponse:
        return answer(ConflictError("Somebody else has just made or changed the same; nothing was changed by you."))
