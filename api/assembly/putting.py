"""Rows put over those that stand: added, changed, removed with their parent, or left as they are. Who may is not asked here.

Comparing reads alone and takes most of the time; what it found is good as long as the data stand still.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from api.assembly.records import record_of, rows_with, table_of
from scheduler.io.tables.rows import Row

Key = tuple[Any, ...]
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableChange:
    """What putting rows does to one table."""

    table: type[Row]
    num_unchanged: int
    added: tuple[Record, ...]
    changed: tuple[Record, ...]
    removed: tuple[Record, ...]

    @property
    def touched(self) -> tuple[Record, ...]:
        """Every record that is not as it was."""
        return (*self.added, *self.changed, *self.removed)


def compare_rows(
    session: Session, table: type[Row], rows: Sequence[Row], *, parents: Set[str] = frozenset()
) -> TableChange:
    """What putting rows over those of the same keys would do; of these parents, rows that are not among them would go. Writes nothing."""
    wanted = {_key_of(table, record): record for record in map(record_of, rows)}
    first_parts = {key[0] for key in wanted} | parents
    standing = {
        _key_of(table, record): record
        for record in map(record_of, rows_with(session, table, table.key[0], first_parts))
    }
    return TableChange(
        table=table,
        num_unchanged=sum(standing.get(key) == record for key, record in wanted.items()),
        added=tuple(record for key, record in wanted.items() if key not in standing),
        changed=tuple(record for key, record in wanted.items() if key in standing and standing[key] != record),
        removed=tuple(record for key, record in standing.items() if key not in wanted and key[0] in parents),
    )


def put(session: Session, change: TableChange) -> None:
    """Write what was found by comparing."""
    table, key = table_of(change.table), change.table.key
    named = and_(*(table.columns[name] == bindparam(f"key_{name}") for name in key))
    if change.removed:
        session.execute(delete(table).where(named), [_keys(record, key) for record in change.removed])
    if change.added:
        session.execute(insert(table), list(change.added))
    if change.changed and (values := _set(table, change.table)):
        session.execute(
            update(table).where(named).values(values), [record | _keys(record, key) for record in change.changed]
        )


def _set(table: Table, rows: type[Row]) -> dict[str, Any]:
    """What a changed row sets: its columns, and the next version where rows have one."""
    values: dict[str, Any] = {name: bindparam(name) for name in rows.model_fields if name not in rows.key}
    if "version" in table.columns:
        values["version"] = table.columns["version"] + 1
    return values


def _keys(record: Record, key: Sequence[str]) -> Record:
    return {f"key_{name}": record[name] for name in key}


def _key_of(table: type[Row], record: Record) -> Key:
    return tuple(record[name] for name in table.key)
