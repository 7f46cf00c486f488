"""The identity provider (OpenID Connect: code flow with PKCE, state and nonce). Which account a person has stands in `service/oidc.py`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, new
from typing import Any

import jwt
from authlib.integrations.base_client import BaseApp, OAuth2Mixin, OAuthError, OpenIDMixin
from authlib.integrations.httpx_client import OAuth2Client
from httpx2 import HTTPError
from joserfc.errors import JoseError

from api.errors import NotFoundError, NotSignedInError, UnavailableError
from api.security import ALGORITHM
from api.settings import Settings
from api.tables.base import new_id

ATTEMPT_MINUTES = 10
"""How long a person may take at the provider."""
SECONDS = 10
"""How long the provider may take to answer."""
SIGNED_BY_KEY_PAIR = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
_ATTEMPT = "cilt-oidc-attempt"


class _Provider(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc] # authlib has no types
    """Authlib's client for synchronous code; its own for Starlette is asynchronous."""

    client_cls = OAuth2Client


def way_to_provider(settings: Settings, *, now: datetime) -> tuple[str, str]:
    """Where to send a person who wants to sign in, and the cookie that they bring back.

    The cookie holds the signed id of the attempt; state, nonce and code verifier are derived from it and our key, so
    that nothing is stored and any process can end what another began.
    """
    _check_set_up(settings)
    attempt_id = new_id()
    with _trouble_told():
        made = _provider(settings).create_authorization_url(
            callback_address(settings),
            state=_secret(settings, attempt_id, "state"),
            nonce=_secret(settings, attempt_id, "nonce"),
            code_verifier=_secret(settings, attempt_id, "verifier"),
        )
    claims = {"aud": _ATTEMPT, "jti": attempt_id, "exp": now + timedelta(minutes=ATTEMPT_MINUTES)}
    return str(made["url"]), jwt.encode(claims, settings.signing_key, ALGORITHM)


def claims_of(settings: Settings, *, cookie: str | None, state: str | None, code: str | None) -> dict[str, Any]:
    """What the provider says of the person who comes back from it.

    Raises
    ------
    NotFoundError
        No provider is set up.
    NotSignedInError
        The attempt was not begun by this browser, is too old, or what the provider sent is not right.
    UnavailableError
        The provider does not answer.
    """
    _check_set_up(settings)
    attempt_id = _attempt_of(settings, cookie)
    if code is None or state is None or not compare_digest(state, _secret(settings, attempt_id, "state")):
        raise NotSignedInError("This sign-in was not begun here; begin again.", code="oidc-state")
    with _trouble_told():
        provider = _provider(settings)
        token = provider.fetch_access_token(
            callback_address(settings), code=code, code_verifier=_secret(settings, attempt_id, "verifier")
        )
        metadata = provider.load_server_metadata()
        said = provider.parse_id_token(
            token,
            nonce=_secret(settings, attempt_id, "nonce"),
            # Authlib looks at the audience only if told.
            claims_options={
                "iss": {"essential": True, "value": settings.oidc_issuer},
                "aud": {"essential": True, "value": settings.oidc_client_id},
            },
        )
        if not said:
            raise OAuthError("no id_token")
        more = provider.userinfo(token=token) if "userinfo_endpoint" in metadata else {"sub": said["sub"]}
        if more.get("sub") != said["sub"]:
            raise OAuthError("userinfo of somebody else")
    return {**more, **said}


def found_at(claims: Any, path: str) -> Iterator[Any]:  # noqa: ANN401 - claims are whatever the provider says
    """What stands at a path such as `nhsid_nrbac_roles.org_code`; a list on the way stands for each of its entries."""
    first, _, rest = path.partition(".")
    if isinstance(claims, list):
        for entry in claims:
            yield from found_at(entry, path)
    elif not path:
        yield claims
    elif isinstance(claims, Mapping) and first in claims:
        yield from found_at(claims[first], rest)


def callback_address(settings: Settings) -> str:
    """Where the provider sends people back to."""
    return f"{settings.public_url.rstrip('/')}/v1/oidc/callback"


def _check_set_up(settings: Settings) -> None:
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        raise NotFoundError("No identity provider is set up; sign in with a password.", code="oidc-not-configured")


def _provider(settings: Settings) -> _Provider:
    secret = settings.oidc_client_secret
    provider = _Provider(
        framework=None,
        client_id=settings.oidc_client_id,
        client_secret=secret and secret.get_secret_value(),
        server_metadata_url=f"{str(settings.oidc_issuer).rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": settings.oidc_scopes, "code_challenge_method": "S256", "timeout": SECONDS},
    )
    # Read anew at each sign-in: a key that the provider has changed is known at once.
    metadata = provider.load_server_metadata()
    offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
    # Neither none nor a secret shared with others: the provider's own key must have signed.
    metadata["id_token_signing_alg_values_supported"] = sorted(SIGNED_BY_KEY_PAIR & set(offered))
    return provider


def _attempt_of(settings: Settings, cookie: str | None) -> str:
    try:
        claims = jwt.decode(cookie or "", settings.signing_key, [ALGORITHM], audience=_ATTEMPT)
    except jwt.InvalidTokenError:
        raise NotSignedInError(
            "This sign-in was not begun here, or too long ago; begin again.", code="oidc-state"
        ) from None
    return str(claims["jti"])


def _secret(settings: Settings, attempt_id: str, purpose: str) -> str:
    # Hexadecimal, 64 signs: RFC 7636 asks for 43 to 128 in a code verifier.
    return new(settings.signing_key.encode(), f"{_ATTEMPT}:{purpose}:{attempt_id}".encode(), sha256).hexdigest()


@contextmanager
def _trouble_told() -> Iterator[None]:
    """Turn what libraries raise about the provider into answers of ours."""
    try:
        yield
    except HTTPError as error:
        raise UnavailableError("The identity provider does not answer.", code="oidc-unavailable") from error
    except (OAuthError, JoseError, ValueError) as error:
        raise NotSignedInError("What the identity provider sent is not right.", code="oidc-token") from error
