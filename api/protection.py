"""What guards every answer: rates within which a caller or an address may ask, and headers for browsers. Who may ask for what stands in `dependencies.py`."""

import math
import time
from contextlib import suppress

from fastapi import FastAPI, Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import NotSignedInError, TooManyError
from api.security import read_token
from api.settings import Settings

DOCS = ("/docs", "/redoc")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Pages of ours have styles and pictures of their own, and no scripts.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    # Any answer may hold data of patients: no browser, proxy or disk keeps one.
    "Cache-Control": "no-store",
}
FOR_DOCS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' https://cdn.jsdelivr.net; "
    "style-src 'self' 'unsafe-inline' https://cdn.jsdelivr.net; img-src 'self' data: https://fastapi.tiangolo.com; "
    "worker-src blob:; frame-ancestors 'none'; base-uri 'none'",
}
FOR_HTTPS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def protect(app: FastAPI, settings: Settings) -> None:
    """Add both to an application; its routes ask for `within_request_rate`."""
    app.state.rates = _Rates(settings)
    app.add_middleware(_Headers, is_https=settings.public_url.startswith("https:"))


async def within_request_rate(request: Request) -> None:
    """Count a request of a person, or of an address where nobody is signed in; for every route."""
    rates: _Rates = request.app.state.rates
    who = f"address:{_address(request)}"
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        with suppress(NotSignedInError):
            who = f"account:{read_token(token, request.app.state.settings).account_id}"
    rates.count(rates.of_requests, who)


async def within_sign_in_rate(request: Request) -> None:
    """Count an attempt to sign in from an address, whatever name it is for."""
    rates: _Rates = request.app.state.rates
    rates.count(rates.of_sign_ins, f"sign-in:{_address(request)}")


def _address(request: Request) -> str:
    # Behind a proxy the server (uvicorn) puts the person's address here, if it trusts that proxy.
    return request.client.host if request.client else "unknown"


class _Rates:
    """What each has asked lately, in this process: with several web processes a limit holds for each."""

    def __init__(self, settings: Settings) -> None:
        self.of_requests, self.of_sign_ins = parse(settings.request_rate), parse(settings.sign_in_rate)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def count(self, limit: RateLimitItem, who: str) -> None:
        """Count one; too many are refused until some time has passed."""
        if not self._limiter.hit(limit, who):
            seconds = max(1, math.ceil(self._limiter.get_window_stats(limit, who).reset_time - time.time()))
            raise TooManyError(
                f"More than {limit.amount} in {limit.multiples} {limit.GRANULARITY.name}; wait {seconds} seconds.",
                code="too-fast",
                headers={"Retry-After": str(seconds)},
            )


class _Headers:
    """Adds headers to every answer that does not have them."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self._app = app
        self._usual = HEADERS | (FOR_HTTPS if is_https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (self._usual | (FOR_DOCS if scope["path"] in DOCS else {})).items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
