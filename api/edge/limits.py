"""How long a request may take and how large it may be. One that has begun to answer, such as a stream of progress, may go on."""

import asyncio
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import TooLargeError, UnavailableError
from api.problems import answer


class TimeLimit:
    """Answers 503 when the time is over, and lets the request come to its end unheard: no thread can be stopped halfway."""

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self._app, self._seconds = app, seconds
        self._unheard: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request within the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = is_over = False

        async def send_in_time(message: Message) -> None:
            nonlocal has_begun
            if not is_over:
                has_begun = True
                await send(message)

        task = asyncio.ensure_future(self._app(scope, receive, send_in_time))
        try:
            await asyncio.wait({task}, timeout=self._seconds)
            if task.done() or has_begun:
                await task
                return
        except asyncio.CancelledError:
            task.cancel()
            raise
        is_over = True
        self._unheard.add(task)
        task.add_done_callback(self._forget)
        await answer(
            UnavailableError(
                f"The request takes more than {self._seconds:g} seconds and may still be done: read again what came of it.",
                code="too-slow",
                headers={"Retry-After": "5"},
            )
        )(scope, receive, send)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._unheard.discard(task)
        if not task.cancelled():
            task.exception()  # asked for, or asyncio would log its words


class SizeLimit:
    """Refuses what says that it is too large before reading it, and what does not say so once it is.

    Starlette's own limit answers with plain text.
    """

    def __init__(self, app: ASGIApp, *, megabytes: int) -> None:
        self._app, self._most = app, megabytes * 1_000_000

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request within the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = f"More than {self._most // 1_000_000} megabytes are not taken."
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > self._most:
            await answer(TooLargeError(said, headers={"Connection": "close"}))(scope, receive, send)
            return
        num_read = 0

        async def receive_on() -> Message:
            nonlocal num_read
            message = await receive()
            num_read += len(message.get("body", b""))
            if num_read > self._most:
                # The framework turns every other error while it reads into a 400.
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said)
            return message

        await self._app(scope, receive_on, send)
