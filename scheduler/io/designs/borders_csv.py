"""Which practices border which, from a user's CSV file: ``first_ods_code,second_ods_code``, a line a pair."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from scheduler.errors import InputError
from scheduler.io.tables.cells import Expects
from scheduler.io.tables.faults import FaultLog, TableFault
from scheduler.io.tables.parsing import parse_file
from scheduler.io.tables.rows import Row, about
from scheduler.io.tables.typing_rows import typed_sheet
from scheduler.model.geography import PracticeCode
from scheduler.neighbourhoods.question import Pair

CODE = Expects("an ODS code: one capital letter and five digits")
PATTERN = Field(pattern=r"^[A-Z][0-9]{5}$")


class BorderRow(Row):
    """Two practices whose catchments meet."""

    table, key = "practice_borders", ("first_ods_code", "second_ods_code")
    first_ods_code: Annotated[str, PATTERN, CODE, about("A practice.", "K84017")]
    second_ods_code: Annotated[str, PATTERN, CODE, about("Its neighbour.", "K84072")]


def read_borders(path: Path, codes: Collection[PracticeCode]) -> frozenset[Pair]:
    """Read the borders among some practices; those of others are passed over, for a file may hold the whole county.

    Raises
    ------
    InputError
        With every fault: no such file or column, no ODS code, a practice beside itself, a practice without a border.
    """
    log = FaultLog()
    table: type[BorderRow] = type(
        "OwnBorderRow", (BorderRow,), {"table": path.name.removesuffix(".csv"), "__doc__": BorderRow.__doc__}
    )
    rows = typed_sheet(table, parse_file(table, path.parent, log), log).rows
    pairs = {
        line: frozenset((PracticeCode(row.first_ods_code), PracticeCode(row.second_ods_code)))
        for line, row in rows.items()
    }
    for line, pair in pairs.items():
        if len(pair) == 1:
            log.add(TableFault(path.name, line, "second_ods_code", min(pair), "another practice than the first"))
    if not log.faults():
        for fault in _without_border(path.name, codes, pairs.values()):
            log.add(fault)
    if faults := log.faults():
        raise InputError(faults)
    known = frozenset(codes)
    return frozenset(pair for pair in pairs.values() if pair <= known)


def _without_border(file: str, codes: Collection[PracticeCode], pairs: Collection[Pair]) -> Iterator[TableFault]:
    named = {code for pair in pairs for code in pair}
    for code in sorted(set(codes) - named):
        yield TableFault(file, None, f"practice {code}", None, "a line with each of its neighbours")
