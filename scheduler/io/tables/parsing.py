"""From a file's bytes to its cells as text, each row with its line. What the cells mean stands in `typing_rows.py`."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pandas as pd

from scheduler.io.tables.columns import columns_of
from scheduler.io.tables.faults import MOST_LISTED, FaultLog, TableFault, file_of, shortened
from scheduler.io.tables.rows import Row

MOST_BYTES = 200_000_000
MOST_ROWS = 250_000
MOST_COLUMNS = 1_000
"""More than any county needs; beyond them a file is taken for garbage and read no further."""


@dataclass(frozen=True, eq=False)
class ParsedFile:
    """The cells of one file."""

    cells: pd.DataFrame
    """Rows as wide as the header, by the line on which each starts."""
    ids: frozenset[str]
    """Every text under the first column of the table's key, also of rows that are too short or too wide."""
    is_whole: bool
    """False where some of the file could not be read."""


ABSENT = ParsedFile(pd.DataFrame(), frozenset(), is_whole=True)
"""What is read where a table's file is lawfully absent."""
UNREADABLE = ParsedFile(pd.DataFrame(), frozenset(), is_whole=False)


def parse_file(table: type[Row], folder: Path, log: FaultLog) -> ParsedFile:
    """Read one table's file in a folder as text; what is wrong with it goes to the log."""
    path = folder / file_of(table)
    if table.may_be_absent and not path.exists():
        return ABSENT
    data = _data_of(path, table)
    if isinstance(data, TableFault):
        log.add(data)
        return UNREADABLE
    return parse_data(table, data, log)


def parse_data(table: type[Row], data: bytes, log: FaultLog) -> ParsedFile:
    """Read the bytes of one table's file as text; what is wrong with header or width of rows goes to the log."""
    text = _text_of(file_of(table), data)
    if isinstance(text, TableFault):
        log.add(text)
        return UNREADABLE
    return _Parser(table, text, log).parse()


def _data_of(path: Path, table: type[Row]) -> bytes | TableFault:
    try:
        if path.stat().st_size > MOST_BYTES:
            return TableFault(path.name, None, None, f"{path.stat().st_size:,} bytes", f"at most {MOST_BYTES:,} bytes")
        return path.read_bytes()
    except FileNotFoundError:
        return TableFault(path.name, None, None, None, f"a table of {_names(table)}")
    except OSError as error:
        return TableFault(path.name, None, None, shortened(error.strerror or "unreadable"), "a file that can be read")


def _text_of(file: str, data: bytes) -> str | TableFault:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A byte order mark is cut off before decoding, so the error counts from behind it.
        start = error.start + len(data) - len(error.object)
        return _strange_byte(file, data, start, "text in UTF-8 (save it as CSV UTF-8)")
    if "\0" in text:
        return _strange_byte(file, data, data.index(b"\0"), "text in UTF-8 without NUL bytes")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _strange_byte(file: str, data: bytes, position: int, expected: str) -> TableFault:
    """One fault for a whole file, at the first byte that does not belong there."""
    before = data[:position].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    header = next(csv.reader([before.split("\n", 1)[0]]), [])
    # Quoted line breaks before it only blur the column, never the line.
    cell = len(next(csv.reader([before.rsplit("\n", 1)[-1]]), [""]) or [""]) - 1
    column = shortened(header[cell].strip()) if "\n" in before and cell < len(header) else f"column {cell + 1}"
    return TableFault(file, before.count("\n") + 1, column, f"byte 0x{data[position]:02x}", expected)


def _names(table: type[Row]) -> str:
    return ", ".join(columns_of(table))


