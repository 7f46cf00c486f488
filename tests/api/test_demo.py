"""The demonstration can be signed in to, once made it stays as it is."""

from pwdlib import PasswordHash
from sqlalchemy import func, select

from api.database import Database
from api.demo import load_demo
from api.security import AccountRole
from api.tables.accounts import AccountRecord, SharingAgreementRecord
from api.tables.caseloads import VisitRecord


def test_a_demonstration_has_visits_and_an_account_of_every_role(database: Database) -> None:
    accounts = load_demo(database)

    assert {account.role for account in accounts} == set(AccountRole)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(VisitRecord)) == 313
        hashes = {account.sign_in_name: account.password_hash for account in session.scalars(select(AccountRecord))}
        assert session.scalar(select(func.count()).select_from(SharingAgreementRecord)) == 6
    assert PasswordHash.recommended().verify(accounts[0].password, hashes[accounts[0].sign_in_name] or "")


def test_a_database_with_data_stays_as_it_is(loaded: Database) -> None:
    assert load_demo(loaded) == ()

    with loaded.reading() as session:
        assert session.scalar(select(func.count()).select_from(AccountRecord)) == 0
