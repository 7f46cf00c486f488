"""A data folder that has been read and found without fault: typed rows by table, and what its user should know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from scheduler.io.tables.days import RosteredHours
from scheduler.io.tables.faults import file_of
from scheduler.io.tables.rows import Row, ShiftRow, VisitWindowRow

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class TableWarning:
    """Something lawful that is probably not meant."""

    file: str
    line: int | None
    says: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.says}"


@dataclass(frozen=True)
class DataFolder:
    """Every row of a folder, in the order of its files."""

    rows_by_table: Mapping[type[Row], tuple[Row, ...]]
    warnings: tuple[TableWarning, ...] = ()

    def rows(self, table: type[R]) -> tuple[R, ...]:
        """The rows of one table."""
        return cast("tuple[R, ...]", self.rows_by_table.get(table, ()))

    def warnings_of(self, table: type[Row]) -> tuple[TableWarning, ...]:
        """The warnings about rows of one table."""
        return tuple(warning for warning in self.warnings if warning.file == file_of(table))

    def dates(self) -> tuple[date, ...]:
        """Every day that has visits, in order."""
        return tuple(sorted(frozenset[date]().union(*map(self.dates_of, self.rows(VisitWindowRow)))))

    def dates_of(self, window: VisitWindowRow) -> frozenset[date]:
        """The days to which a window belongs; see `RosteredHours.dates_of`."""
        return self._rostered_hours.dates_of(window)

    @cached_property
    def _rostered_hours(self) -> RosteredHours:
        return RosteredHours(self.rows(ShiftRow))
