"""What every request passes first: its id, its log line and count, the headers of every answer, the last net for errors."""

import re
import time
from collections.abc import Iterator
from uuid import uuid4

import structlog
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.edge.metrics import RequestFigures
from api.errors import ApiError
from api.problems import answer

DOCS = "/docs"
REQUEST_ID = "X-Request-ID"
GOOD_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Of every answer that does not set its own: nothing is kept, framed, guessed at or told to others."""
OF_DOCS = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
"""The page that describes the interface has scripts, of this host alone."""
log = structlog.get_logger(__name__)


class RequestEdge:
    """The outermost part of the application."""

    def __init__(self, app: ASGIApp, *, figures: RequestFigures) -> None:
        self._app = app
        self._figures = figures
        self._paths: dict[object, str | None] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and log it by its route: a path may hold a secret."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent, begun = Headers(scope=scope).get(REQUEST_ID, ""), time.perf_counter()
        request_id = sent if GOOD_ID.fullmatch(sent) else uuid4().hex
        status, seconds_to_begin = 0, 0.0

        async def send_on(message: Message) -> None:
            nonlocal status, seconds_to_begin
            if message["type"] == "http.response.start":
                status, seconds_to_begin = message["status"], time.perf_counter() - begun
                headers = MutableHeaders(scope=message)
                headers[REQUEST_ID] = request_id
                if scope["path"] == DOCS:
                    headers.setdefault("Content-Security-Policy", OF_DOCS)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_on)
            except Exception as error:
                log.exception("failed")
                if status:
                    raise ConnectionAbortedError("the answer had begun") from error
                await answer(ApiError("The service failed; its log tells more under this request's id."))(
                    scope, receive, send_on
                )
            finally:
                seconds = time.perf_counter() - begun
                route = self._route_of(scope) if "app" in scope else None
                self._figures.count(scope["method"], route, status, seconds_to_begin if status else seconds)
                _tell(scope, route, status, seconds)

    def _route_of(self, scope: Scope) -> str | None:
        """The path of a request's route, with names where the request has values; None where there is no such route."""
        if (endpoint := scope.get("endpoint")) is None:
            # Refused before anybody looked for its route.
            return next((each.path for each in _routes(scope) if each.matches(scope)[0] is Match.FULL), None)
        if endpoint not in self._paths:
            self._paths = {each.endpoint: each.path for each in _routes(scope)}
        return self._paths.setdefault(endpoint, None)


def _tell(scope: Scope, route: str | None, status: int, seconds: float) -> None:
    caller = scope.get("state", {}).get("caller")
    log.info(
        "request",
        method=scope["method"],
        route=route,
        status=status,
        milliseconds=round(seconds * 1000, 1),
        account_id=caller.account_id if caller else None,
    )


def _routes(scope: Scope) -> Iterator[RouteContext]:
    return (each for each in iter_route_contexts(scope["app"].routes) if getattr(each, "endpoint", None) is not None)
