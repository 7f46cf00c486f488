import json
from pathlib import Path

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
