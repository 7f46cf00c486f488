"""How many people aged 65 or over each practice has, from a user's CSV file: ``ods_code,num_over_65``."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import Field

from scheduler.errors import InputError
from scheduler.io.designs.borders_csv import CODE, PATTERN
from scheduler.io.tables.cells import Expects
from scheduler.io.tables.faults import FaultLog, TableFault
from scheduler.io.tables.parsing import parse_file
from scheduler.io.tables.rows import Row, about
from scheduler.io.tables.typing_rows import typed_sheet
from scheduler.model.geography import PracticeCode


class Over65Row(Row):
    """The older people of a practice."""

    table, key = "over_65", ("ods_code",)
    ods_code: Annotated[str, PATTERN, CODE, about("A practice.", "K84017")]
    num_over_65: Annotated[
        float, Field(ge=0, le=1_000_000), Expects("a number from 0 to 1,000,000"), about("People.", "3992.6")
    ]


def read_over_65(path: Path, codes: Collection[PracticeCode]) -> dict[PracticeCode, float]:
    """Read the figures of some practices and of any others that the file has, for it may hold the whole county.

    Raises
    ------
    InputError
        With every fault: no such file or column, no ODS code, no number, one of the practices without a line.
    """
    log = FaultLog()
    table: type[Over65Row] = type(
        "OwnOver65Row", (Over65Row,), {"table": path.name.removesuffix(".csv"), "__doc__": Over65Row.__doc__}
    )
    rows = typed_sheet(table, parse_file(table, path.parent, log), log).rows
    num_by_code = {PracticeCode(row.ods_code): row.num_over_65 for row in rows.values()}
    if not log.faults():
        for code in sorted(set(codes) - num_by_code.keys()):
            log.add(TableFault(path.name, None, f"practice {code}", None, "a line with its people aged 65 or over"))
    if faults := log.faults():
        raise InputError(faults)
    return num_by_code
