"""Reads the project's own small tables beside this file into typed rows; users' folders are read by `scheduler.io`."""

import csv
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _split(cell: object) -> object:
    return tuple(item for item in cell.split(";") if item) if isinstance(cell, str) else cell


Items = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""A list in one cell, between semicolons."""
Numbers = Annotated[tuple[int, ...], BeforeValidator(_split)]


class Line(BaseModel):
    """One line of a table: no unknown columns, an empty cell means the default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


AnyLine = TypeVar("AnyLine", bound=Line)


def read_lines(path: Path, line: type[AnyLine]) -> tuple[AnyLine, ...]:
    """Every line of a table, in file order.

    Raises
    ------
    pydantic.ValidationError
        If a line does not fit; the tables are ours, so that is a mistake in the repository.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            line.model_validate({column: cell for column, cell in cells.items() if cell != ""})
            for cells in csv.DictReader(file)
        )
