"""The demonstration: invented people and visits, sharing agreements that make sense, and an account for each role. Never for real use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from api.accounts.passwords import hash_of, one_time_password
from api.assembly import add_rows
from api.database import Database
from api.security import AccountRole
from api.sharing import DataClass
from api.tables.accounts import AccountRecord, SharingAgreementRecord
from api.tables.geography import LocalityRecord
from api.tables.workforce import StaffRecord
from data.synthetic.generator import generate
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.rows import OrganisationRow, Row, TeamRow
from scheduler.model.workforce import OrganisationKind, Role

Part = Literal["west", "county"]
WEST_WEEKDAY = Path(str(files("data"))) / "west_weekday"
DAY = date(2026, 11, 23)
"""The day on which the demonstration's visits are due."""
SEED = 1
LOCALITY, TEAM = "west", "W1"
EMPLOYER = "community-health"
VOLUNTARY = "community-networks"
MADE_BY = "demo"
FIRST_ON = date(2026, 1, 1)
SHARED = {
    OrganisationKind.COMMUNITY_HEALTH: (DataClass.IDENTITY, DataClass.CONTACT, DataClass.CARE, DataClass.HISTORY),
    OrganisationKind.SOCIAL_CARE: (DataClass.IDENTITY, DataClass.CONTACT),
}
"""What an organisation of a kind may see of every team's patients; voluntary ones see those whom they visit, no others."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who can sign in to the demonstration."""

    sign_in_name: str
    password: str
    role: AccountRole


def load_demo(database: Database, part: Part = "west") -> tuple[DemoAccount, ...]:
    """Fill an empty database; the accounts, whose passwords nobody can read again. One that has data stays as it is."""
    with database.writing() as session:
        if session.scalar(select(exists().where(LocalityRecord.locality_id.is_not(None)))):
            return ()
        rows = demo_rows(part)
        add_rows(session, rows)
        session.add_all(_agreements(rows))
        return tuple(_add_accounts(session))


def demo_rows(part: Part = "west") -> Mapping[type[Row], Sequence[Row]]:
    """The tables of the demonstration: a weekday of the locality West, or of the whole county."""
    return read_folder(WEST_WEEKDAY).rows_by_table if part == "west" else generate(SEED, day=DAY)


def _agreements(rows: Mapping[type[Row], Sequence[Row]]) -> Iterator[SharingAgreementRecord]:
    organisations = [row for row in rows[OrganisationRow] if isinstance(row, OrganisationRow)]
    teams = [row for row in rows[TeamRow] if isinstance(row, TeamRow)]
    for organisation in organisations:
        for team in teams if organisation.kind in SHARED else ():
            yield SharingAgreementRecord(
                organisation_id=organisation.organisation_id,
                team_id=team.team_id,
                fields=[shared.value for shared in SHARED[organisation.kind]],
                first_on=FIRST_ON,
                reason="Integrated team of the demonstration",
                made_by=MADE_BY,
                made_at=datetime.now(UTC),
            )


def _add_accounts(session: Session) -> Iterator[DemoAccount]:
    """One for each role, and a volunteer."""
    nurse, volunteer = _first_of(session, EMPLOYER, Role.COMMUNITY_NURSE), _first_of(session, VOLUNTARY, Role.VOLUNTEER)
    people = [
        ("coordinator", AccountRole.COORDINATOR, EMPLOYER, None),
        ("nurse", AccountRole.STAFF, EMPLOYER, nurse),
        ("volunteer", AccountRole.STAFF, VOLUNTARY, volunteer),
        ("planner", AccountRole.PLANNER, EMPLOYER, None),
        ("auditor", AccountRole.AUDITOR, EMPLOYER, None),
        ("administrator", AccountRole.ADMINISTRATOR, EMPLOYER, None),
    ]
    for name, role, organisation_id, staff_id in people:
        password = one_time_password()
        account = AccountRecord(
            sign_in_name=name,
            display_name=f"Demonstration {name}",
            password_hash=hash_of(password),
            role=role.value,
            organisation_id=organisation_id,
            staff_id=staff_id,
            locality_ids=[LOCALITY] if role is AccountRole.COORDINATOR else [],
        )
        session.add(account)
        yield DemoAccount(name, password, role)


def _first_of(session: Session, organisation_id: str, role: Role) -> str:
    """The first staff member of a role in the team: the same one in every demonstration."""
    chosen = select(StaffRecord.staff_id, StaffRecord.team_ids).where(
        StaffRecord.organisation_id == organisation_id, StaffRecord.role == role.value
    )
    return min(staff_id for staff_id, team_ids in session.execute(chosen) if TEAM in team_ids)
