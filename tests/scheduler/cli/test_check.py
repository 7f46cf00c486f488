import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from scheduler.cli.summary import print_verdict
from scheduler.model.plan import Plan
from scheduler.validation.validator import validate
from tests.builders import a_problem, a_shift, a_visit
from tests.scheduler.cli.running import a_planned_folder, cilt
from tests.scheduler.io.tables.folders import DAY, a_folder


def changed(plan_json: Path, **parts: Any) -> Path:
    """The plan with some of its parts put in place of its own; None takes one away."""
    document = {**json.loads(plan_json.read_text(encoding="utf-8")), **parts}
    path = plan_json.with_name("changed.json")
    path.write_text(json.dumps({key: value for key, value in document.items() if value is not None}), encoding="utf-8")
    return path


def test_a_plan_of_ours_is_found_lawful_without_saying_what_it_is_for(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)

    done = cilt("check", data, out / "plan.json")

    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "0 hard violations"
    assert done.stderr == ""


def test_a_fault_ends_with_1_and_is_named_with_rule_amount_who_and_when(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)
    late = {"shift_id": "d1", "stops": [{"visit_id": "v3", "start": f"{DAY}T17:30+00:00"}]}
    others = [{"visit_id": visit, "outcome": "escalated", "reason": "by hand"} for visit in ("v1", "v2", "v4")]

    done = cilt("check", data, changed(out / "plan.json", routes=[late], left_out=others))

    assert done.exit_code == 1
    assert "time_window (30 minutes, s1, d1, 2026-11-23 17:30): Visit v3" in done.stdout
    assert "shift_hours (" in done.stdout


def test_soft_rules_are_listed_if_asked_for(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)

    assert "travel (" not in cilt("check", data, out / "plan.json").stdout
    assert "travel (" in cilt("check", data, out / "plan.json", "--soft").stdout


def test_a_plan_made_by_hand_needs_a_date_on_the_command_line(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)
    by_hand = changed(out / "plan.json", scope=None, provenance=None, number=None, made_at=None)

    without, given = cilt("check", data, by_hand), cilt("check", data, by_hand, "--date", DAY)

    assert (without.exit_code, given.exit_code) == (2, 0)
    assert "--date" in without.stderr


def test_a_plan_for_other_visits_ends_with_2_and_names_them(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)
    stranger = changed(out / "plan.json", left_out=[{"visit_id": "x9", "outcome": "deferred", "reason": "?"}])

    done = cilt("check", data, stranger)

    assert done.exit_code == 2
    assert "left_out[0].visit_id is x9" in done.stderr


def test_a_plan_file_with_faults_ends_with_2_and_lists_them(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)

    done = cilt("check", data, changed(out / "plan.json", routes=[{"stops": 3}]))

    assert done.exit_code == 2
    assert "routes[0].shift_id is missing" in done.stderr
    assert "routes[0].stops is 3" in done.stderr


def test_data_that_changed_since_are_mentioned_and_the_plan_is_judged_by_them(tmp_path: Path) -> None:
    _, out = a_planned_folder(tmp_path)
    with_other_policy_and_pins = a_folder(tmp_path / "now")

    done = cilt("check", with_other_policy_and_pins, out / "plan.json")

    assert done.exit_code == 1
    assert "have changed since" in done.stderr


def test_a_plan_for_another_team_is_not_taken_for_changed_data(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)

    done = cilt("check", data, out / "plan.json", "--team", "west-1")

    assert done.exit_code == 2
    said = f"The plan was made for everybody on {DAY}, and is asked about team west-1 on {DAY}. "
    assert said in done.stderr
    assert "do not belong there; the first: " in done.stderr
    assert "have changed" not in done.stderr


def test_a_plan_that_fits_another_scope_is_judged_by_it_and_both_are_named(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)
    empty = changed(out / "plan.json", routes=[], left_out=[])

    done = cilt("check", data, empty, "--locality", "West")

    assert done.exit_code == 1
    assert f"The plan was made for everybody on {DAY}, and is asked about West on {DAY}; " in done.stderr
    assert "have changed" not in done.stderr


@pytest.mark.parametrize(("num", "num_listed"), [(30, 30), (31, 10)])
def test_of_more_than_thirty_violations_the_first_ten_of_each_rule_are_printed(
    num: int, num_listed: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.cli.summary.OUT", Console(soft_wrap=True))
    problem = a_problem([a_visit(f"v{number}") for number in range(num)], [a_shift("d1")])
    report = validate(problem, Plan())

    print_verdict(report, problem.horizon)

    said = capsys.readouterr().out
    assert said.count("is neither planned") == num_listed
    assert (f"accounted_for: and {num - 10} more; cilt check --all lists them" in said) is (num_listed < num)
    print_verdict(report, problem.horizon, in_full=True)
    assert capsys.readouterr().out.count("is neither planned") == num


def test_a_visit_that_stands_twice_is_named_with_its_shifts(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)
    stops = [{"visit_id": "v1", "start": f"{DAY}T09:00"}]

    done = cilt(
        "check",
        data,
        changed(out / "plan.json", routes=[{"shift_id": "d2", "stops": stops}, {"shift_id": "d1", "stops": stops}]),
    )

    assert done.exit_code == 1
    assert "Visit v1 has 1 stop more than it needs: it stands in shift d" in done.stdout
