"""The schema goes forwards and back on both databases, whole steps only, and says what the tables say."""

import pytest
from sqlalchemy import delete, inspect, text, update
from sqlalchemy.exc import DatabaseError

from api.audit import record
from api.database import Database
from api.migrating import SchemaError, check, downgrade, newest, require_newest, revision_of, upgrade
from api.tables.audit import AuditEntryRecord

KEPT_BY_ALEMBIC = {"alembic_version"}


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - KEPT_BY_ALEMBIC


def test_migrations_make_exactly_what_the_tables_say(database: Database) -> None:
    check(database)

    assert revision_of(database) == newest()


def test_migrations_go_back_to_nothing_and_forwards_again(database: Database) -> None:
    before = _tables(database)

    downgrade(database, "base")
    assert _tables(database) == set()
    upgrade(database)

    assert _tables(database) == before
    check(database)


def test_a_migration_that_fails_leaves_the_schema_as_it_was(database: Database) -> None:
    downgrade(database, "base")
    with database.writing() as session:
        session.execute(text("CREATE TABLE visits (in_the_way INTEGER)"))

    with pytest.raises(DatabaseError, match="visits"):
        upgrade(database)

    assert _tables(database) == {"visits"}
    assert revision_of(database) is None


def test_a_migrated_database_still_enforces_what_rows_point_at(database: Database) -> None:
    downgrade(database, "base")
    upgrade(database)

    with pytest.raises(DatabaseError, match=r"(?i)foreign key"), database.writing() as session:
        session.execute(text("INSERT INTO audited_patients (patient_id, number) VALUES ('p-1', 1)"))


def test_a_database_at_the_newest_revision_is_accepted_and_one_before_it_is_not(database: Database) -> None:
    require_newest(database)

    downgrade(database, "0001")

    with pytest.raises(SchemaError, match=rf"expected {newest()}.*cilt migrate"):
        require_newest(database)


def test_going_back_to_a_revision_that_is_not_there_names_those_that_are(database: Database) -> None:
    with pytest.raises(SchemaError, match="no revision 1234; there are base, 0001"):
        downgrade(database, "1234")


def test_a_database_of_a_newer_program_is_left_alone(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'of-next-year'"))

    with pytest.raises(SchemaError, match=r"of-next-year.*use a newer one"):
        upgrade(database)


@pytest.mark.parametrize("change", [update(AuditEntryRecord).values(action="nothing"), delete(AuditEntryRecord)])
def test_the_database_itself_refuses_to_change_or_remove_an_audit_entry(database: Database, change: object) -> None:
    with database.writing() as session:
        record(session, None, "view", "visit", "v-1")

    with pytest.raises(DatabaseError, match="audit entries are only added"), database.writing() as session:
        session.execute(change)  # type: ignore[call-overload]
