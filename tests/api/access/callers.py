"""Everybody who asks in the tests of access: each role, in localities and organisations of every standing, and without a good sign-in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from api.security import AccountRole, access_token
from api.settings import Settings
from api.sharing import EVERYTHING, DataClass
from api.tables.accounts import AccountRecord, SharingAgreementRecord
from api.tables.geography import LocalityRecord

OWN, AGREED, STRANGER = "community-health", "council", "carers-support"
"""Organisations: one that cares for the patient of these tests, one with an agreement, one with neither."""
AGREED_CLASSES = frozenset({DataClass.IDENTITY, DataClass.CONTACT})
NURSE, COLLEAGUE = "W1-S02", "W1-S05"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody, and what they may see of the patient of these tests."""

    name: str
    role: AccountRole
    organisation_id: str | None = None
    locality_ids: tuple[str, ...] = ()
    staff_id: str | None = None
    sees: frozenset[DataClass] = frozenset()
    is_active: bool = True
    key: str | None = None
    ahead: timedelta = timedelta()
    has_token: bool = True

    @property
    def is_signed_in(self) -> bool:
        """Whether the token of their requests is good."""
        return self.is_active and self.has_token and self.key is None and not self.ahead

    def headers(self, settings: Settings) -> dict[str, str]:
        """What they send with every request."""
        if not self.has_token:
            return {}
        signed_by = Settings(secret_key=self.key) if self.key else settings
        token = access_token(self.name, signed_by, now=datetime.now(UTC) + self.ahead)
        return {"Authorization": f"Bearer {token}"}


WEST, NORTH = ("west",), ("north",)
COORDINATOR = AccountRole.COORDINATOR
ELSEWHERE = Asker("coordinator-elsewhere", COORDINATOR, OWN, NORTH)
"""Of the caring organisation, but of another locality."""
ASKERS = (
    Asker("coordinator", COORDINATOR, OWN, WEST, sees=EVERYTHING),
    Asker("coordinator-agreed", COORDINATOR, AGREED, WEST, sees=AGREED_CLASSES),
    Asker("coordinator-stranger", COORDINATOR, STRANGER, WEST),
    ELSEWHERE,
    Asker("nurse", AccountRole.STAFF, OWN, staff_id=NURSE, sees=EVERYTHING),
    Asker("colleague", AccountRole.STAFF, OWN, staff_id=COLLEAGUE),
    Asker("planner", AccountRole.PLANNER, OWN),
    Asker("auditor", AccountRole.AUDITOR, OWN),
    Asker("administrator", AccountRole.ADMINISTRATOR, OWN),
    Asker("deactivated", COORDINATOR, OWN, WEST, is_active=False),
    Asker("expired", COORDINATOR, OWN, WEST, ahead=timedelta(hours=-3)),
    Asker("forger", AccountRole.ADMINISTRATOR, OWN, key="another key, long enough to sign with it"),
    Asker("nobody", AccountRole.ADMINISTRATOR, has_token=False),
)


def add_askers(session: Session) -> None:
    """Their accounts, the other locality, and the one agreement."""
    session.add(LocalityRecord(locality_id="north", name="North"))
    session.add(
        SharingAgreementRecord(
            agreement_id="agreement",
            organisation_id=AGREED,
            team_id="W1",
            fields=sorted(AGREED_CLASSES),
            first_on=datetime(2026, 1, 1, tzinfo=UTC).date(),
            made_by="administrator",
            made_at=datetime.now(UTC),
        )
    )
    session.add_all(_accounts())


def _accounts() -> Iterator[AccountRecord]:
    for asker in ASKERS:
        yield AccountRecord(
            account_id=asker.name,
            sign_in_name=asker.name,
            display_name=asker.name,
            role=asker.role.value,
            organisation_id=asker.organisation_id,
            locality_ids=list(asker.locality_ids),
            staff_id=asker.staff_id,
            is_active=asker.is_active,
        )
