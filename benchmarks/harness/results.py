"""The folder that keeps runs: ``runs.jsonl`` grows by a line a run, ``runs.csv`` and ``solutions`` stand beside it."""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from benchmarks.harness.instances import SOLUTIONS
from benchmarks.harness.record import OUTCOME, Failure, Key, Outcome, Run, Task
from scheduler.errors import InputError

_LINES, _TABLE = "runs.jsonl", "runs.csv"
_NOT_IN_THE_TABLE = {"curve", "machine"}


@dataclass(frozen=True, slots=True)
class Results:
    """The runs of one folder."""

    folder: Path

    @property
    def _lines(self) -> Path:
        return self.folder / _LINES

    def outcomes(self) -> dict[Key, Outcome]:
        """Every run by its settings; of one that was repeated, the last. A last line that is half written is passed over.

        Raises
        ------
        InputError
            There are no runs in the folder, or a line is no run.
        """
        if not self._lines.is_file():
            raise InputError([f"there is no {self._lines}, expected a folder that cilt benchmark run has written"])
        return self.outcomes_if_any()

    def outcomes_if_any(self) -> dict[Key, Outcome]:
        """The same; none where the folder is yet to be made."""
        return {outcome.key: outcome for outcome in self._read()} if self._lines.is_file() else {}

    def append(self, outcome: Outcome) -> None:
        """Keep a run, so that it is still there if the machine fails a moment later."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lines.open("ab") as lines:
            lines.truncate(_end_of_last_whole_line(self._lines))
            lines.write(OUTCOME.dump_json(outcome) + b"\n")
            lines.flush()
            os.fsync(lines.fileno())

    def write_table(self) -> None:
        """Write the runs as a table: all but their curves."""
        rows = [_row(outcome) for outcome in self.outcomes().values()]
        columns = [*(name for name in Run.model_fields if name not in _NOT_IN_THE_TABLE), "error"]
        fresh = self.folder / f".{_TABLE}"
        with fresh.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        fresh.replace(self.folder / _TABLE)

    def solution_of(self, task: Task) -> Path:
        """Where the solution file of a run stands; runs of other settings have other files."""
        settings = f"{task.solver}.{task.seconds_asked:g}s.workers{task.workers}.seed{task.seed}"
        return self.folder / SOLUTIONS / task.family / f"{task.instance}.{settings}.json"

    def _read(self) -> Iterator[Outcome]:
        content = self._lines.read_bytes()
        for number, line in enumerate(content[: content.rfind(b"\n") + 1].splitlines(), start=1):
            try:
                yield OUTCOME.validate_json(line)
            except ValidationError as error:
                raise InputError([f"{self._lines}: line {number} is no run, expected one of this version"]) from error


def _end_of_last_whole_line(lines: Path) -> int:
    return lines.read_bytes().rfind(b"\n") + 1


def _row(outcome: Outcome) -> dict[str, object]:
    row = outcome.model_dump(mode="json", exclude=_NOT_IN_THE_TABLE)
    if isinstance(outcome, Failure):
        return row
    return row | {"hard_violations": "; ".join(f"{rule} {number}" for rule, number in outcome.hard_violations.items())}
