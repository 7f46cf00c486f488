"""Every published solution of the unified format, judged: our figure is the one it was published with.

The instances are other people's and lie beside the project, not in it; without them these tests are skipped. What had to
be inferred, and which solutions break a rule, stands in docs/PUBLIC_INSTANCES.md.
"""

import csv
import json
from pathlib import Path

import pytest

from scheduler.io.uhhc import objective, read_instance, read_solution, write_solution
from scheduler.validation import validate

INSTANCES = Path(__file__).parents[4] / "shared" / "benchmarks"
FAMILIES = ("uhhc-validation", "uhhc-bazirha")
BEATEN_BY_A_LOG = {"i-116", "i-134", "i-247", "F2", "F3", "F5", "F6"}
"""Their solution files cost more than the best published: that cost stands in the authors' logs, without its solution."""


def _published() -> list[tuple[str, str, float]]:
    """Family, instance and best published cost of every published solution."""
    if not (INSTANCES / "best_published.csv").is_file():
        return []
    with (INSTANCES / "best_published.csv").open(encoding="utf-8", newline="") as table:
        rows = [(row["family"], row["instance"], float(row["best_published"])) for row in csv.DictReader(table)]
    return [row for row in rows if row[0] in FAMILIES]


PUBLISHED = _published()
pytestmark = pytest.mark.skipif(not PUBLISHED, reason=f"the public instances are not in {INSTANCES}")


def _file(family: str, name: str) -> Path:
    return INSTANCES / "solutions" / family / f"{name}.json"


@pytest.mark.parametrize(("family", "name", "best"), PUBLISHED, ids=[name for _, name, _ in PUBLISHED])
def test_a_published_solution_is_lawful_and_costs_what_was_published(family: str, name: str, best: float) -> None:
    instance = read_instance(INSTANCES / family / f"{name}.json")
    claimed = json.loads(_file(family, name).read_text(encoding="utf-8"))["cost"]["objective"]

    report = validate(instance.problem, read_solution(instance, _file(family, name)))

    assert report.hard_violations == ()
    assert objective(instance, report) == claimed
    assert claimed > best if name in BEATEN_BY_A_LOG else claimed == best


def test_a_published_solution_that_is_written_again_is_the_same_and_costs_the_same(tmp_path: Path) -> None:
    for family, name, _ in PUBLISHED:
        instance = read_instance(INSTANCES / family / f"{name}.json")
        plan = read_solution(instance, _file(family, name))

        write_solution(instance, plan, tmp_path / "again.json")

        again = read_solution(instance, tmp_path / "again.json")
        assert again == plan
        costs = [
            json.loads(path.read_text(encoding="utf-8"))["cost"]
            for path in (_file(family, name), tmp_path / "again.json")
        ]
        assert costs[0] == costs[1]
