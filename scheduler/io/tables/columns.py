"""What each column of each table is, read off the row models: its type in words, unit, example, what it refers to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

from scheduler.io.tables.cells import Expects
from scheduler.io.tables.rows import TABLES, Row


@dataclass(frozen=True, slots=True)
class Column:
    """One column: all that a fault or the documentation says about it."""

    name: str
    expected: str
    """What a cell holds, in words that follow "expected"."""
    unit: str
    example: str
    meaning: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose cells hold ids (one, or a list) of another table."""

    table: type[Row]
    column: str
    target: type[Row]
    is_list: bool


@cache
def columns_of(table: type[Row]) -> Mapping[str, Column]:
    """The columns of a table by name, in the order in which they are written."""
    return {name: _column(name, field) for name, field in table.model_fields.items()}


@cache
def references() -> tuple[Reference, ...]:
    """Every column that refers to another table, by the rule that its name ends in that table's key."""
    targets = [(target, target.key[0]) for target in TABLES if len(target.key) == 1]
    return tuple(
        Reference(table, column, target, column.endswith("s"))
        for table in TABLES
        for column in table.model_fields
        for target, key in targets
        if target is not table and f"_{column}".removesuffix("s").endswith(f"_{key}")
    )


def _column(name: str, field: FieldInfo) -> Column:
    extra = field.json_schema_extra
    return Column(
        name=name,
        expected=_in_words(field.annotation, field.metadata),
        unit=str(extra.get("unit", "")) if isinstance(extra, dict) else "",
        example=str((field.examples or [""])[0]),
        meaning=field.description or "",
        is_required=field.is_required(),
    )


def _in_words(annotation: Any, metadata: Iterable[object]) -> str:  # noqa: ANN401 - whatever stands after the colon
    bare, facts = _unwrapped(annotation, metadata)
    if words := [fact.words for fact in facts if isinstance(fact, Expects)]:
        return words[0]
    if bare is bool:
        return "true or false"
    if isinstance(bare, type) and issubclass(bare, Enum):
        return "one of " + ", ".join(str(member.value) for member in bare)
    least = next((fact.ge for fact in facts if isinstance(fact, annotated_types.Ge)), None)
    most = next((fact.le for fact in facts if isinstance(fact, annotated_types.Le)), None)
    number = "a whole number" if bare is int else "a number"
    return f"{number} from {least:,} to {most:,}"


def _unwrapped(annotation: Any, metadata: Iterable[object]) -> tuple[Any, list[object]]:  # noqa: ANN401
    """The plain type of a column, out of ``Annotated`` and ``| None``, and every fact attached to it."""
    facts = list(metadata)
    for _ in range(4):
        if get_origin(annotation) is Annotated:
            facts.extend(_flat(annotation.__metadata__))
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(part for part in get_args(annotation) if part is not NoneType)
    return annotation, facts


def _flat(metadata: Iterable[object]) -> Iterator[object]:
    """Facts themselves, also those inside a `Field`."""
    for fact in metadata:
        yield from fact.metadata if isinstance(fact, FieldInfo) else (fact,)
