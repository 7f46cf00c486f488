"""Signing in, prolonging a sign-in, and what comes of both."""

from datetime import datetime

from pydantic import Field

from api.accounts.schemas.accounts import AccountPart, Password
from api.shapes import Incoming, Outgoing


class SignIn(Incoming):
    """A name and a password."""

    name: str = Field(max_length=100, description="The sign-in name.", examples=["west.coordinator"])
    password: Password = Field(examples=["a long password"])
    new_password: Password | None = Field(
        default=None,
        description="With a one-time password, the one to use from now on: at least 12 signs, and not the name.",
        examples=[None],
    )


class Refresh(Incoming):
    """The token that prolongs a sign-in."""

    refresh_token: str = Field(max_length=200, examples=["q2m0Kc7xv1"])


class SessionPart(Outgoing):
    """A sign-in: send `Authorization: Bearer <access_token>` with every request."""

    access_token: str = Field(description="Names the caller for some minutes.", examples=["eyJhbGciOiJIUzI1NiJ9"])
    token_type: str = Field(default="Bearer", examples=["Bearer"])
    expires_at: datetime = Field(
        description="When the access token stops being good.", examples=["2026-11-23T08:15:00Z"]
    )
    refresh_token: str = Field(
        description="Good once, for the next pair; used twice, it ends the sign-in.", examples=["q2m0Kc7xv1"]
    )
    refresh_until: datetime = Field(description="Until when it can be used.", examples=["2026-11-23T20:00:00Z"])
    account: AccountPart
