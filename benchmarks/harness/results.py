"""The folder that keeps runs: ``runs.jsonl`` grows by a line a run, ``runs.csv`` and ``solutions`` stand beside it."""

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness.instances import SOLUTIONS
from benchmarks.harness.record import OUTCOME, Failure, Key, Outcome, Run, Task
from scheduler.errors import InputError
from scheduler.io.json_lines import JsonLines

_LINES, _TABLE = "runs.jsonl", "runs.csv"
_NOT_IN_THE_TABLE = {"curve", "machine"}


@dataclass(frozen=True, slots=True)
class Results:
    """The runs of one folder."""

    folder: Path

    @property
    def _lines(self) -> JsonLines[Outcome]:
        return JsonLines(self.folder / _LINES, OUTCOME, "run")

    def outcomes(self) -> dict[Key, Outcome]:
        """Every run by its settings; of one that was repeated, the last. A last line that is half written is passed over.

        Raises
        ------
        InputError
            There are no runs in the folder, or a line is no run.
        """
        if not self._lines.path.is_file():
            raise InputError([f"there is no {self._lines.path}, expected a folder that cilt benchmark run has written"])
        return self.outcomes_if_any()

    def outcomes_if_any(self) -> dict[Key, Outcome]:
        """The same; none where the folder is yet to be made."""
        return {outcome.key: outcome for outcome in self._lines.read()}

    def append(self, outcome: Outcome) -> None:
        """Keep a run, so that it is still there if the machine fails a moment later."""
        self._lines.append(outcome)

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


def _row(outcome: Outcome) -> dict[str, object]:
    row = outcome.model_dump(mode="json", exclude=_NOT_IN_THE_TABLE)
    if isinstance(outcome, Failure):
        return row
    return row | {"hard_violations": "; ".join(f"{rule} {number}" for rule, number in outcome.hard_violations.items())}
