"""The OpenAPI document: what rooms say of their routes, and what holds for all of them."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.errors import ForbiddenError, NotSignedInError, RefusedError, TooLargeError, TooManyError, UnavailableError
from api.problems import ProblemDocument, documented
from api.settings import Settings

EVERYWHERE = documented(NotSignedInError, ForbiddenError, TooLargeError, RefusedError, TooManyError, UnavailableError)
"""What any route may answer with."""
DESCRIPTION = """Plans home visits of community integrated locality teams, publishes rosters, and records who saw what.

Sign in with `POST /v1/sessions` and send its access token as `Authorization: Bearer …`. Moments are ISO 8601 with an
offset, ids are opaque, lists are paged. Every error is a problem document (RFC 9457) whose `code` never changes within
`/v1`. What several people may change has an `ETag`; a change sends it back as `If-Match`."""
REFERENCES = "#/components/schemas/{model}"


def operation_id(route: APIRoute) -> str:
    """A name of an operation that clients can use: where it stands and what it does."""
    room = route.endpoint.__module__.removeprefix("api.").replace(".router", "").replace(".", "_")
    return f"{room}_{route.name}"


def describe(app: FastAPI, settings: Settings) -> None:
    """Let the application describe itself once, whole."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title,
                version=app.version,
                description=DESCRIPTION,
                routes=app.routes,
                servers=[{"url": settings.public_url, "description": "This service"}],
            )
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            problem = ProblemDocument.model_json_schema(ref_template=REFERENCES)
            schemas |= problem.pop("$defs") | {ProblemDocument.__name__: problem}
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
