"""Accounts as administrators and their owners see them. Hashes and tokens never stand in any of these."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from api.accounts.passwords import MOST_LENGTH
from api.security import AccountRole
from api.shapes import Incoming, Outgoing, Paging

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
SignInName = Annotated[
    str, StringConstraints(min_length=3, max_length=100, to_lower=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9.@_+-]*$")
]
DisplayName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Subject = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=MOST_LENGTH, strip_whitespace=False)]

_ROLE = Field(description="What the person does with the service.", examples=["coordinator"])
_ORGANISATION = Field(default=None, description="The employer.", examples=["community-health"])
_STAFF = Field(default=None, description="The staff member this person is; for role `staff` alone.", examples=[None])
_LOCALITIES = Field(default=(), description="Those a coordinator coordinates.", examples=[["west"]])
_SUBJECT = Field(default=None, description="Who the person is to the identity provider.", examples=[None])


class AccountPart(Outgoing):
    """A person who signs in."""

    account_id: str = Field(examples=["5f0c2f6c9d3e4b7f8a1b2c3d4e5f6a7b"])
    sign_in_name: str = Field(examples=["west.coordinator"])
    display_name: str = Field(examples=["West coordinator"])
    role: AccountRole = _ROLE
    organisation_id: str | None = _ORGANISATION
    staff_id: str | None = _STAFF
    locality_ids: tuple[str, ...] = _LOCALITIES
    oidc_subject: str | None = _SUBJECT
    is_active: bool = Field(description="Whether the person may sign in at all.", examples=[True])
    locked_until: datetime | None = Field(
        description="Locked after wrong passwords until then; in the past or none: not locked.", examples=[None]
    )
    one_time_until: datetime | None = Field(
        description="The password is an administrator's, good once until then; none: the person's own.", examples=[None]
    )
    version: int = Field(description="The number in the ETag.", examples=[1])


class AccountChange(Incoming):
    """What an account shall be from now on."""

    display_name: DisplayName = Field(examples=["West coordinator"])
    role: AccountRole = _ROLE
    organisation_id: Id | None = _ORGANISATION
    staff_id: Id | None = _STAFF
    locality_ids: tuple[Id, ...] = _LOCALITIES
    oidc_subject: Subject | None = _SUBJECT


class NewAccount(AccountChange):
    """A person who shall sign in."""

    sign_in_name: SignInName = Field(description="What the person types.", examples=["west.coordinator"])
    has_password: bool = Field(
        default=True, description="False: the person signs in through the identity provider alone.", examples=[True]
    )


class AccountAndPassword(Outgoing):
    """An account with a password that is shown once, to be handed over and used once to choose another."""

    account: AccountPart
    one_time_password: str | None = Field(
        description="None where the person has no password.", examples=["kJ3vT1qXz0aPbR5sWm2e"]
    )


class AccountFilter(Paging):
    """Which accounts are asked for."""

    role: AccountRole | None = Field(default=None, description="Those of this role.")
    organisation_id: Id | None = Field(default=None, description="Those of this organisation.")
    is_active: bool | None = Field(default=None, description="Those that may sign in, or may not.")


class PasswordChange(Incoming):
    """A person's own password changed by themselves."""

    password: Password = Field(description="The password so far.", examples=["a long old password"])
    new_password: Password = Field(
        description="At least 12 signs, and not the name.", examples=["another long password"]
    )
