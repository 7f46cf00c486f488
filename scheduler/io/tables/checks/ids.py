"""Ids name one row each, and references lead somewhere."""

from collections.abc import Hashable, Iterator
from typing import cast

import pandas as pd

from scheduler.io.tables.columns import references
from scheduler.io.tables.faults import file_of
from scheduler.io.tables.rows import TABLES, PatientRow, Row
from scheduler.io.tables.sheet import Flaw, Sheet, Sheets


def repeated_keys(sheets: Sheets) -> Iterator[Flaw]:
    """Rows whose key, or whose patient's NHS number, an earlier row has."""
    for table in TABLES:
        sheet = sheets.of(table)
        if set(table.key) <= set(sheet.cells.columns):
            yield from _repeated(sheet, {line: tuple(texts) for line, *texts in _tuples(sheet.cells[list(table.key)])})
    patients = sheets.of(PatientRow)
    numbers: dict[int, Hashable] = {line: row.nhs_number for line, row in patients.rows.items()}
    yield from _repeated(patients, numbers, column="nhs_number")


def dangling_references(sheets: Sheets) -> Iterator[Flaw]:
    """Ids that no row of the table they refer to has; empty cells refer to nothing."""
    for reference in references():
        sheet, target = sheets.of(reference.table), sheets.of(reference.target)
        if not target.is_whole:
            continue
        key = reference.target.key[0]
        expected = f"{'an' if key[0] in 'aeiou' else 'a'} {key} of {file_of(reference.target)}"
        texts = sheet.column(reference.column)
        texts = texts[texts.index > 0]  # rows that stand refer to rows that stand
        for line, text in texts[~texts.isin(target.ids) & (texts != "")].items():
            ids = [item.strip() for item in str(text).split(";")] if reference.is_list else [str(text)]
            if unknown := [item for item in ids if item and item not in target.ids]:
                yield sheet.flaw(cast("int", line), reference.column, expected + _which(unknown, of=ids))


def _which(unknown: list[str], *, of: list[str]) -> str:
    return "" if len(of) == 1 else f" in place of {', '.join(unknown)[:80]!r}"


def _tuples(cells: pd.DataFrame) -> Iterator[tuple[int, ...]]:
    return cast("Iterator[tuple[int, ...]]", cells.itertuples(name=None))


def _repeated(sheet: Sheet[Row] | Sheet[PatientRow], keys: dict[int, Hashable], column: str = "") -> Iterator[Flaw]:
    first_lines: dict[Hashable, int] = {}
    names = column or " and ".join(sheet.table.key)
    for line, key in keys.items():
        first = first_lines.setdefault(key, line)
        if first != line:
            yield sheet.flaw(
                line, column or sheet.table.key[-1], f"no row with the {names} of {sheet.whereabouts(first)}"
            )
