"""A fault in a data folder, said in one line, and the log that keeps the first of each file and counts the rest."""

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass

from scheduler.errors import Fault
from scheduler.io.tables.columns import columns_of
from scheduler.io.tables.rows import TABLES, Row

MOST_LISTED = 100
"""Faults listed for each file; more would bury the reader."""
LONGEST_VALUE = 80

_POSITIONS = {
    (f"{table.table}.csv", column): (rank, position)
    for rank, table in enumerate(TABLES)
    for position, column in enumerate(columns_of(table))
}
_RANKS = {f"{table.table}.csv": rank for rank, table in enumerate(TABLES)}


def file_of(table: type[Row]) -> str:
    """The name of a table's file."""
    return f"{table.table}.csv"


def shortened(value: str) -> str:
    """A value fit to stand in a message: at most 80 characters, control characters as their escapes."""
    shown = repr(value[: LONGEST_VALUE + 1])[1:-1]
    return shown if len(shown) <= LONGEST_VALUE else shown[: LONGEST_VALUE - 1] + "…"


@dataclass(frozen=True, slots=True)
class TableFault:
    """What is wrong in one place. It shows the value, which may be private: show it to the importer, never log it."""

    file: str
    line: int | None
    """As an editor counts, header 1; None: the file as a whole."""
    column: str | None
    value: str | None
    """As it stands in the file, `shortened`; None: not there at all."""
    expected: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        subject = f"{place}: {self.column}" if self.column else place
        state = "is missing" if self.value is None else f"is '{self.value}'" if self.value else "is empty"
        return f"{subject} {state}, expected {self.expected}"

    @property
    def reading_order(self) -> tuple[int, int, int]:
        """By file as tables are listed, line, column."""
        position = _POSITIONS.get((self.file, self.column or ""), (0, len(_POSITIONS)))[1]
        return (_RANKS.get(self.file, -1), self.line or 0, position)


@dataclass(frozen=True, slots=True)
class MoreFaults:
    """Stands for the faults of a file that are counted but not listed."""

    file: str
    num_faults: int
    num_unread: int = 0
    """Rows behind the faults that were not read at all."""
    are_all_counted: bool = True

    def __str__(self) -> str:
        at_least = "" if self.are_all_counted else "at least "
        more = f"and {at_least}{self.num_faults:,} more" if self.num_faults else ""
        if not self.num_unread:
            return f"{self.file}: {more}"
        unread = f"{self.num_unread:,} {'row' if self.num_unread == 1 else 'rows'} after these not read"
        return f"{self.file}: {more}{', ' if more else ''}{unread}"


class FaultLog:
    """Takes faults in any order and in any number; memory stays small."""

    def __init__(self) -> None:
        self._kept: defaultdict[str, list[TableFault]] = defaultdict(list)
        self._num_faults: Counter[str] = Counter()
        self._num_unread: Counter[str] = Counter()
        self._not_all_counted: set[str] = set()
        self._last_listed: dict[str, int] = {}

    def add(self, fault: TableFault) -> None:
        """Note one fault."""
        self._num_faults[fault.file] += 1
        kept = self._kept[fault.file]
        kept.append(fault)
        if len(kept) >= 10 * MOST_LISTED:
            kept[:] = heapq.nsmallest(MOST_LISTED, kept, key=_reading_order)
            self._last_listed[fault.file] = kept[-1].line or 0

    def has_room_at(self, file: str, line: int) -> bool:
        """Whether a fault on this line might be listed; if not, to count it is enough."""
        return line <= self._last_listed.get(file, line)

    def count(self, file: str, num_faults: int = 1) -> None:
        """Count faults that will not be listed, for `MOST_LISTED` others of the file stand before them."""
        self._num_faults[file] += num_faults

    def leave_unread(self, file: str, num_rows: int) -> None:
        """Note that so many rows of a file, which has faults before them, were not read."""
        self._num_unread[file] += num_rows

    def stop_counting(self, file: str) -> None:
        """Note that a file may have more faults than were counted."""
        self._not_all_counted.add(file)

    def faults(self) -> tuple[Fault, ...]:
        """Everything listed, in reading order, each file's followed by the number of the rest."""
        listed: list[Fault] = []
        for file in sorted(self._kept, key=lambda name: _RANKS.get(name, -1)):
            first = heapq.nsmallest(MOST_LISTED, self._kept[file], key=_reading_order)
            listed.extend(first)
            rest, num_unread = self._num_faults[file] - len(first), self._num_unread[file]
            if rest or num_unread:
                listed.append(MoreFaults(file, rest, num_unread, file not in self._not_all_counted))
        return tuple(listed)


def _reading_order(fault: TableFault) -> tuple[int, int, int]:
    return fault.reading_order
