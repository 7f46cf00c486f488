import json
from pathlib import Path

from scheduler.io.report_json import write_report, write_scorecard
from scheduler.planning import baseline_of, check_plan, scorecard_of
from scheduler.rules import RuleId
from tests.builders import a_plan, a_problem, a_shift, a_visit, deferred

PROBLEM = a_problem([a_visit("v1"), a_visit("v2")], [a_shift("d1")])
PLAN = a_plan({"d1": [("v1", 485)]}, [deferred("v2")])


def test_the_report_names_every_rule_with_its_sum_and_every_violation_with_who_and_when(tmp_path: Path) -> None:
    report = check_plan(PROBLEM, PLAN)

    write_report(report, PROBLEM, "n/1", tmp_path / "report.json")

    read = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    rules = {rule["rule"]: rule for rule in read["rules"]}
    assert list(rules) == [rule.code for rule in RuleId]
    assert (read["is_lawful"], read["num_hard_violations"]) == (False, 1)
    assert rules["travel_time"]["amount"] == 5
    assert rules["travel_time"]["violations"] == [
        {
            "amount": 5,
            "says": report.hard_violations[0].says,
            "visit_id": "v1",
            "shift_id": "d1",
            "staff_id": "s-d1",
            "patient_id": None,
            "at": "2026-11-23T08:05+00:00",
            "overridden_by": None,
        }
    ]
    assert read["visits"] == {"in": 2, "planned": 1, "deferred": 1, "escalated": 0}
    assert read["cost_points"] == sum(rule["cost_points"] for rule in read["rules"])


def test_the_scorecard_sets_the_plan_beside_the_named_baseline(tmp_path: Path) -> None:
    card = scorecard_of(PROBLEM, PLAN, check_plan(PROBLEM, PLAN))

    write_scorecard(card, baseline_of(PROBLEM), "n/1", tmp_path / "scorecard.json")

    read = json.loads((tmp_path / "scorecard.json").read_text(encoding="utf-8"))
    planned = next(row for row in read["measures"] if row["measure"] == "planned")
    assert read["baseline_name"] == "manual-like"
    assert (planned["plan"], planned["baseline"], planned["difference"], planned["verdict"]) == (1, 2, -1, "worse")
    assert read["plan"]["cost"] == card.cost
