"""A travel matrix from a CSV file: ``from,to,mode,period,minutes,metres``, one row for each way, mode and period.

The file may hold more places, modes and periods than are asked for; it must hold every pair that is. Reading the tables
of a data folder stands in `scheduler.io.tables`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scheduler.errors import InputError
from scheduler.model.place import Location
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer, TravelMatrix
from scheduler.model.workforce import TravelMode

Table = NDArray[np.int32]

COLUMNS = ("from", "to", "mode", "period", "minutes", "metres")
_FIRST_LINE = 2
"""Line 1 holds the column names."""
_MOST_PAIRS_NAMED = 100


@dataclass(frozen=True, slots=True)
class TravelFault:
    """What is wrong in a travel file, and where; line 0 means the file as a whole."""

    file: str
    line: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, column {self.column}: {self.value!r}, expected {self.expected}"


@dataclass(frozen=True)
class FileTravel:
    """A `TravelProvider` that reads its figures from a file; a way from a place to itself need not be there."""

    path: Path

    def __call__(self, locations: Sequence[Location], layers: Sequence[TravelLayer]) -> TravelMatrix:
        """Read the minutes of the layers and the metres of their modes, between every two locations.

        A fraction of a minute or metre is rounded up. Where two periods give one mode different metres, the first
        layer asked for counts.

        Raises
        ------
        InputError
            With every fault: a missing file or column, a figure that cannot be, a pair given twice, a missing pair.
        """
        rows = self._read()
        places = {str(location.id): index for index, location in enumerate(locations)}
        rows = rows.assign(origin=rows["from"].map(places), destination=rows["to"].map(places))
        rows = rows.dropna(subset=["origin", "destination"])
        minutes: dict[TravelLayer, Table] = {}
        metres: dict[TravelMode, Table] = {}
        faults: list[TravelFault] = []
        for layer in dict.fromkeys(layers):
            part = rows[(rows["mode"] == layer.mode.value) & (rows["period"] == layer.period.value)]
            at = (part["origin"].to_numpy(dtype=np.intp), part["destination"].to_numpy(dtype=np.intp))
            is_given = np.eye(len(places), dtype=bool)
            is_given[at] = True
            faults += self._missing_pairs(layer, locations, ~is_given)
            minutes[layer] = _table(len(places), at, part["minutes"])
            metres.setdefault(layer.mode, _table(len(places), at, part["metres"]))
        if faults:
            raise InputError(faults)
        return TravelMatrix(
            tuple(location.id for location in locations), minutes, metres, f"Travel matrix from file {self.path.name}"
        )

    def _read(self) -> "pd.DataFrame":
        try:
            rows = pd.read_csv(self.path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise InputError([self._fault(0, "", str(error), "a readable CSV file in UTF-8")]) from error
        absent = [self._fault(1, column, "", "this column") for column in COLUMNS if column not in rows.columns]
        if absent:
            raise InputError(absent)
        faults = sorted(self._faulty_cells(rows), key=lambda fault: fault.line)
        if faults:
            raise InputError(faults)
        return rows.astype({"minutes": float, "metres": float})

    def _faulty_cells(self, rows: "pd.DataFrame") -> Iterator[TravelFault]:
        known = {"mode": [mode.value for mode in TravelMode], "period": [period.value for period in TrafficPeriod]}
        for column, values in known.items():
            yield from self._faults_where(~rows[column].isin(values), rows[column], " or ".join(values))
        for column in ("minutes", "metres"):
            figures = pd.to_numeric(rows[column], errors="coerce")
            is_wrong = ~figures.between(0, 10_000_000)
            yield from self._faults_where(is_wrong, rows[column], "a number, 0 or more")
            is_loop = ~is_wrong & (rows["from"] == rows["to"]) & (figures != 0)
            yield from self._faults_where(is_loop, rows[column], "0 from a place to itself")
        is_repeated = rows.duplicated(subset=["from", "to", "mode", "period"])
        yield from self._faults_where(is_repeated, rows["to"], "each way once for each mode and period")

    def _faults_where(self, is_wrong: "pd.Series[bool]", cells: "pd.Series[str]", expected: str) -> list[TravelFault]:
        lines = np.flatnonzero(is_wrong.to_numpy()) + _FIRST_LINE
        return [
            self._fault(int(line), str(cells.name), cell, expected)
            for line, cell in zip(lines, cells[is_wrong], strict=True)
        ]

    def _missing_pairs(
        self,
        layer: TravelLayer,
        locations: Sequence[Location],
        is_missing: NDArray[np.bool],
    ) -> list[TravelFault]:
        pairs = np.argwhere(is_missing)
        expected = f"a row for {layer.mode} in the {layer.period}"
        named = [f"{locations[origin].id} to {locations[destination].id}" for origin, destination in pairs]
        faults = [self._fault(0, "from, to", pair, expected) for pair in named[:_MOST_PAIRS_NAMED]]
        if len(named) > _MOST_PAIRS_NAMED:
            faults.append(self._fault(0, "from, to", f"{len(named) - _MOST_PAIRS_NAMED} more pairs", expected))
        return faults

    def _fault(self, line: int, column: str, value: str, expected: str) -> TravelFault:
        return TravelFault(self.path.name, line, column, value, expected)


def _table(size: int, at: tuple[NDArray[np.intp], ...], figures: "pd.Series[float]") -> Table:
    table = np.zeros((size, size), dtype=np.int32)
    table[at] = np.ceil(figures.to_numpy())
    return table
