"""Single tables that are added to rows which stand already: judged together, as a folder would be. Where those rows are kept is not known here."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

import pandas as pd

from scheduler.errors import InputError
from scheduler.io.tables.cells import cell_of
from scheduler.io.tables.checks import CHECKS, Check
from scheduler.io.tables.columns import references
from scheduler.io.tables.faults import FaultLog, TableFault, file_of, shortened
from scheduler.io.tables.parsing import ABSENT, parse_data
from scheduler.io.tables.reading import note_flaws_of_all
from scheduler.io.tables.rows import (
    TABLES,
    EventRow,
    Row,
    ShiftRow,
    StaffRow,
    StaffSkillRow,
    VisitAttendanceRow,
    VisitRow,
    VisitWindowRow,
)
from scheduler.io.tables.sheet import Sheet, Sheets
from scheduler.io.tables.typing_rows import typed_sheet

PARENTS: Mapping[type[Row], type[Row]] = {
    StaffSkillRow: StaffRow,
    EventRow: ShiftRow,
    VisitWindowRow: VisitRow,
    VisitAttendanceRow: VisitRow,
}
"""Tables whose rows belong to a row of another one, by its key: a table that is added replaces all rows of that one."""


class Additions:
    """Some tables' files, typed; what is wrong with them is told by `judge`."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._log = FaultLog()
        known = {file_of(table): table for table in TABLES}
        for name in sorted(files.keys() - known.keys()):
            self._log.add(TableFault(shortened(name), None, None, "a file", f"one of {', '.join(known)}"))
        self.tables = tuple(table for name, table in known.items() if name in files)
        """Those that are added."""
        self._sheets = {
            table: typed_sheet(
                table,
                parse_data(table, files[file_of(table)], self._log) if table in self.tables else ABSENT,
                self._log,
            )
            for table in TABLES
        }

    def rows(self, table: type[Row]) -> tuple[Row, ...]:
        """The rows of a table that could be typed."""
        return tuple(self._sheets[table].rows.values())

    def ids(self, table: type[Row]) -> frozenset[str]:
        """Every text under the first column of a table's key."""
        return self._sheets[table].ids

    def named(self, target: type[Row]) -> Set[str]:
        """Every id that a cell refers to a table with."""
        return {
            item.strip()
            for reference in references()
            if reference.target is target
            for text in self._sheets[reference.table].column(reference.column).unique()
            for item in (str(text).split(";") if reference.is_list else [str(text)])
        } - {""}

    def parents(self, table: type[Row]) -> Set[str]:
        """The ids all of whose rows in a table of `PARENTS` are replaced; none where that table is not added."""
        return self.ids(table) | self.ids(PARENTS[table]) if table in self.tables else frozenset()

    def judge(
        self,
        standing: Mapping[type[Row], Sequence[Row]],
        standing_ids: Mapping[type[Row], Set[str]],
        checks: Sequence[Check] = CHECKS,
    ) -> None:
        """See that the tables are without fault beside what stands.

        Parameters
        ----------
        standing
            Rows that the checks must see beside these; those that are replaced are passed over.
        standing_ids
            Ids of rows that stand, of those that `named` gives.
        checks
            What the rows must keep to.

        Raises
        ------
        InputError
            As `read_folder`; lines are those of the files added.
        """
        sheets = Sheets(
            _beside(sheet, self._kept(table, standing.get(table, ())), standing_ids.get(table, frozenset()))
            for table, sheet in self._sheets.items()
        )
        note_flaws_of_all(sheets, self._log, checks)
        if faults := self._log.faults():
            raise InputError(faults)

    def _kept(self, table: type[Row], standing: Sequence[Row]) -> Iterator[Row]:
        """Rows that no added one takes the place of."""
        sheet = self._sheets[table]
        typed = {_key_of(row) for row in sheet.rows.values()}
        # A row with a fault takes its place too, or it would be a fault that the key is there twice.
        has_key = set(table.key) <= set(sheet.cells.columns)
        texts = set(sheet.cells[list(table.key)].itertuples(index=False, name=None)) if has_key else set()
        replaced = self.parents(table) if table in PARENTS else frozenset()
        for row in standing:
            key = _key_of(row)
            if key not in typed and tuple(map(cell_of, key)) not in texts and key[0] not in replaced:
                yield row


def _key_of(row: Row) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in row.key)


def _beside(sheet: Sheet[Any], standing: Iterator[Row], ids: Set[str]) -> Sheet[Any]:
    """A sheet with the rows that stand before its own, on lines below zero."""
    rows = list(standing)
    lines = range(-len(rows), 0)
    texts = [{name: cell_of(getattr(row, name)) for name in sheet.table.model_fields} for row in rows]
    cells = (
        pd.concat([pd.DataFrame(texts, index=pd.Index(lines, dtype=int), dtype=object), sheet.cells])
        if rows
        else sheet.cells
    )
    own = {cell_of(getattr(row, sheet.table.key[0])) for row in rows}
    return Sheet(
        sheet.table,
        cells.fillna(""),
        {**dict(zip(lines, rows, strict=True)), **sheet.rows},
        sheet.ids | ids | own,
        sheet.is_whole,
    )
