"""The file that keeps every solve of a comparison, so that one that was stopped goes on where it was."""

from pathlib import Path

from pydantic import TypeAdapter

from scheduler.io.json_lines import JsonLines
from scheduler.scenarios.task import Outcome

RESULTS = "results.jsonl"
_OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)


def results_in(folder: Path) -> JsonLines[Outcome]:
    """The results of a folder, which need not be there yet."""
    return JsonLines(folder / RESULTS, _OUTCOME, "result")


def kept_in(folder: Path) -> dict[str, Outcome]:
    """Every result by its key; of one that was repeated, the last."""
    return {outcome.key: outcome for outcome in results_in(folder).read()}
