"""Writing a data folder: the same rows, the same bytes; all files or none."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.errors import InputError
from scheduler.io.moving import all_moved_or_none
from scheduler.io.tables.cells import cell_of
from scheduler.io.tables.faults import TableFault, file_of
from scheduler.io.tables.rows import TABLES, Row


def write_folder(rows: Mapping[type[Row], Sequence[Row]], folder: Path) -> None:
    """Write every table, those without rows as a header alone, in place of what the folder held.

    The files stand in a folder beside it until all are there, so that a crash leaves the old ones or the new ones.

    Raises
    ------
    InputError
        The folder holds something that is no table, which would be lost; or it is a file.
    """
    if faults := _what_would_be_lost(folder):
        raise InputError(faults)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as staging:
        fresh, old = Path(staging, "fresh"), Path(staging, "old")
        fresh.mkdir()
        for table in TABLES:
            (fresh / file_of(table)).write_bytes(bytes_of(table, rows.get(table, ())))
        with all_moved_or_none() as move:
            if folder.exists():
                move(folder, old)
            move(fresh, folder)


def bytes_of(table: type[Row], rows: Sequence[Row]) -> bytes:
    """One table's file: a header and a line for each row."""
    columns = list(table.model_fields)
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell_of(getattr(row, column)) for column in columns] for row in rows)
    return text.getvalue().encode()


def _what_would_be_lost(folder: Path) -> list[TableFault]:
    if not folder.exists():
        return []
    if not folder.is_dir():
        return [TableFault(str(folder), None, None, "a file", "a folder")]
    known = {file_of(table) for table in TABLES}
    others = sorted(path.name for path in folder.iterdir() if path.name not in known)
    return [TableFault(str(folder), None, None, name, "a new folder, or tables alone") for name in others[:1]]
