"""Who asks: roles, the caller of a request, and the short-lived tokens that name one. Signing in stands in `accounts/`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

import jwt

from api.errors import NotSignedInError
from api.settings import Settings

ALGORITHM = "HS256"
ISSUER = "cilt"


class AccountRole(StrEnum):
    """What a person does with the service."""

    COORDINATOR = "coordinator"
    """Plans, adjusts and publishes for their localities."""
    STAFF = "staff"
    """Reads their own rosters."""
    PLANNER = "planner"
    """Asks what-if on pseudonymised data."""
    AUDITOR = "auditor"
    """Information governance: reads the audit record."""
    ADMINISTRATOR = "administrator"
    """Keeps accounts and sharing agreements; sees no patients."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The person behind a request."""

    account_id: str
    role: AccountRole
    organisation_id: str | None
    staff_id: str | None
    locality_ids: frozenset[str]
    session_id: str | None = None
    """The sign-in that the caller's token comes from."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a good access token says."""

    account_id: str
    made_at: datetime
    session_id: str | None


def kept_of(secret: str) -> str:
    """What is kept of a token that we made: it is long and random, so that a plain digest hides it."""
    return sha256(secret.encode()).hexdigest()


def access_token(account_id: str, settings: Settings, *, now: datetime, session_id: str | None = None) -> str:
    """A token that names an account and its sign-in for a few minutes; it carries ids and nothing else."""
    claims = {
        "iss": ISSUER,
        "sub": account_id,
        "sid": session_id,
        # With its fraction of a second: a token made just after all earlier ones were ended is good.
        "iat": now.timestamp(),
        "exp": now + timedelta(minutes=settings.access_token_minutes),
    }
    return jwt.encode(claims, settings.signing_key, ALGORITHM)


def read_token(token: str, settings: Settings) -> Token:
    """What a token says.

    Raises
    ------
    NotSignedInError
        The token is not ours, or no longer good.
    """
    try:
        claims = jwt.decode(
            token, settings.signing_key, [ALGORITHM], issuer=ISSUER, options={"require": ["iss", "sub", "iat", "exp"]}
        )
    except jwt.ExpiredSignatureError:
        raise NotSignedInError("The access token has expired.", code="token-expired") from None
    except jwt.InvalidTokenError:
        raise NotSignedInError("The access token is not valid.", code="token-invalid") from None
    return Token(str(claims["sub"]), datetime.fromtimestamp(claims["iat"], UTC), claims.get("sid"))
