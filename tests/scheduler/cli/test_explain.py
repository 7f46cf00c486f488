import json
from pathlib import Path

import pytest

from scheduler.explaining.explain import explain
from scheduler.model.demand import VisitId
from tests.builders import a_plan, a_problem, a_shift, a_visit, deferred
from tests.scheduler.cli.running import a_planned_folder, cilt


def test_a_planned_visit_is_explained_with_its_shift(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)
    route = json.loads((out / "plan.json").read_text(encoding="utf-8"))["routes"][0]

    done = cilt("explain", data, out / "plan.json", route["stops"][0]["visit_id"])

    assert done.exit_code == 0
    assert done.stdout.startswith(f"Visit {route['stops'][0]['visit_id']} is planned in shift {route['shift_id']}")


def test_a_visit_that_was_left_out_is_explained_with_what_stands_in_the_way(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)
    left = json.loads((out / "plan.json").read_text(encoding="utf-8"))["left_out"][0]

    done = cilt("explain", data, out / "plan.json", left["visit_id"])

    assert done.exit_code == 0
    assert done.stdout.startswith(f"Visit {left['visit_id']} is {left['outcome']}.")
    assert "Who cannot take it, and why" in done.stdout


def test_a_visit_that_does_not_exist_ends_with_2(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)

    done = cilt("explain", data, out / "plan.json", "x9")

    assert done.exit_code == 2
    assert "x9" in done.stderr


def test_everybody_who_cannot_take_it_is_listed_only_where_asked_for(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)
    left = json.loads((out / "plan.json").read_text(encoding="utf-8"))["left_out"][0]

    short = cilt("explain", data, out / "plan.json", left["visit_id"])
    whole = cilt("explain", data, out / "plan.json", left["visit_id"], "--all")

    assert whole.exit_code == 0
    assert "At best in shift" in whole.stdout
    assert "At best in shift" not in short.stdout


def test_what_would_have_to_change_together_is_listed_with_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, out = a_planned_folder(tmp_path)
    visit = a_visit("v", window=(480, 485), is_time_critical=True)
    problem = a_problem([visit], [a_shift("a", hours=(480, 520))])
    found = explain(problem, a_plan({}, [deferred("v")]), VisitId("v"))
    monkeypatch.setattr("scheduler.explaining.explain.explain", lambda *_: found)

    done = cilt("explain", data, out / "plan.json", "v")

    said = done.stdout.split("\n\n")
    assert said[1].splitlines() == [
        "The least that would have to change together:",
        "- Visit v may start 5 minutes later than its window allows, at 08:10.",
        "- Shift a agrees to 10 minutes of overtime, until 08:50.",
    ]
    assert said[2].splitlines()[0] == "Why it takes that:"
    assert len(said[2].splitlines()) == 3
