"""Which account a person has whom the identity provider has signed in. How the provider is spoken to stands in `provider.py`."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy.orm import Session

from api.accounts import provider
from api.accounts.repository import accounts
from api.accounts.schemas.sessions import SessionPart
from api.accounts.service import sessions
from api.audit import record
from api.database import Database
from api.errors import ForbiddenError, NotSignedInError
from api.settings import Settings
from api.tables.accounts import AccountRecord


def complete(
    database: Database, settings: Settings, *, cookie: str | None, state: str | None, code: str | None, now: datetime
) -> SessionPart:
    """Begin a session of the person who comes back from the provider.

    Raises
    ------
    NotSignedInError, UnavailableError
        See `provider.claims_of`.
    ForbiddenError
        The person is who they say, but has no account here, or works for another organisation by now.
    """
    try:
        claims = provider.claims_of(settings, cookie=cookie, state=state, code=code)
    except NotSignedInError as error:
        with database.writing() as session:
            _refuse(session, "unknown", error.code)
        raise
    subject = str(next(provider.found_at(claims, settings.oidc_subject_claim), ""))
    with database.writing() as session:
        account, why = _account_of(session, settings, subject, claims)
        if account is not None and why is None:
            return sessions.begin(session, settings, account, now=now, by="oidc")
        _refuse(session, "unknown" if account is None else account.account_id, why)
    raise ForbiddenError(
        "The identity provider knows you, but you may not sign in here; give an administrator this subject.",
        code=f"oidc-{why}",
        more={"subject": subject},
    )


def _account_of(
    session: Session, settings: Settings, subject: str, claims: Mapping[str, Any]
) -> tuple[AccountRecord | None, str | None]:
    """The account of a person, and why they may not enter."""
    account = accounts.by_subject(session, subject) if subject else None
    if account is None:
        account = _made_on_sight(session, settings, subject, claims)
        return account, None if account else "unknown-person"
    if not account.is_active:
        return account, "not-active"
    if settings.oidc_organisation_claim is not None:
        words = provider.found_at(claims, settings.oidc_organisation_claim)
        # Whoever has moved to another employer must not go on seeing what the former one sees.
        if account.organisation_id not in {settings.oidc_organisations.get(str(word)) for word in words}:
            return account, "other-organisation"
    return account, None


def _made_on_sight(
    session: Session, settings: Settings, subject: str, claims: Mapping[str, Any]
) -> AccountRecord | None:
    """An account for somebody whose one employer and role are mapped: with no locality and no staff member yet."""
    places = set(_places(settings, claims))
    if len(places) != 1 or not subject:
        return None
    organisation_id, role = places.pop()
    if accounts.organisation(session, organisation_id) is None:
        return None
    account = AccountRecord(
        sign_in_name=f"oidc:{subject}",  # a colon: nobody can be given this name to type
        display_name=str(claims.get("name", subject)),
        oidc_subject=subject,
        role=role,
        organisation_id=organisation_id,
        locality_ids=[],
    )
    session.add(account)
    session.flush()
    record(session, None, "create", "account", account.account_id, details={"by": "oidc", "role": role})
    return account


def _places(settings: Settings, claims: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The organisations and roles of ours that the claims speak of.

    Where both stand side by side (`nhsid_nrbac_roles.org_code`, `nhsid_nrbac_roles.role_code`), a role counts for the
    organisation that it stands beside alone.
    """
    if not settings.oidc_organisation_claim or not settings.oidc_role_claim:
        return
    above, _, organisation = settings.oidc_organisation_claim.rpartition(".")
    beside, _, role = settings.oidc_role_claim.rpartition(".")
    for item in provider.found_at(claims, above) if above == beside else ():
        for employer, task in product(provider.found_at(item, organisation), provider.found_at(item, role)):
            if str(employer) in settings.oidc_organisations and str(task) in settings.oidc_roles:
                yield settings.oidc_organisations[str(employer)], settings.oidc_roles[str(task)]


def _refuse(session: Session, subject_id: str, why: str | None) -> None:
    record(session, None, "refused", "sign-in", subject_id, details={"by": "oidc", "why": why})
