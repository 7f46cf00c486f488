"""Who may sign in, for which organisation and localities, and what organisations may see of each other's patients."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.tables.base import Base, Code, Text, Versioned, new_id


class AccountRecord(Base, Versioned):
    """A person who signs in."""

    __tablename__ = "accounts"

    account_id: Mapped[str] = mapped_column(Code, primary_key=True, default=new_id)
    sign_in_name: Mapped[str] = mapped_column(Text, unique=True)
    """What the person types; lower case."""
    display_name: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    """Argon2; none where only the identity provider signs this person in."""
    one_time_until: Mapped[datetime | None]
    """Until when the password, given by an administrator, may be used once, to choose another; none: the person's own."""
    oidc_subject: Mapped[str | None] = mapped_column(Text, unique=True)
    role: Mapped[str] = mapped_column(Code)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.organisation_id"))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.staff_id"), unique=True)
    locality_ids: Mapped[list[str]] = mapped_column(default=list)
    """Those a coordinator coordinates."""
    is_active: Mapped[bool] = mapped_column(default=True)
    num_failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    sessions_since: Mapped[datetime | None]
    """Tokens made before this moment are no longer good."""


class RefreshTokenRecord(Base):
    """A sign-in that can be prolonged; each use replaces it, and a second use ends the whole family."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[str] = mapped_column(Code, primary_key=True)
    family_id: Mapped[str] = mapped_column(Code, index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.account_id"), index=True)
    made_at: Mapped[datetime]
    good_until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SharingAgreementRecord(Base, Versioned):
    """An organisation's staff may see some data of a team's patients, from a day to a day."""

    __tablename__ = "sharing_agreements"

    agreement_id: Mapped[str] = mapped_column(Code, primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.organisation_id"), index=True)
    team_id: Mapped[str] = mapped_column(ForeignKey("teams.team_id"), index=True)
    fields: Mapped[list[str]]
    """Of identity, contact, care, history."""
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    end_reason: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[str] = mapped_column(Code)
    made_at: Mapped[datetime]
