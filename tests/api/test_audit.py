"""The audit record shows what was changed, taken out or put in after the fact, by someone whom the database does not stop."""

from sqlalchemy import delete, update

from api.audit import faults_in_chain, hash_of, last_entry, record, was_kept
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


def test_an_entry_that_a_search_by_patient_would_miss_is_found(database: Database) -> None:
    _three_entries(database)

    with database.writing() as session:
        session.execute(delete(AuditedPatientRecord).where(AuditedPatientRecord.number == 2))

    with database.reading() as session:
        assert list(faults_in_chain(session)) == ["Entry 2 is not found by all of its patients, or by others."]


def test_entries_cut_off_at_the_end_are_found_by_what_was_kept_elsewhere(database: Database) -> None:
    _three_entries(database)
    with database.reading() as session:
        number, entry_hash = last_entry(session)
        assert was_kept(session, number, entry_hash)
        assert not was_kept(session, number, entry_hash[::-1])

    with database.writing() as session:
        session.execute(delete(AuditedPatientRecord).where(AuditedPatientRecord.number == 3))
        session.execute(delete(AuditEntryRecord).where(AuditEntryRecord.number == 3))

    with database.reading() as session:
        assert list(faults_in_chain(session)) == []
        assert not was_kept(session, number, entry_hash)


def test_an_entry_put_in_with_a_hash_of_its_own_is_found(database: Database) -> None:
    _three_entries(database)

    with database.writing() as session:
        record(session, None, "view", "visit", "v-4")
        forged = session.get_one(AuditEntryRecord, 4)
        forged.previous_hash = "0" * 64
        forged.entry_hash = hash_of(forged)

    with database.reading() as session:
        assert list(faults_in_chain(session)) == ["Entry 4 does not follow the entry before it."]
