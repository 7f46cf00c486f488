"""Reading a data folder as a whole: all of it, or every fault in it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from scheduler.errors import InputError
from scheduler.io.tables.checks import CHECKS, Check
from scheduler.io.tables.data_folder import DataFolder, TableWarning
from scheduler.io.tables.faults import FaultLog, TableFault, file_of, shortened
from scheduler.io.tables.notices import NOTICES
from scheduler.io.tables.parsing import parse_data, parse_file
from scheduler.io.tables.rows import TABLES
from scheduler.io.tables.sheet import Flaw, Sheets
from scheduler.io.tables.typing_rows import typed_sheet

MOST_WARNINGS_OF_A_KIND = 100
MOST_FLAWS_OF_A_KIND = 5_000
"""After so many no check goes on: something is wrong with the file, not with its rows."""


def read_folder(folder: Path) -> DataFolder:
    """Read and judge a folder of CSV tables.

    Raises
    ------
    InputError
        The folder is not there, or has faults. `faults` holds the first 100 of each file, by file, line and column,
        each a `TableFault`, and a `MoreFaults` for the rest. They quote what stands in the file, names and NHS numbers
        too: show them to the importer, do not log them.
    """
    if not folder.is_dir():
        raise InputError([TableFault(shortened(str(folder)), None, None, None, "a folder of CSV tables")])
    log = FaultLog()
    sheets = Sheets(typed_sheet(table, parse_file(table, folder, log), log) for table in TABLES)
    note_flaws_of_all(sheets, log)
    if faults := log.faults():
        raise InputError(faults)
    warnings = [*_strangers(folder), *(warning for notice in NOTICES for warning in _first_of(notice(sheets)))]
    rows_by_table = {table: tuple(sheets.of(table).rows.values()) for table in TABLES}
    return DataFolder(rows_by_table, tuple(warnings))


def rows_in(files: Mapping[str, bytes]) -> DataFolder:
    """The rows of tables that CILT wrote itself, by the name of their file: typed, but not judged again.

    Raises
    ------
    InputError
        A file that CILT did not write so.
    """
    log = FaultLog()
    tables = [table for table in TABLES if file_of(table) in files]
    sheets = {table: typed_sheet(table, parse_data(table, files[file_of(table)], log), log) for table in tables}
    if faults := log.faults():
        raise InputError(faults)
    return DataFolder({table: tuple(sheet.rows.values()) for table, sheet in sheets.items()})


def note_flaws_of_all(sheets: Sheets, log: FaultLog, checks: Sequence[Check] = CHECKS) -> None:
    """Log what all checks find, until one finds far too much."""
    for check in checks:
        if not _note_flaws(check(sheets), log):
            return


def _note_flaws(flaws: Iterator[Flaw], log: FaultLog) -> bool:
    """Log what one check finds; False where it found so many that no other need look."""
    for num_flaws, flaw in enumerate(flaws, start=1):
        if log.has_room_at(flaw.file, flaw.line):
            log.add(flaw.fault())
        else:
            log.count(flaw.file)
        if num_flaws == MOST_FLAWS_OF_A_KIND:
            log.stop_counting(flaw.file)
            return False
    return True


def _strangers(folder: Path) -> list[TableWarning]:
    """Files that look like tables and are none: perhaps a slip in the name of one that may be absent."""
    known = {file_of(table) for table in TABLES}
    strangers = sorted(path.name for path in folder.glob("*.csv") if path.name not in known)
    return [TableWarning(shortened(name), None, "is no table of a data folder and was not read") for name in strangers]


def _first_of(warnings: Iterator[TableWarning]) -> list[TableWarning]:
    """The first warnings of one kind, and how many more there are."""
    listed = list(islice(warnings, MOST_WARNINGS_OF_A_KIND))
    if rest := sum(1 for _ in warnings):
        listed.append(TableWarning(listed[-1].file, None, f"and {rest:,} more of this kind"))
    return listed
