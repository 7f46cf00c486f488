import json
from pathlib import Path

import pytest

from scheduler.cli.choices import by_rule, what_moves
from scheduler.model.demand import VisitId
from scheduler.model.workforce import ShiftId
from scheduler.placing.placement import MovedStop
from scheduler.rules import RuleId
from scheduler.units import Minutes
from tests.scheduler.cli.running import a_planned_folder, cilt


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    data, out = a_planned_folder(tmp_path_factory.mktemp("place"))
    return data, out / "plan.json"


def test_a_visit_that_was_left_out_and_fits_nowhere_is_sent_on_to_explain(planned: tuple[Path, Path]) -> None:
    data, plan_json = planned
    left = json.loads(plan_json.read_text(encoding="utf-8"))["left_out"][0]

    done = cilt("place", data, plan_json, left["visit_id"])

    assert done.exit_code == 0
    assert f"Visit {left['visit_id']} fits nowhere" in done.stdout


def test_a_visit_taken_out_of_its_plan_is_told_where_it_could_go(planned: tuple[Path, Path], tmp_path: Path) -> None:
    data, plan_json = planned
    plan = json.loads(plan_json.read_text(encoding="utf-8"))
    taken = plan["routes"][0]["stops"].pop(0)["visit_id"]
    without = tmp_path / "plan.json"
    without.write_text(json.dumps(plan), encoding="utf-8")

    done = cilt("place", data, without, taken, "--most", "1")

    assert done.exit_code == 0, done.output
    assert "what moves" in done.stdout


def test_a_visit_that_does_not_exist_ends_with_2(planned: tuple[Path, Path]) -> None:
    done = cilt("place", *planned, "x9")

    assert done.exit_code == 2
    assert "x9" in done.stderr


def test_costs_are_said_rule_by_rule() -> None:
    assert by_rule(((RuleId.TRAVEL, 1200), (RuleId.WAITING, -5))) == "travel +1,200, waiting -5"
    assert by_rule(()) == "nothing"


def test_visits_that_move_alike_are_named_together() -> None:
    moved = [MovedStop(VisitId(visit), 0, ShiftId("d1"), Minutes(by)) for visit, by in [("a", 5), ("b", -3), ("c", 5)]]

    assert what_moves(moved) == "b -3 min; a, c +5 min"
    assert what_moves([]) == "nothing"
