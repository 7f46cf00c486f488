"""Importing tables: judged as a whole beside what stands, then put in place, all or nothing."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.assembly import TableChange, compare_rows, judge, put, record_of
from api.audit import record
from api.database import Database
from api.errors import ConflictError, ForbiddenError, NotFoundError
from api.imports.repository import imports
from api.imports.repository.ownership import OWNING_COLUMNS, Owners, foreign, owners_of, unshared
from api.imports.schemas import ImportPart, TableCounts
from api.imports.unpacking import tables_in
from api.security import AccountRole, Caller
from api.shapes import Page, Paging
from api.sharing import patient_by_visit, sharing_for
from api.tables.caseloads import ImportRecord
from api.tables.changes import data_version
from scheduler.io.tables.additions import PARENTS, Additions
from scheduler.io.tables.rows import Row
from scheduler.model.clock import local_day

MOST_NAMED = 20
"""Of others' rows in one table."""
Touched = Mapping[type[Row], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Tables without fault."""

    owners: Owners
    """Whose all of their rows are, those included that stay as they were."""
    changes: Sequence[TableChange]


def bring_in(
    database: Database, caller: Caller, uploads: Sequence[tuple[str, bytes]], *, now: datetime, is_check_only: bool
) -> ImportPart:
    """Put the rows of some tables in place, or only see whether that could be done.

    Reading and judging, which take seconds for a county, hold up nobody else who writes.

    Raises
    ------
    RefusedError, InputError
        With every fault of the files.
    ForbiddenError
        A coordinator's import would change what is not of their localities, or what is not shared with them.
    ConflictError
        Somebody else has changed the same rows meanwhile.
    """
    additions = Additions(tables_in(uploads))

    def write(session: Session, judged: Judged) -> ImportPart:
        made = ImportRecord(sha256=_digest(uploads), made_by=caller.account_id, made_at=now)
        return _put_in_place(session, caller, judged, made, is_check_only=is_check_only)

    return database.decide(
        lambda session: _judged(session, additions),
        lambda session, _: data_version(session),
        write,
    )


def _judged(session: Session, additions: Additions) -> Judged:
    """What putting some tables in place would do, if they are without fault."""
    judge(session, additions)
    owners = _owners((table, list(map(record_of, additions.rows(table)))) for table in additions.tables)
    changes = [
        compare_rows(
            session,
            table,
            additions.rows(table),
            parents=additions.parents(table) if table in PARENTS else frozenset(),
        )
        for table in additions.tables
    ]
    return Judged(owners, changes)


def _put_in_place(
    session: Session, caller: Caller, judged: Judged, made: ImportRecord, *, is_check_only: bool
) -> ImportPart:
    """Put rows that have been judged over those that stand, if they are the caller's to change."""
    changes = judged.changes
    touched = {change.table: change.touched for change in changes if change.touched}
    before = _others(session, caller, judged.owners)
    closed = _closed(session, caller, judged.owners, on=local_day(made.made_at))
    savepoint = session.begin_nested()
    _put(session, changes)
    _check_own(caller, before | _others(session, caller, _owners(touched.items())), touched)
    _check_shared(closed, touched)
    made.counts = {change.table.table: _counts(change) for change in changes}
    if is_check_only:
        savepoint.rollback()
        return ImportPart(import_id=None, **_told(made))
    savepoint.commit()
    session.add(made)
    session.flush()
    record(
        session,
        caller,
        "import",
        "import",
        made.import_id,
        patient_ids=_patients(session, touched),
        details=made.counts,
    )
    return ImportPart(import_id=made.import_id, **_told(made))


def page(session: Session, caller: Caller, paging: Paging) -> Page[ImportPart]:
    """Imports, the latest first: a coordinator's own, an administrator's all."""
    found, total = imports.page(session, made_by=_only_by(caller), **paging.model_dump())
    entries = [ImportPart.model_validate(one) for one in found]
    return Page[ImportPart](entries=entries, total=total, limit=paging.limit, offset=paging.offset)


def one(session: Session, caller: Caller, import_id: str) -> ImportPart:
    """An import.

    Raises
    ------
    NotFoundError
        There is none of this id, or it is another coordinator's.
    """
    found = imports.by_id(session, import_id, made_by=_only_by(caller))
    if found is None:
        is_somebody_elses = imports.by_id(session, import_id, made_by=None) is not None
        attempt = ("import", import_id) if is_somebody_elses else None
        raise NotFoundError(f"There is no import {import_id}.", attempt=attempt)
    return ImportPart.model_validate(found)


def _put(session: Session, changes: Sequence[TableChange]) -> None:
    try:
        for change in changes:
            put(session, change)
    except IntegrityError as error:
        raise ConflictError("Somebody else changed the same rows meanwhile; nothing was imported.") from error


def _others(session: Session, caller: Caller, owners: Owners) -> set[tuple[str, str]]:
    """Which owners of some records are not of a coordinator's localities."""
    if caller.role is not AccountRole.COORDINATOR:
        return set()
    return foreign(session, owners, caller.locality_ids)


def _closed(session: Session, caller: Caller, owners: Owners, *, on: date) -> set[tuple[str, str]]:
    """Patients and their visits that are not open to a coordinator's organisation, as it was before the import.

    Before, because a visit of one's own organisation is what would open the patient.
    """
    if caller.role is not AccountRole.COORDINATOR:
        return set()
    return unshared(session, owners, sharing_for(session, caller, on=on))


def _owners(records: Iterable[tuple[type[Row], Iterable[Mapping[str, Any]]]]) -> Owners:
    """Whose some records of several tables are."""
    owners: Owners = defaultdict(set)
    for table, found in records:
        for column, ids in owners_of(table, list(found)).items():
            owners[column] |= ids
    return owners


def _check_shared(closed: set[tuple[str, str]], touched: Touched) -> None:
    """See that nothing changes of a patient whom no agreement and no referral opens: new patients are anybody's."""
    reached = sorted(
        {(column, id_) for column, ids in _owners(touched.items()).items() for id_ in ids}.intersection(closed)
    )
    if reached:
        raise ForbiddenError(
            "No sharing agreement and no referral opens this to your organisation; nothing was imported.",
            code="not-shared",
            faults=[
                {"where": column, "value": id_, "expected": "one shared with you"}
                for column, id_ in reached[:MOST_NAMED]
            ],
            attempt=("import", "not-shared"),
        )


def _check_own(caller: Caller, others: set[tuple[str, str]], touched: Touched) -> None:
    """See that a coordinator changes nothing but what is of their localities; what stays as it was may be sent along."""
    if caller.role is not AccountRole.COORDINATOR:
        return
    faults = [
        {"where": f"{table.table}.csv", "expected": "no changes: these rows are for administrators"}
        for table in touched
        if table not in OWNING_COLUMNS
    ]
    for table, records in touched.items():
        for column, ids in owners_of(table, records).items():
            reached = sorted(ids & {owner for name, owner in others if name == column})
            faults += [
                {"where": f"{table.table}.csv, {column}", "value": owner, "expected": "one of your localities"}
                for owner in reached[:MOST_NAMED]
            ]
    if faults:
        raise ForbiddenError(
            "The import would change what is not of your localities; nothing was imported.",
            code="not-your-locality",
            faults=faults,
            attempt=("import", "not-your-locality"),
        )


def _counts(change: TableChange) -> dict[str, int]:
    return TableCounts(
        read=change.num_unchanged + len(change.added) + len(change.changed),
        added=len(change.added),
        changed=len(change.changed),
        unchanged=change.num_unchanged,
        removed=len(change.removed),
    ).model_dump()


def _patients(session: Session, touched: Touched) -> list[str]:
    """Whom the import concerns."""
    records = [record for found in touched.values() for record in found]
    visit_ids = {record["visit_id"] for record in records if "visit_id" in record}
    named = {record["patient_id"] for record in records if "patient_id" in record}
    return sorted(named | set(patient_by_visit(session, visit_ids).values()))


def _digest(uploads: Sequence[tuple[str, bytes]]) -> str:
    parts = sorted((name, sha256(data).hexdigest()) for name, data in uploads)
    return sha256(json.dumps(parts).encode()).hexdigest()


def _told(made: ImportRecord) -> dict[str, Any]:
    return {name: getattr(made, name) for name in ("sha256", "made_by", "made_at", "counts")}


def _only_by(caller: Caller) -> str | None:
    return caller.account_id if caller.role is AccountRole.COORDINATOR else None
