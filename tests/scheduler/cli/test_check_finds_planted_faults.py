"""The acceptance of `cilt check`: of a lawful plan of the West weekday it finds nothing, of a faulty one the fault alone.

FREEZE is left out: it needs a published plan, which the command does not take; `tests/agreement/spoilers` has it.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scheduler.io.plan_document import Scope
from scheduler.io.plan_json import document_of, write_plan
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.io.tables.writing import write_folder
from scheduler.planning import plan_visits
from scheduler.rules import HARD_RULES, RuleId
from scheduler.solvers.stopping import Budget
from scheduler.travel.estimate import EstimatedTravel
from tests.architecture.sources import ROOT
from tests.scheduler.cli.planted import FAULTS, Fault, LawfulDay, Planted
from tests.scheduler.cli.running import cilt

WEST = ROOT / "data/west_weekday"
SCOPE = Scope(first_date=date(2026, 11, 23), locality="West")


@pytest.fixture(scope="module")
def west() -> LawfulDay:
    folder = read_folder(WEST)
    problem = problem_for(folder, first_date=SCOPE.first_date, locality=SCOPE.locality, travel=EstimatedTravel())
    result = plan_visits(problem, budget=Budget(iterations=1), seed=1, solver="insertion")
    return LawfulDay(folder, problem, result.plan, result.provenance)


def written(day: LawfulDay, planted: Planted, path: Path) -> tuple[Path, Path]:
    """The data folder and the plan file, as `cilt plan` writes it."""
    data, plan_json = path / "data", path / "plan.json"
    made_at = datetime(2026, 11, 22, 18, tzinfo=UTC)
    document = document_of(planted.plan, day.problem.horizon, scope=SCOPE, provenance=day.provenance, made_at=made_at)
    write_folder(planted.rows, data)
    write_plan(document, plan_json)
    return data, plan_json


def test_a_lawful_plan_has_no_fault(west: LawfulDay, tmp_path: Path) -> None:
    data, plan_json = written(west, Planted(west.plan, west.folder.rows_by_table, ()), tmp_path)

    for folder in (WEST, data):
        done = cilt("check", folder, plan_json)

        assert done.exit_code == 0
        assert done.stdout.splitlines()[0] == "0 hard violations"
        assert done.stderr == ""


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_planted_fault_is_named_with_its_rule_amount_and_place_and_nothing_else_is(
    fault: Fault, west: LawfulDay, tmp_path: Path
) -> None:
    planted = fault.plant(west)

    done = cilt("check", "--all", *written(west, planted, tmp_path))

    # An exception would end with 1 as well.
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 1
    verdict, *lines, _ = done.stdout.splitlines()
    assert verdict == f"{len(planted.finds)} hard violation{'' if len(planted.finds) == 1 else 's'}"
    assert planted.finds[0].rule is fault.rule
    assert len(lines) == len(planted.finds), lines
    untold = [find for find in planted.finds if not any(find.is_told_by(line) for line in lines)]
    unmeant = [line for line in lines if not any(find.is_told_by(line) for find in planted.finds)]
    assert (untold, unmeant) == ([], [])


def test_every_hard_rule_that_the_command_can_break_is_planted() -> None:
    planted = {fault.rule for fault in FAULTS}

    assert planted == set(HARD_RULES) - {RuleId.FREEZE}
    assert len(planted) >= 25
