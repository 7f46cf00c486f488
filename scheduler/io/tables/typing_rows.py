"""From cells as text to typed rows: the fast way where all is well, one row at a time where something is wrong."""

import re
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from scheduler.io.tables.cells import A_DAY, A_MOMENT
from scheduler.io.tables.columns import columns_of
from scheduler.io.tables.faults import MOST_LISTED, FaultLog, TableFault, file_of, shortened
from scheduler.io.tables.parsing import ParsedFile
from scheduler.io.tables.rows import Row
from scheduler.io.tables.sheet import Sheet

R = TypeVar("R", bound=Row)

_EXCEL_DATE = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?")

ROWS_AT_ONCE = 2_000
MOST_TYPING_FAULTS = 1_000
"""With more in one table, the rows after them are not read: something is wrong with the file, not with its rows."""


def typed_sheet(table: type[R], parsed: ParsedFile, log: FaultLog) -> Sheet[R]:
    """Type one table's rows; every cell that is not of its column's type goes to the log, up to `MOST_TYPING_FAULTS`.

    The rows after these are counted as unread, and the sheet is not whole.
    """
    typing = _Typing(table, log, list(parsed.cells.columns))
    num_read = typing.read(parsed.cells)
    num_unread = len(parsed.cells) - num_read
    log.leave_unread(file_of(table), num_unread)
    cells = parsed.cells.iloc[:num_read]
    return Sheet(table, cells, typing.rows, parsed.ids, parsed.is_whole and not num_unread)


class _Typing(Generic[R]):
    """The rows of one table that could be typed so far, and how many cells could not."""

    def __init__(self, table: type[R], log: FaultLog, names: Sequence[str]) -> None:
        self._table, self._log, self._names = table, log, names
        self._adapter: TypeAdapter[list[R]] = TypeAdapter(list[table])  # type: ignore[valid-type]
        # A column that the file lacks is the header's fault, not each row's.
        self._num_absent = sum(column.is_required and name not in names for name, column in columns_of(table).items())
        self._num_faults = 0
        self.rows: dict[int, R] = {}

    def read(self, cells: pd.DataFrame) -> int:
        """Type the rows in order; how many were read before there were too many faults."""
        for start in range(0, len(cells), ROWS_AT_ONCE):
            part = cells.iloc[start : start + ROWS_AT_ONCE]
            lines = [int(line) for line in part.index]
            records = [dict(zip(self._names, row, strict=True)) for row in part.itertuples(index=False, name=None)]
            try:
                self.rows.update(zip(lines, self._adapter.validate_python(records), strict=True))
            except ValidationError:
                num_read = self._read_one_by_one(lines, records)
                if self._has_too_many_faults:
                    return start + num_read
        return len(cells)

    def _read_one_by_one(self, lines: Sequence[int], records: Sequence[dict[str, str]]) -> int:
        for number, (line, record) in enumerate(zip(lines, records, strict=True)):
            if self._has_too_many_faults:
                return number
            try:
                self.rows[line] = self._table.model_validate(record)
            except ValidationError as error:
                self._note(line, record, error)
        return len(lines)

    @property
    def _has_too_many_faults(self) -> bool:
        return self._num_faults >= MOST_TYPING_FAULTS

    def _note(self, line: int, record: dict[str, str], error: ValidationError) -> None:
        num_bad_cells = error.error_count() - self._num_absent
        if self._num_faults >= MOST_LISTED:
            self._log.count(file_of(self._table), num_bad_cells)
        elif num_bad_cells:
            for fault in _faults_of(self._table, line, record, error):
                self._log.add(fault)
        self._num_faults += num_bad_cells


def _faults_of(table: type[Row], line: int, record: dict[str, str], error: ValidationError) -> Iterator[TableFault]:
    """One fault for each bad cell, in our own words."""
    columns = columns_of(table)
    details = error.errors(include_url=False, include_input=False)
    words = {
        str(detail["loc"][0]): str(detail["ctx"]["error"]) if detail["type"] == "value_error" else None
        for detail in reversed(details)
    }
    for column in columns:
        if column in words and column in record:
            expected = words[column] or columns[column].expected
            if _EXCEL_DATE.fullmatch(record[column]) and columns[column].expected in (A_DAY, A_MOMENT):
                expected += "; Excel may have changed it: format the column as text"
            yield TableFault(file_of(table), line, column, shortened(record[column]), expected)
