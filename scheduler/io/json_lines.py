"""A file that grows by a line of JSON a record, and loses none if the machine fails a moment later."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from scheduler.errors import InputError

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class JsonLines(Generic[Record]):
    """Records of one kind in one file, which need not be there yet."""

    path: Path
    kind: TypeAdapter[Record]
    called: str
    """What a record is called in messages."""

    def append(self, record: Record) -> None:
        """Keep a record; a line that was half written before goes."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as lines:
            lines.truncate(self.path.read_bytes().rfind(b"\n") + 1)
            lines.write(self.kind.dump_json(record) + b"\n")
            lines.flush()
            os.fsync(lines.fileno())

    def read(self) -> Iterator[Record]:
        """Every record in order; a last line that is half written is passed over.

        Raises
        ------
        InputError
            A line is no such record.
        """
        content = self.path.read_bytes() if self.path.is_file() else b""
        for number, line in enumerate(content[: content.rfind(b"\n") + 1].splitlines(), start=1):
            try:
                yield self.kind.validate_json(line)
            except ValidationError as error:
                says = f"{self.path}: line {number} is no {self.called}, expected one of this version"
                raise InputError([says]) from error
