"""The audit record shows what was changed, taken out or put in after the fact, by someone whom the database does not stop."""

from sqlalchemy import delete, update

from api.audit import faults_in_chain, record
from api.database import Database
from api.migrating import downgrade
from api.tables.audit import AuditedPatientRecord, AuditEntryRecord

BEFORE_THE_GUARD = "0001"
"""The revision at which the database does not yet refuse to change entries."""


def _three_entries(database: Database) -> None:
    downgrade(database, BEFORE_THE_GUARD)
    for visit in ("v-1", "v-2", "v-3"):
        with database.writing() as session:
            record(session, None, "view", "visit", visit, patient_ids=[f"p-{visit}"])


def test_an_untouched_record_is_whole(database: Database) -> None:
    _three_entries(database)

    with database.reading() as session:
        assert list(faults_in_chain(session)) == []


def test_an_entry_that_was_changed_is_found(database: Database) -> None:
    _three_entries(database)

    with database.writing() as session:
        session.execute(update(AuditEntryRecord).where(AuditEntryRecord.number == 2).values(action="nothing"))

    with database.reading() as session:
        assert list(faults_in_chain(session)) == ["Entry 2 was changed after it was written."]


def test_an_entry_that_was_taken_out_is_found(database: Database) -> None:
    _three_entries(database)

    with database.writing() as session:
        session.execute(delete(AuditedPatientRecord).where(AuditedPatientRecord.number == 2))
        session.execute(delete(AuditEntryRecord).where(AuditEntryRecord.number == 2))

    with database.reading() as session:
        assert list(faults_in_chain(session)) == ["Entry 2 is missing: 3 follows 1."]
