"""`cilt audit verify` proves the record whole or says what is wrong, and `cilt accounts add` lets the first person in."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from api.accounts.schemas.sessions import SignIn
from api.accounts.service.sessions import sign_in
from api.audit import record
from api.database import Database
from api.migrating import downgrade
from api.settings import Settings
from api.tables.audit import AuditEntryRecord
from tests.scheduler.cli.running import cilt


@pytest.fixture(autouse=True)
def _where_the_command_looks(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CILT_HOME", str(settings.home))
    monkeypatch.setenv("CILT_DATABASE_URL", settings.database)
    monkeypatch.setenv("CILT_SECRET_KEY", settings.signing_key)


def test_a_whole_record_ends_with_0_and_the_hash_to_keep(database: Database) -> None:
    for visit in ("v-1", "v-2"):
        with database.writing() as session:
            record(session, None, "view", "visit", visit)

    first = cilt("audit", "verify")
    kept = first.stdout.splitlines()[-1].removeprefix("Keep elsewhere: ").split()
    again = cilt("audit", "verify", "--kept", *kept)

    assert (first.exit_code, first.stdout.splitlines()[0]) == (0, "2 entries, whole.")
    assert (again.exit_code, kept[0], len(kept[1])) == (0, "2", 64)
    assert cilt("audit", "verify", "--kept", "2", "0" * 64).exit_code == 1
    assert cilt("audit", "verify", "--kept", "3", kept[1]).exit_code == 1


def test_a_tampered_record_ends_with_1_and_every_fault(database: Database) -> None:
    for visit in ("v-1", "v-2", "v-3"):
        with database.writing() as session:
            record(session, None, "view", "visit", visit)
    downgrade(database, "0001")  # as an intruder would who owns the database: the guard first
    with database.writing() as session:
        session.execute(update(AuditEntryRecord).where(AuditEntryRecord.number < 3).values(subject_id="v-9"))

    done = cilt("audit", "verify")

    assert done.exit_code == 1
    assert done.stderr.splitlines() == [f"Entry {number} was changed after it was written." for number in (1, 2)]


def test_the_first_administrator_signs_in_with_what_was_printed(database: Database, settings: Settings) -> None:
    done = cilt("accounts", "add", "Sam.Lee")
    password = done.stdout.rpartition(": ")[2].strip()

    asked = SignIn(name="sam.lee", password=password, new_password="my own long password")
    session = sign_in(database, settings, asked, now=datetime.now(UTC))

    assert session.account.role == "administrator"


@pytest.mark.parametrize("name", ["sam.lee", "no spaces"])
def test_a_name_that_is_taken_or_cannot_be_is_one_sentence(database: Database, name: str) -> None:  # noqa: ARG001
    cilt("accounts", "add", "sam.lee")

    done = cilt("accounts", "add", name)

    assert done.exit_code == 2
    assert done.stderr.startswith(f"{name}: ")
