"""From cells as text to typed rows: the fast way where all is well, one row at a time where something is wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from scheduler.io.tables.columns import columns_of
from scheduler.io.tables.faults import MOST_LISTED, FaultLog, TableFault, file_of, shortened
from scheduler.io.tables.parsing import parse_file
from scheduler.io.tables.rows import Row
from scheduler.io.tables.sheet import Sheet

R = TypeVar("R", bound=Row)

ROWS_AT_ONCE = 2_000


def read_sheet(table: type[R], folder: Path, log: FaultLog) -> Sheet[R]:
    """Read one table; every cell that is not of its column's type goes to the log."""
    parsed = parse_file(table, folder, log)
    names = list(parsed.cells.columns)
    records = [dict(zip(names, cells, strict=True)) for cells in parsed.cells.itertuples(index=False, name=None)]
    lines = [int(line) for line in parsed.cells.index]
    rows = _rows_at_once(table, lines, records)
    num_typed = len(rows)
    rows |= _rows_one_by_one(table, lines[num_typed:], records[num_typed:], log)
    return Sheet(table, parsed.cells, rows, parsed.ids, parsed.is_whole)


def _rows_at_once(table: type[R], lines: list[int], records: list[dict[str, str]]) -> dict[int, R]:
    """Typed rows from the first line on, up to some lines before the first fault."""
    adapter: TypeAdapter[list[R]] = TypeAdapter(list[table])  # type: ignore[valid-type]
    rows: dict[int, R] = {}
    for start in range(0, len(lines), ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        try:
            rows.update(zip(lines[part], adapter.validate_python(records[part]), strict=True))
        except ValidationError:
            break
    return rows


def _rows_one_by_one(table: type[R], lines: list[int], records: list[dict[str, str]], log: FaultLog) -> dict[int, R]:
    rows: dict[int, R] = {}
    num_faults = 0
    present = records[0] if records else {}
    num_absent = sum(column.is_required and name not in present for name, column in columns_of(table).items())
    for line, record in zip(lines, records, strict=True):
        try:
            rows[line] = table.model_validate(record)
        except ValidationError as error:
            # A column that the file lacks is the header's fault, not each row's.
            num_bad_cells = error.error_count() - num_absent
            if num_faults >= MOST_LISTED:
                log.count(file_of(table), num_bad_cells)
            elif num_bad_cells:
                faults = list(_faults_of(table, line, record, error))
                num_faults += len(faults)
                for fault in faults:
                    log.add(fault)
    return rows


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
            yield TableFault(file_of(table), line, column, shortened(record[column]), expected)