class _Parser:
    """Walks one file's records. The csv module tells lines and widths exactly; pandas holds the cells from there on."""

    def __init__(self, table: type[Row], text: str, log: FaultLog) -> None:
        self._table, self._file, self._log = table, file_of(table), log
        self._reader = csv.reader(StringIO(text, newline=""), strict=True)
        self._is_whole = True
        self._misfit_ids: set[str] = set()

    def parse(self) -> ParsedFile:
        header = [name.strip() for name in self._next_record() or []]
        if not any(header):
            if self._is_whole:
                self._fault(1, None, "", f"a header: {_names(self._table)}")
            return ParsedFile(pd.DataFrame(), frozenset(), is_whole=False)
        places = self._places_of_columns(header)
        key_place = places.get(self._table.key[0], MOST_COLUMNS)
        lines, records = self._records(header, key_place) if places else ([], [])
        if (
            not lines
            and not self._misfit_ids
            and self._is_whole
            and not (self._table.may_be_empty or self._table.may_be_absent)
        ):
            self._is_whole = False
            self._fault(2, None, None, "at least one row below the header")
        cells = {name: [record[place] for record in records] for name, place in places.items()}
        frame = pd.DataFrame(cells, index=pd.Index(lines, dtype=int), dtype=object)
        ids = self._misfit_ids.union(cells.get(self._table.key[0], ()))
        return ParsedFile(frame, frozenset(ids), self._is_whole and self._table.key[0] in cells)

    def _places_of_columns(self, header: Sequence[str]) -> dict[str, int]:
        """Where each known column stands; the others, and those that are not there, are faults."""
        known, places = columns_of(self._table), dict[str, int]()
        if len(header) > MOST_COLUMNS:
            self._fault(1, None, f"{len(header):,} columns", f"a header: {_names(self._table)}")
            return places
        for place, name in enumerate(header):
            if name not in known:
                self._fault(1, f"column {place + 1}", name, f"one of {_names(self._table)}")
            elif name in places:
                self._fault(1, f"column {place + 1}", name, "each column once")
            else:
                places[name] = place
        for column in known.values():
            if column.is_required and column.name not in places:
                self._fault(1, column.name, None, f"a column with {column.expected}")
        return places

    def _records(self, header: Sequence[str], key_place: int) -> tuple[list[int], list[list[str]]]:
        """The rows that are as wide as the header, and the line on which each starts; empty rows are passed over."""
        lines: list[int] = []
        records: list[list[str]] = []
        num_misfits = 0
        line = self._reader.line_num + 1
        while (record := self._next_record()) is not None:
            if len(lines) + num_misfits >= MOST_ROWS:
                self._fault(None, None, f"longer than {MOST_ROWS:,} rows", "fewer rows")
                break
            cells = [cell.strip() for cell in record]
            if len(cells) == len(header) and any(cells):
                lines.append(line)
                records.append(cells)
            elif any(cells):
                num_misfits += 1
                self._misfit(line, cells, header, num_misfits)
                self._misfit_ids.update(cells[key_place : key_place + 1])
            line = self._reader.line_num + 1
        return lines, records

    def _misfit(self, line: int, cells: Sequence[str], header: Sequence[str], num_misfits: int) -> None:
        if num_misfits > MOST_LISTED:
            self._log.count(self._file)
        elif len(cells) > len(header):
            surplus = cells[len(header)]
            self._fault(line, f"column {len(header) + 1}", surplus, f"{len(header)} cells, as in the header")
        else:
            self._fault(line, header[len(cells)], None, f"{len(header)} cells, as in the header")

    def _next_record(self) -> list[str] | None:
        """The next row's cells; None at the end, or where the quotes can no longer be followed."""
        line = self._reader.line_num + 1
        try:
            return next(self._reader, None)
        except csv.Error:
            self._is_whole = False
            self._fault(
                line, None, "a cell that does not end", "quotes in pairs, and at most 131,072 characters in a cell"
            )
            return None

    def _fault(self, line: int | None, column: str | None, value: str | None, expected: str) -> None:
        shown = None if value is None else shortened(value)
        self._log.add(TableFault(self._file, line, column and shortened(column), shown, expected))
