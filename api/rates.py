"""How often a person or an address may ask. Who may ask for what stands in `dependencies.py`."""

import math
import time
from contextlib import suppress

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.errors import NotSignedInError, TooManyError
from api.security import read_token
from api.settings import Settings


class Rates:
    """What each has asked lately, in this process: with several web processes a limit holds for each."""

    def __init__(self, settings: Settings) -> None:
        self.of_requests, self.of_sign_ins = parse(settings.request_rate), parse(settings.sign_in_rate)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def count(self, limit: RateLimitItem, who: str) -> None:
        """Count one request.

        Raises
        ------
        TooManyError
            It is one too many; the answer says how long to wait.
        """
        if not self._limiter.hit(limit, who):
            seconds = max(1, math.ceil(self._limiter.get_window_stats(limit, who).reset_time - time.time()))
            raise TooManyError(
                f"More than {limit.amount} in {limit.multiples} {limit.GRANULARITY.name}; wait {seconds} seconds.",
                code="too-fast",
                headers={"Retry-After": str(seconds)},
            )


async def within_request_rate(request: Request) -> None:
    """Count a request of a person, or of an address where nobody is signed in; for every route."""
    rates: Rates = request.app.state.rates
    who = f"address:{_address(request)}"
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        with suppress(NotSignedInError):
            who = f"account:{read_token(token, request.app.state.settings).account_id}"
    rates.count(rates.of_requests, who)


async def within_sign_in_rate(request: Request) -> None:
    """Count an attempt to sign in from an address, whatever name it is for."""
    rates: Rates = request.app.state.rates
    rates.count(rates.of_sign_ins, f"sign-in:{_address(request)}")


def _address(request: Request) -> str:
    # Behind a proxy the server (uvicorn) puts the person's address here, if it trusts that proxy.
    return request.client.host if request.client else "unknown"
