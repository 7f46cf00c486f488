"""JSON files of others, read into documents with every fault named. What a document holds stands beside its reader."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from scheduler.errors import InputError

_LONGEST_VALUE = 60

_EXPECTED = {
    "model_type": "an object in braces",
    "model_attributes_type": "an object in braces",
    "dict_type": "an object in braces",
    "tuple_type": "a list in brackets",
    "list_type": "a list in brackets",
    "string_type": "text in quotes",
    "string_too_short": "text that is not empty",
    "extra_forbidden": "no key of this name",
    "unexpected_keyword_argument": "no key of this name",
    "enum": "{expected}",
    "literal_error": "{expected}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "greater_than": "more than {gt}",
    "less_than": "less than {lt}",
    "timezone_aware": "a time with its offset such as 2026-11-23T09:30+00:00",
}
"""What is said for each type of pydantic's errors; those of one family by how they begin, below."""
_FAMILIES = {
    "int_": "a whole number",
    "float_": "a number",
    "decimal_": "a number",
    "bool_": "true or false",
    "datetime_": "a day and time such as 2026-11-23T09:30",
    "date_": "a day such as 2026-11-23",
}

Document = TypeVar("Document", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class DocumentFault:
    """What is wrong at one place of a JSON file."""

    file: str
    where: str
    """The way into the document, such as ``patients[3].time_window``; empty for the file as a whole."""
    value: str | None
    expected: str
    who: str = ""
    """The ids that stand on the way, such as ``shift d1, visit v7``."""

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.file, self.where) if part)
        place += f" ({self.who})" if self.who else ""
        return f"{place} {'is missing' if self.value is None else f'is {self.value}'}, expected {self.expected}"


def read_document(path: Path, kind: type[Document]) -> Document:
    """Read a JSON file as one kind of document; figures with a point come as exact decimals.

    Raises
    ------
    InputError
        With every fault: no such file, no JSON, a key that is missing, a value that cannot be.
    """
    parsed = read_json(path)
    try:
        return kind.model_validate(parsed)
    except ValidationError as error:
        raise InputError(list(faults_of(error, parsed, file=str(path)))) from error


def read_json(path: Path) -> object:
    """Whatever a JSON file holds; raises InputError where there is no such file or no JSON in it."""
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise InputError([DocumentFault(str(path), "", None, f"a file ({error.strerror})")]) from error
    except ValueError as error:
        raise InputError([DocumentFault(str(path), "", "no JSON", f"JSON ({error})")]) from error


def faults_of(
    error: ValidationError, parsed: object, *, file: str, within: tuple[str | int, ...] = ()
) -> Iterator[DocumentFault]:
    """What pydantic found in something parsed, each in our words; `within` is the way to it, where it is part of more."""
    for each in error.errors(include_url=False):
        value = None if each["type"] == "missing" else _shown(each["input"])
        expected = "a value" if value is None else _expected(each["type"], each["msg"], each.get("ctx", {}))
        yield DocumentFault(file, _way((*within, *each["loc"])), value, expected, _who(parsed, each["loc"]))


def _expected(kind: str, message: str, context: Mapping[str, Any]) -> str:
    if kind in _EXPECTED:
        return _EXPECTED[kind].format(**context)
    family = next((said for start, said in _FAMILIES.items() if kind.startswith(start)), None)
    said = message.removeprefix("Value error, ").removeprefix("expected ").removeprefix("Input should ")
    return family or said.removeprefix("be ")


def _who(parsed: Any, steps: Sequence[str | int]) -> str:  # noqa: ANN401 - what a file holds can be anything
    """The ids of the objects that a way leads through, the outermost first."""
    ids: list[str] = []
    for step in steps:
        if isinstance(parsed, dict):
            ids += [
                f"{key.removesuffix('_id')} {value}"
                for key, value in parsed.items()
                if key.endswith("_id") and key != step and isinstance(value, str) and value
            ]
        try:
            parsed = parsed[step]
        except (LookupError, TypeError):
            break
    return ", ".join(ids)


def _way(steps: Sequence[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


def _shown(value: object) -> str:
    said = json.dumps(value, default=str, ensure_ascii=False)
    return said if len(said) <= _LONGEST_VALUE else said[: _LONGEST_VALUE - 1] + "…"
