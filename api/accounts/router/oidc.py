"""Routes of signing in through the identity provider."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Query, Response
from fastapi.responses import RedirectResponse

from api.accounts import provider
from api.accounts.schemas.sessions import SessionPart
from api.accounts.service import oidc
from api.dependencies import DatabaseDep, Now, SettingsDep
from api.errors import NotFoundError
from api.problems import documented
from api.rates import within_sign_in_rate

router = APIRouter(prefix="/oidc", tags=["Signing in"])

COOKIE = "cilt_oidc"


@router.get(
    "/sign-in",
    status_code=302,
    response_class=RedirectResponse,
    summary="Sign in through the identity provider",
    responses={302: {"description": "The way to the provider"}, **documented(NotFoundError)},
)
def way_to_provider(settings: SettingsDep, now: Now) -> RedirectResponse:
    """Go to the provider (NHS CIS2, Entra or another), which sends the person back to `/v1/oidc/callback`."""
    address, cookie = provider.way_to_provider(settings, now=now)
    answer = RedirectResponse(address, 302)
    answer.set_cookie(
        COOKIE,
        cookie,
        max_age=provider.ATTEMPT_MINUTES * 60,
        path="/v1/oidc",
        httponly=True,
        samesite="lax",
        secure=settings.public_url.startswith("https:"),
    )
    return answer


@router.get(
    "/callback",
    summary="Come back from the identity provider",
    dependencies=[Depends(within_sign_in_rate)],
    responses=documented(NotFoundError),
)
def come_back(
    response: Response,
    database: DatabaseDep,
    settings: SettingsDep,
    now: Now,
    state: Annotated[str | None, Query(max_length=200, description="As it was sent to the provider.")] = None,
    code: Annotated[str | None, Query(max_length=4000, description="What the provider changes for a token.")] = None,
    cilt_oidc: Annotated[str | None, Cookie(max_length=2000)] = None,
) -> SessionPart:
    """Begin a session of the person whom the provider has signed in."""
    session = oidc.complete(database, settings, cookie=cilt_oidc, state=state, code=code, now=now)
    response.delete_cookie(COOKIE, path="/v1/oidc")
    return session
