"""The section of `data/README.md` that documents the CSV folder, made from the row models."""

from collections.abc import Iterator
from pathlib import Path

from scheduler.io.tables.columns import columns_of
from scheduler.io.tables.faults import file_of
from scheduler.io.tables.rows import TABLES, Row

FIRST_LINE, LAST_LINE = "<!-- tables -->", "<!-- /tables -->"
"""What stands between them is overwritten."""

INTRODUCTION = """## The CSV folder

One file for each table, UTF-8 (with or without a byte order mark), commas between cells, a header with the column names
in any order. An empty cell is "not given"; a column that is not required may be left out. A list holds its items between
semicolons. A moment is local wall-clock time, `2026-11-23T08:00`; in the hour that comes twice it is the first, unless it
carries an offset. A column whose name ends in another table's key refers to that table. `cilt validate-data` names
every fault with file, line and column.
"""


def described_tables() -> str:
    """The whole section in Markdown, without the markers."""
    return "\n".join([INTRODUCTION, *("\n".join(_described(table)) for table in TABLES)])


def with_tables(page: str) -> str:
    """A page with the section put between its two markers; raises ValueError where they are not there."""
    before, _, rest = page.partition(FIRST_LINE)
    _, marker, after = rest.partition(LAST_LINE)
    if not marker:
        raise ValueError(f"page has no {FIRST_LINE} followed by {LAST_LINE}, expected both")
    return f"{before}{FIRST_LINE}\n{described_tables()}{LAST_LINE}{after}"


def _described(table: type[Row]) -> Iterator[str]:
    yield f"### `{file_of(table)}`"
    yield ""
    may_be = "may be absent" if table.may_be_absent else "may be empty" if table.may_be_empty else "at least one row"
    yield f"{(table.__doc__ or '').strip()} Key: {', '.join(f'`{name}`' for name in table.key)}; {may_be}."
    yield ""
    yield "| column | required | type | unit | example | meaning |"
    yield "|---|---|---|---|---|---|"
    for column in columns_of(table).values():
        required = "yes" if column.is_required else ""
        cells = (f"`{column.name}`", required, column.expected, column.unit, f"`{column.example}`", column.meaning)
        yield f"| {' | '.join(cells)} |"
    yield ""


if __name__ == "__main__":
    PAGE = Path(__file__).parents[3] / "data" / "README.md"
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
