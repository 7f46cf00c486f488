"""Workbooks of plain sheets, to be read and printed. Every text is written as text, so no cell is a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Cell = str | int | float

_WIDEST = 48
"""Characters; longer cells wrap."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a header and rows of text and figures."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_sheets(sheets: Iterable[Sheet], path: Path, *, title: str, foot: str, created: datetime) -> None:
    """Write a workbook to be read and printed; `created` stands in for the clock, so the same input gives the same bytes."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - not needed to plan
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 - see above

    try:
        with Workbook(path) as workbook:
            workbook.set_properties({"title": title, "created": created})
            for sheet in sheets:
                _write_sheet(workbook, sheet, foot)
    except FileCreateError as error:
        # A full disk, in the words of the library.
        raise OSError(*error.args) from error


def _write_sheet(workbook: "Workbook", sheet: Sheet, foot: str) -> None:
    page, header = workbook.add_worksheet(sheet.name), workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    for column, heading in enumerate(sheet.columns):
        cells = [row[column] for row in sheet.rows]
        page.write_string(0, column, heading, header)
        page.set_column(column, column, min(_WIDEST, 2 + max(len(str(cell)) for cell in (heading, *cells))))
        for row, cell in enumerate(cells, start=1):
            if isinstance(cell, str):
                page.write_string(row, column, cell, wrapped)
            else:
                page.write_number(row, column, cell, wrapped)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer(f"&L{_plain(foot)}&C&A&RPage &P of &N")


def _plain(text: str) -> str:
    """Text in a page's foot, where an ampersand is a command."""
    return text.replace("&", "&&")
