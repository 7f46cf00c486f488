"""Rows of the CSV tables and records of the database, by the names of tables and columns. Which days need which stands in `days.py`.

A row's moments are local wall-clock time, a record's are UTC; a row's lists are tuples, a record's JSON lists.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, Table, insert, select
from sqlalchemy.orm import Session

from api.slices import in_parts
from api.tables import Base
from scheduler.io.tables.cells import instant_of
from scheduler.io.tables.rows import TABLES, Row

R = TypeVar("R", bound=Row)


def table_of(table: type[Row]) -> Table:
    """The database's table of a CSV table."""
    return Base.metadata.tables[table.table]


def rows_where(session: Session, table: type[R], *conditions: ColumnElement[bool]) -> tuple[R, ...]:
    """The rows of a table that meet all conditions, or every row, in order of their key."""
    return _rows(table, session.execute(_selection_of(table).where(*conditions)).mappings())


def rows_with(session: Session, table: type[R], column: str, ids: Iterable[str]) -> tuple[R, ...]:
    """The rows of a table that have one of these ids in a column, in order of their key."""
    found = list[Mapping[Any, Any]]()
    for part in in_parts(ids):
        chosen = _selection_of(table).where(table_of(table).columns[column].in_(part))
        found.extend(session.execute(chosen).mappings())
    return _rows(table, found)


def ids_among(session: Session, table: type[Row], ids: Iterable[str]) -> frozenset[str]:
    """Those of some ids that a table of the database has."""
    column = table_of(table).columns[table.key[0]]
    return frozenset(
        found for part in in_parts(ids) for found in session.scalars(select(column).where(column.in_(part)))
    )


def record_of(row: Row) -> dict[str, Any]:
    """A row's columns as the database keeps them."""
    return {name: _kept(getattr(row, name)) for name in type(row).model_fields}


def add_rows(session: Session, rows_by_table: Mapping[type[Row], Iterable[Row]]) -> None:
    """Add rows that are not there yet, each table after those it refers to."""
    for table in TABLES:
        if records := [record_of(row) for row in rows_by_table.get(table, ())]:
            session.execute(insert(table_of(table)), records)


def _selection_of(table: type[Row]) -> Select[Any]:
    """The columns of the database's table that the CSV table has."""
    columns = table_of(table).columns
    return select(*(columns[name] for name in table.model_fields))


def _rows(table: type[R], found: Iterable[Mapping[Any, Any]]) -> tuple[R, ...]:
    # Sorted here: databases put letters and digits into orders of their own.
    in_order = sorted(found, key=itemgetter(*table.key))
    return tuple(_adapter_of(table).validate_python(list(map(dict, in_order))))


@cache
def _adapter_of(table: type[R]) -> TypeAdapter[list[R]]:
    return TypeAdapter(list[table])  # type: ignore[valid-type]


def _kept(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case datetime():
            return instant_of(value)
        case tuple():
            return list(value)
        case _:
            return value
