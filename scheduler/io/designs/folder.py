"""Everything that a question for team designs leaves behind, in one folder."""

import csv
import json
from pathlib import Path

from scheduler.io.chart_files import save_chart
from scheduler.io.designs.answer_json import answer_text
from scheduler.io.designs.areas import geojson_of
from scheduler.io.designs.design_map import design_map
from scheduler.io.designs.practice_rows import PracticeRow, practice_rows
from scheduler.io.roster_csv import as_text
from scheduler.neighbourhoods.answering import DesignAnswer, Proposal
from scheduler.neighbourhoods.evaluating import Evaluation
from scheduler.neighbourhoods.question import IN_WORDS, DesignQuestion

_ENDINGS = (".csv", ".geojson", ".svg", ".png")


def written_before(folder: Path) -> tuple[str, ...]:
    """The files of an earlier run in a folder, by their names in it."""
    designs = (path for path in sorted(folder.glob("design-*")) if path.suffix in _ENDINGS and path.is_file())
    return ("designs.json", *(path.name for path in designs if path.stem.removeprefix("design-").isdigit()))


def write_design_folder(
    answer: DesignAnswer, folder: Path, *, title: str, borders: str, evaluation: Evaluation | None
) -> tuple[str, ...]:
    """Write ``designs.json``, and for each design a table, GeoJSON and a map; their names."""
    text = answer_text(answer, borders=borders, evaluation=evaluation)
    (folder / "designs.json").write_text(text, encoding="utf-8")
    for number, proposal in enumerate(answer.proposals, start=1):
        _write_table(answer.question, proposal, folder / f"design-{number}.csv")
        ground = json.dumps(geojson_of(answer.question, proposal), ensure_ascii=False)
        (folder / f"design-{number}.geojson").write_text(ground + "\n", encoding="utf-8")
        save_chart(
            design_map(answer.question, proposal, f"{title}, design {number}", _subtitle(answer.question, proposal)),
            folder,
            f"design-{number}",
        )
    return tuple(path.name for path in sorted(folder.iterdir()))


def _write_table(question: DesignQuestion, proposal: Proposal, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("number", *PracticeRow._fields))
        for number, row in enumerate(practice_rows(question, proposal), start=1):
            writer.writerow([number, *(as_text(str(cell)) for cell in row)])


def _subtitle(question: DesignQuestion, proposal: Proposal) -> str:
    verdict = proposal.verdict
    moved, parted = len(verdict.moved), len(verdict.parted_buildings)
    parts = [
        f"Worst team {100 * verdict.imbalance:.2f} % from an even share of {IN_WORDS[question.balance]}",
        f"{moved} {'practice changes' if moved == 1 else 'practices change'} team",
    ]
    if parted:
        parts.append(f"{parted} {'building' if parted == 1 else 'pairs of one building'} parted")
    return "; ".join(parts)
