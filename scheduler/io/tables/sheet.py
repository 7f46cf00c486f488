"""One table as it was found: its cells as text, by line of the file, and the rows that could be typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

import pandas as pd

from scheduler.io.tables.cells import cell_of
from scheduler.io.tables.faults import TableFault, file_of, shortened
from scheduler.io.tables.rows import Row

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, eq=False)
class Sheet(Generic[R]):
    """A table's file; empty where the file is absent or cannot be read."""

    table: type[R]
    cells: pd.DataFrame
    """Texts without surrounding space; index: the line on which a row starts; one column for each known column found.

    Rows that stand already, beside which a file is judged, are on lines below zero.
    """
    rows: Mapping[int, R]
    """The rows whose every cell is of its type, by line, in order of lines."""
    ids: frozenset[str]
    """Every text under the first column of the key, also of rows that are no rows."""
    is_whole: bool
    """Whether the file, or its lawful absence, says all there is to say; else a missing id proves nothing."""

    @cached_property
    def file(self) -> str:
        """The name of the table's file."""
        return file_of(self.table)

    @property
    def own_rows(self) -> Mapping[int, R]:
        """The rows of the file itself, without those that stand already."""
        return {line: row for line, row in self.rows.items() if line > 0}

    def flaw(self, line: int, column: str, expected: str) -> "Flaw":
        """A fault in one cell."""
        return Flaw(self, line, column, expected)

    def whereabouts(self, line: int) -> str:
        """A row in words."""
        if line > 0:
            return f"line {line}"
        row = self.rows[line]
        return f"{', '.join(cell_of(getattr(row, name)) for name in row.key)}, which stands already"

    def column(self, column: str) -> "pd.Series[str]":
        """The texts of a column by line; empty where the file does not have it."""
        return self.cells[column] if column in self.cells else pd.Series([], dtype=object)


class Flaw(NamedTuple):
    """A fault in a cell, found but not yet put into words: of very many only the first are."""

    sheet: Sheet[Any]
    line: int
    column: str
    expected: str

    @property
    def file(self) -> str:
        """The name of the sheet's file."""
        return self.sheet.file

    def fault(self) -> TableFault:
        """The fault with the cell's text."""
        cells = self.sheet.cells
        value = str(cells.at[self.line, self.column]) if self.column in cells else ""  # noqa: PD008 - one cell
        if self.line > 0:
            return TableFault(self.file, self.line, self.column, shortened(value), self.expected)
        expected = f"{self.expected} (of {self.sheet.whereabouts(self.line)})"
        return TableFault(self.file, None, self.column, shortened(value), expected)


class Sheets:
    """Every table of a folder."""

    def __init__(self, sheets: Iterable[Sheet[Any]]) -> None:
        self._by_table: dict[type[Row], Sheet[Any]] = {sheet.table: sheet for sheet in sheets}

    def of(self, table: type[R]) -> Sheet[R]:
        """The sheet of one table."""
        return self._by_table[table]
