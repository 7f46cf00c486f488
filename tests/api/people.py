"""People of tests: an account of a role, and the header that its access token makes. Signing in itself is tested in `accounts/`."""

from datetime import UTC, datetime

from api.database import Database
from api.security import AccountRole, access_token
from api.settings import Settings
from api.tables.accounts import AccountRecord


def bearer_of(
    database: Database,
    settings: Settings,
    role: AccountRole,
    *,
    organisation_id: str | None = None,
    locality_ids: tuple[str, ...] = (),
    staff_id: str | None = None,
) -> dict[str, str]:
    """Make an account and hand out what to send with its requests."""
    with database.writing() as session:
        account = AccountRecord(
            sign_in_name=f"{role.value}-{datetime.now(UTC).timestamp()}",
            display_name=f"A {role.value}",
            role=role.value,
            organisation_id=organisation_id,
            locality_ids=list(locality_ids),
            staff_id=staff_id,
        )
        session.add(account)
        session.flush()
        account_id = account.account_id
    return {"Authorization": f"Bearer {access_token(account_id, settings, now=datetime.now(UTC))}"}
