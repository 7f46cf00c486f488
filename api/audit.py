"""The hash-chained record of what was seen and done: adding to it, and proving it whole. Asking it questions stands in `accounts/`."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import structlog
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from api.database import Database
from api.security import Caller
from api.tables.audit import AuditedPatientRecord, AuditEntryRecord
from api.turns import Turn, take_turn

NOTHING_BEFORE = "0" * 64
_ENTRIES = AuditEntryRecord.metadata.tables[AuditEntryRecord.__tablename__]
_AUDITED_PATIENTS = AuditedPatientRecord.metadata.tables[AuditedPatientRecord.__tablename__]
"""As plain tables: an entry is never looked at again by whoever adds it, and its place in the chain is held meanwhile."""


def record(
    session: Session,
    caller: Caller | None,
    action: str,
    kind: str,
    subject_id: str,
    *,
    patient_ids: Sequence[str] = (),
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry in the session's own transaction: what is done and its record stand or fall together.

    Call it last, for on PostgreSQL it holds a lock until the commit. `details` hold ids and words of closed lists, never
    what a patient's fields say.
    """
    take_turn(session, Turn.AUDIT)
    session.flush()
    last_number, last_hash = last_entry(session)
    entry = AuditEntryRecord(
        number=last_number + 1,
        at=datetime.now(UTC),
        account_id=None if caller is None else caller.account_id,
        organisation_id=None if caller is None else caller.organisation_id,
        action=action,
        kind=kind,
        subject_id=subject_id,
        patient_ids=sorted(set(patient_ids)),
        details=dict(details or {}),
        request_id=structlog.contextvars.get_contextvars().get("request_id"),
        previous_hash=last_hash,
    )
    entry.entry_hash = hash_of(entry)
    session.execute(insert(_ENTRIES), {column.name: getattr(entry, column.name) for column in _ENTRIES.columns})
    if entry.patient_ids:
        named = [{"patient_id": patient_id, "number": entry.number} for patient_id in entry.patient_ids]
        session.execute(insert(_AUDITED_PATIENTS), named)


def record_view(
    database: Database,
    caller: Caller,
    kind: str,
    subject_id: str,
    *,
    patient_ids: Sequence[str] = (),
    action: str = "view",
) -> None:
    """Add an entry for something seen, in a transaction of its own: reading needs no lock, its record does."""
    with database.writing() as session:
        record(session, caller, action, kind, subject_id, patient_ids=patient_ids)


def hash_of(entry: AuditEntryRecord) -> str:
    """SHA-256 over every field of an entry and the hash of the one before."""
    fields = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        entry.account_id,
        entry.organisation_id,
        entry.action,
        entry.kind,
        entry.subject_id,
        entry.patient_ids,
        entry.details,
        entry.request_id,
        entry.previous_hash,
    ]
    return sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def faults_in_chain(session: Session) -> Iterator[str]:
    """What does not hold in the record: a changed entry, a gap, an entry that does not follow the one before, a lost patient.

    Entries cut off at the end leave no trace in the record itself: compare the number and hash of the last one with a
    copy kept elsewhere (`was_kept`).
    """
    expected_number, previous_hash = 1, NOTHING_BEFORE
    entries = select(AuditEntryRecord).order_by(AuditEntryRecord.number).execution_options(yield_per=1000)
    for entry in session.scalars(entries):
        if entry.number != expected_number:
            yield f"Entry {expected_number} is missing: {entry.number} follows {expected_number - 1}."
        elif entry.previous_hash != previous_hash:
            yield f"Entry {entry.number} does not follow the entry before it."
        if hash_of(entry) != entry.entry_hash:
            yield f"Entry {entry.number} was changed after it was written."
        expected_number, previous_hash = entry.number + 1, entry.entry_hash
    yield from _faults_in_index(session)


def last_entry(session: Session) -> tuple[int, str]:
    """Number and hash of the latest entry; 0 and `NOTHING_BEFORE` where there is none."""
    latest_first = select(AuditEntryRecord.number, AuditEntryRecord.entry_hash).order_by(AuditEntryRecord.number.desc())
    last = session.execute(latest_first.limit(1)).first()
    return (0, NOTHING_BEFORE) if last is None else (last.number, last.entry_hash)


def was_kept(session: Session, number: int, entry_hash: str) -> bool:
    """Whether the entry of a number still has the hash that was written down elsewhere."""
    entry = session.get(AuditEntryRecord, number)
    return entry is not None and entry.entry_hash == entry_hash


def _faults_in_index(session: Session) -> Iterator[str]:
    """Entries that a search by patient would miss, or find in vain."""
    indexed: dict[int, set[str]] = defaultdict(set)
    for patient_id, number in session.execute(select(AuditedPatientRecord.patient_id, AuditedPatientRecord.number)):
        indexed[number].add(patient_id)
    entries = select(AuditEntryRecord.number, AuditEntryRecord.patient_ids).order_by(AuditEntryRecord.number)
    for number, patient_ids in session.execute(entries.execution_options(yield_per=1000)):
        if indexed.pop(number, set()) != set(patient_ids):
            yield f"Entry {number} is not found by all of its patients, or by others."
