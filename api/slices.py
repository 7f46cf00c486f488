"""A part of a list, and how long the whole is. How a part is asked for and told stands in `shapes.py`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

R = TypeVar("R")

IDS_AT_ONCE = 10_000
"""SQLite takes some 32,000 values in a statement, PostgreSQL 65,535."""


def in_parts(ids: Iterable[str]) -> Iterator[list[str]]:
    """Many ids, each once and in order, by as many as a statement takes."""
    in_order = sorted(set(ids))
    for start in range(0, len(in_order), IDS_AT_ONCE):
        yield in_order[start : start + IDS_AT_ONCE]


def num_of(session: Session, wanted: Select[*tuple[Any, ...]]) -> int:
    """How many rows a list has."""
    return session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0


def slice_of(session: Session, in_order: Select[R], *, limit: int, offset: int) -> tuple[list[R], int]:
    """Some rows of an ordered list, and how many it has."""
    total = num_of(session, in_order)
    return list(session.scalars(in_order.limit(limit).offset(offset))), total


def part_in_order(
    session: Session,
    wanted: Select[*tuple[Any, ...]],
    column: InstrumentedAttribute[str],
    order: Callable[[str], str],
    *,
    limit: int,
    offset: int,
) -> tuple[list[str], int]:
    """The ids of some rows of a list whose order no database knows, and how many the whole has."""
    ids = sorted(session.scalars(wanted.with_only_columns(column)), key=order)
    return ids[offset : offset + limit], len(ids)
