"""JSON files of others, read into documents with every fault named. What a document holds stands beside its reader."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from scheduler.errors import InputError

_LONGEST_VALUE = 60

Document = TypeVar("Document", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class DocumentFault:
    """What is wrong at one place of a JSON file."""

    file: str
    where: str
    """The way into the document, such as ``patients[3].time_window``; empty for the file as a whole."""
    value: str | None
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.where}" if self.where else self.file
        return f"{place} {'is missing' if self.value is None else f'is {self.value}'}, expected {self.expected}"


def read_document(path: Path, kind: type[Document]) -> Document:
    """Read a JSON file as one kind of document; figures with a point come as exact decimals.

    Raises
    ------
    InputError
        With every fault: no such file, no JSON, a key that is missing, a value that cannot be.
    """
    try:
        parsed = json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise InputError([DocumentFault(str(path), "", None, f"a file ({error.strerror})")]) from error
    except ValueError as error:
        raise InputError([DocumentFault(str(path), "", "no JSON", f"JSON ({error})")]) from error
    try:
        return kind.model_validate(parsed)
    except ValidationError as error:
        raise InputError(list(_faults(path, error))) from error


def _faults(path: Path, error: ValidationError) -> Iterator[DocumentFault]:
    for each in error.errors(include_url=False):
        said = each["msg"].removeprefix("Value error, ").removeprefix("expected ").removeprefix("Input should ")
        value = None if each["type"] == "missing" else _shown(each["input"])
        expected = "a value" if value is None else said.removeprefix("be ")
        yield DocumentFault(str(path), _way(each["loc"]), value, expected)


def _way(steps: Sequence[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


def _shown(value: object) -> str:
    said = json.dumps(value, default=str, ensure_ascii=False)
    return said if len(said) <= _LONGEST_VALUE else said[: _LONGEST_VALUE - 1] + "…"
