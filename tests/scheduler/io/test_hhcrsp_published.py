"""Every published solution of the public instances, judged: our figure is the published one, and no rule is broken.

The instances are other people's and lie beside the project, not in it; without them these tests are skipped.
"""

import csv
from pathlib import Path

import pytest

from scheduler.io.hhcrsp import objective, read_instance, read_solution, write_solution
from scheduler.validation import validate

INSTANCES = Path(__file__).parents[4] / "shared" / "benchmarks"
FAMILIES = ("mankowska", "kummer", "italian")
DIGITS_PUBLISHED = 6


def _published() -> list[tuple[str, str, str]]:
    """Family, instance and best published cost of every published solution."""
    if not (INSTANCES / "best_published.csv").is_file():
        return []
    with (INSTANCES / "best_published.csv").open(encoding="utf-8", newline="") as table:
        rows = [(row["family"], row["instance"], row["best_published"]) for row in csv.DictReader(table)]
    return [row for row in rows if row[0] in FAMILIES]


PUBLISHED = _published()
pytestmark = pytest.mark.skipif(not PUBLISHED, reason=f"the public instances are not in {INSTANCES}")


def test_every_published_solution_has_a_published_cost() -> None:
    solutions = {(family, path.stem) for family in FAMILIES for path in (INSTANCES / "solutions" / family).iterdir()}

    assert solutions == {(family, name) for family, name, _ in PUBLISHED}


@pytest.mark.parametrize(("family", "name", "cost"), PUBLISHED, ids=[name for _, name, _ in PUBLISHED])
def test_a_published_solution_is_lawful_and_costs_what_was_published(family: str, name: str, cost: str) -> None:
    instance = read_instance(INSTANCES / family / f"{name}.json")
    plan = read_solution(instance, INSTANCES / "solutions" / family / f"{name}.json")

    report = validate(instance.problem, plan)

    assert report.hard_violations == ()
    assert report.num_planned == report.num_visits_in
    ours = float(objective(instance, report))
    assert cost in {str(round(ours, 3)), str(float(f"{ours:.{DIGITS_PUBLISHED}g}"))}


def test_a_published_solution_that_is_written_again_is_the_same(tmp_path: Path) -> None:
    for family, name in {family: name for family, name, _ in PUBLISHED}.items():
        instance = read_instance(INSTANCES / family / f"{name}.json")
        plan = read_solution(instance, INSTANCES / "solutions" / family / f"{name}.json")

        write_solution(instance, plan, tmp_path / f"{name}.json")

        assert read_solution(instance, tmp_path / f"{name}.json") == plan
