"""Who asks: roles, the caller of a request, and the short-lived tokens that name one. Signing in stands in `accounts/`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

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


def access_token(account_id: str, settings: Settings, *, now: datetime) -> str:
    """A token that names an account for a few minutes; it carries an id and nothing else."""
    claims = {
        "iss": ISSUER,
        "sub": account_id,
        "iat": now,
        "exp": now + timedelta(minutes=settings.access_token_minutes),
    }
    return jwt.encode(claims, settings.signing_key, ALGORITHM)


def account_of(token: str, settings: Settings) -> tuple[str, datetime]:
    """The account that a token names, and when the token was made.

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
    return str(claims["sub"]), datetime.fromtimestamp(claims["iat"], UTC)
