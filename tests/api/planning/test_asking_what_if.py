"""Asking what if: queued at once, refused with every fault, for planners alone, and recorded."""

from typing import Any

import pytest
from sqlalchemy import select

from api.settings import Settings
from api.tables.audit import AuditEntryRecord
from tests.api.planning.office import BROKEN, FEWER, WHAT_IF, Bearer, Office
from tests.api.runs.a_small_day import FIRST_DATE, LOCALITY


def test_a_comparison_is_queued_at_once_and_says_where_it_tells_how_it_stands(office: Office) -> None:
    answer = office.client.post("/v1/scenarios", json=WHAT_IF, headers=office.planner)

    status = office.get(answer.headers["Location"]).json()
    assert answer.status_code == 202
    assert status == answer.json()
    assert (status["state"], status["place_in_queue"], status["solves"]) == ("queued", 1, None)
    assert (status["scenarios"], status["num_seeds"], status["budget_iterations"]) == (["Fewer"], 3, 100)


def test_who_asked_what_is_recorded_without_a_word_of_theirs(office: Office) -> None:
    office.ask("scenarios", WHAT_IF)

    with office.database.reading() as session:
        entry = session.scalars(select(AuditEntryRecord).order_by(AuditEntryRecord.number.desc())).first()
        assert entry is not None
        assert (entry.action, entry.kind) == ("request", "comparison")
        assert entry.details == {
            "first_date": FIRST_DATE,
            "num_days": 1,
            "locality_id": LOCALITY,
            "changes": [["lose_staff"]],
            "num_seeds": 3,
        }


def test_without_a_budget_each_plan_is_searched_for_ten_seconds(office: Office) -> None:
    status = office.get(office.ask("scenarios", WHAT_IF | {"budget_iterations": None})).json()

    assert (status["budget_seconds"], status["budget_iterations"]) == (10.0, None)


def test_every_fault_of_every_scenario_is_told_with_its_place_its_value_and_what_was_expected(office: Office) -> None:
    odd = {"name": "", "changes": [{"change": "fly"}, {"change": "surge", "percent": "many"}], "colour": "red"}
    sent = WHAT_IF | {"scenarios": [FEWER, odd, {"changes": [{"change": "lose_staff"}]}]}

    answer = office.client.post("/v1/scenarios", json=sent, headers=office.planner)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad-input")
    faults = {fault["where"]: (fault["value"], fault["expected"]) for fault in answer.json()["faults"]}
    assert faults["scenarios[1].name"] == ('""', "text that is not empty")
    assert faults["scenarios[1].colour"] == ('"red"', "no key of this name")
    assert faults["scenarios[1].changes[1].surge.percent"] == ('"many"', "a number")
    assert "lose_staff" in faults["scenarios[1].changes[0]"][1]
    assert faults["scenarios[2].changes[0].lose_staff.number"] == (None, "a value")
    assert faults["scenarios[2].name"] == (None, "a value")
    assert len(faults) == 6


@pytest.mark.parametrize("name", ["Fewer", "Baseline"])
def test_scenarios_that_could_not_be_told_apart_are_refused(office: Office, name: str) -> None:
    sent = WHAT_IF | {"scenarios": [FEWER, {"name": name}]}

    answer = office.client.post("/v1/scenarios", json=sent, headers=office.planner)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad-input")
    assert f"scenario name {name} stands there twice" in answer.json()["faults"][0]["expected"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"scenarios": []}, 422, "bad-input"),
        ({"num_days": 29}, 422, "bad-request"),
        ({"num_seeds": 0}, 422, "bad-request"),
        ({"num_days": 28, "num_seeds": 90}, 422, "bad-request"),
        ({"budget_iterations": 10_000_001}, 422, "bad-request"),
        ({"budget_seconds": 14_400.1}, 422, "budget-too-large"),
        ({"locality_id": "nowhere"}, 404, "not-found"),
        ({"team_ids": ["W1"]}, 422, "bad-request"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    office: Office, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = office.client.post("/v1/scenarios", json=WHAT_IF | changes, headers=office.planner)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_largest_question_is_allowed(office: Office, settings: Settings) -> None:
    assert settings.longest_what_if_seconds == 6 * 14_400

    office.ask("scenarios", WHAT_IF | {"budget_seconds": 14_400})
    office.ask("scenarios", WHAT_IF | {"num_days": 28, "num_seeds": 89, "budget_iterations": 10_000_000})


def test_the_same_key_asks_once_and_another_question_under_it_is_refused(office: Office) -> None:
    first = office.ask("scenarios", WHAT_IF, **{"Idempotency-Key": "k"})

    again = office.ask("scenarios", WHAT_IF, **{"Idempotency-Key": "k"})
    other = office.client.post(
        "/v1/scenarios",
        json=WHAT_IF | {"scenarios": [BROKEN]},
        headers={**office.planner, "Idempotency-Key": "k"},
    )

    assert first == again
    assert (other.status_code, other.json()["code"]) == (422, "key-used")


def test_comparisons_are_listed_the_latest_first_filtered_and_in_pages(office: Office) -> None:
    first, second = (office.ask("scenarios", WHAT_IF).rpartition("/")[2] for _ in range(2))
    office.stop(f"/v1/scenarios/{first}")

    def listed(query: str) -> list[str]:
        return [entry["comparison_id"] for entry in office.get(f"/v1/scenarios?{query}").json()["entries"]]

    assert listed("") == [second, first]
    assert listed("state=cancelled") == [first]
    assert listed(f"locality_id={LOCALITY}&is_mine=true&limit=1&offset=1") == [first]
    assert office.get("/v1/team-designs").json()["total"] == 0


def test_runs_know_nothing_of_comparisons(office: Office) -> None:
    comparison_id = office.ask("scenarios", WHAT_IF).rpartition("/")[2]

    assert office.get("/v1/runs").json()["total"] == 0
    assert office.get(f"/v1/runs/{comparison_id}").status_code == 404
    assert office.get(f"/v1/team-designs/{comparison_id}").status_code == 404


def test_coordinators_do_not_ask_what_if(office: Office, coordinator: Bearer) -> None:
    asked = office.ask("scenarios", WHAT_IF)

    assert office.client.post("/v1/scenarios", json=WHAT_IF, headers=coordinator).status_code == 403
    assert office.client.get(asked, headers=coordinator).status_code == 403


def test_before_its_end_a_comparison_has_nothing_to_hand_out(office: Office) -> None:
    answer = office.get(office.ask("scenarios", WHAT_IF) + "/comparison")

    assert (answer.status_code, answer.json()["code"]) == (409, "run-not-ended")


def test_a_comparison_that_nobody_has_begun_is_stopped_once_and_leaves_nothing(office: Office) -> None:
    asked = office.ask("scenarios", WHAT_IF)

    stopped, again = office.stop(asked), office.stop(asked)
    answer = office.get(asked + "/comparison")

    assert (stopped.status_code, stopped.json()["state"]) == (202, "cancelled")
    assert (again.status_code, again.json()["code"]) == (409, "run-ended")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-answer")
    assert office.audited()[-1] == ("stop", "comparison")
