"""Comparisons by a worker: each plan is made once, whatever dies, stops or comes in between."""

from collections.abc import Callable
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.database import Database
from api.security import AccountRole
from api.settings import Settings
from scheduler.scenarios import run as running
from scheduler.scenarios.task import Outcome
from tests.api.people import bearer_of
from tests.api.planning.office import BROKEN, FEWER, WHAT_IF, Office


class _Death(BaseException):
    """What ends a worker, and is caught by nobody."""


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The scenario of each plan that was made, in order."""
    names: list[str] = []
    _after_each(monkeypatch, lambda outcome: names.append(outcome.scenario))
    return names


def _after_each(monkeypatch: pytest.MonkeyPatch, happens: Callable[[Outcome], object]) -> None:
    solve = running.solve

    def watched(*asked: object) -> Outcome | None:
        if (outcome := solve(*asked)) is not None:  # type: ignore[arg-type]
            happens(outcome)
        return outcome

    monkeypatch.setattr(running, "solve", watched)


def test_a_comparison_ends_with_every_figure_a_page_and_a_workbook(office: Office, solved: list[str]) -> None:
    asked = office.ask("scenarios", WHAT_IF)

    office.work()

    status = office.get(asked).json()
    assert (status["state"], status["error_detail"], status["solves"]) == ("done", None, {"done": 6, "of": 6})
    assert solved == ["Baseline", "Fewer"] * 3
    comparison = office.get(asked + "/comparison").json()
    assert (comparison["days"], comparison["seeds"]) == (["2026-11-23"], [1, 2, 3])
    (fewer,) = comparison["scenarios"]
    assert (fewer["name"], fewer["num_pairs"], fewer["failures"]) == ("Fewer", 3, [])
    planned = next(row for row in fewer["rows"] if row["measure"] == "visits_in")
    assert (planned["baseline"], planned["scenario"], planned["difference"]) == (12, 12, 0)
    page, workbook = (office.get(f"{asked}/comparison.{form}") for form in ("html", "xlsx"))
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "script-src" not in page.headers["Content-Security-Policy"].partition("default-src 'none'")[2]
    assert "3 fewer staff on duty" in page.text
    assert load_workbook(BytesIO(workbook.content)).sheetnames == ["Asked", "Comparison", "Plans"]
    assert office.audited()[-3:] == [("view", "comparison"), ("export", "comparison"), ("export", "comparison")]


def test_a_worker_that_dies_loses_no_plan_that_was_made(
    office: Office, solved: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = office.ask("scenarios", WHAT_IF)

    def die_in_the_middle(_: Outcome) -> None:
        if len(solved) == 4:
            raise _Death

    with monkeypatch.context() as patch:
        _after_each(patch, die_in_the_middle)
        with pytest.raises(_Death):
            office.work()
    assert office.get(asked).json()["state"] == "running"
    office.work()

    status = office.get(asked).json()
    assert (status["state"], status["attempts"], status["solves"]) == ("done", 2, {"done": 6, "of": 6})
    # The fourth plan was made and not yet kept when the worker died: it alone is made again.
    assert len(solved) == 6 + 1


def test_whatever_is_more_urgent_comes_between_two_plans(
    office: Office, solved: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = office.ask("scenarios", WHAT_IF)
    urgent: list[str] = []
    _after_each(monkeypatch, lambda _: urgent or urgent.append(office.queue_something_urgent()))

    taken = [office.work(str(number)) for number in range(4)]

    comparison_id = asked.rpartition("/")[2]
    assert taken == [comparison_id, *urgent, comparison_id, None]
    status = office.get(asked).json()
    assert (status["state"], status["attempts"]) == ("done", 1)
    assert solved == ["Baseline", "Fewer"] * 3


def test_a_stopped_comparison_tells_of_the_plans_that_were_made_and_the_same_goes_on_there(
    office: Office, solved: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = office.ask("scenarios", WHAT_IF)

    def stop_in_the_middle(_: Outcome) -> None:
        if len(solved) == 4:
            office.stop(asked)
            office.wait_until_told()

    with monkeypatch.context() as patch:
        _after_each(patch, stop_in_the_middle)
        office.work()
    stopped, comparison = office.get(asked).json(), office.get(asked + "/comparison").json()
    again = office.ask("scenarios", WHAT_IF)
    office.work()

    assert (stopped["state"], stopped["solves"]) == ("cancelled", {"done": 4, "of": 6})
    assert comparison["scenarios"][0]["num_pairs"] == 2
    assert office.get(again).json()["solves"] == {"done": 6, "of": 6}
    assert len(solved) == 6


def test_what_was_planned_before_for_whomever_is_not_planned_again(office: Office, solved: list[str]) -> None:
    office.ask("scenarios", WHAT_IF)
    office.work()
    renamed = FEWER | {"name": "By another name"}

    asked = office.ask("scenarios", WHAT_IF | {"scenarios": [renamed, {"name": "As it is"}]})
    office.work()

    assert len(solved) == 6
    sheet = load_workbook(BytesIO(office.get(asked + "/comparison.xlsx").content))["Plans"]
    names = {row[0] for row in sheet.iter_rows(values_only=True)}
    assert {"Baseline", "By another name", "As it is"} <= names
    assert "Fewer" not in names


def test_a_scenario_that_names_what_is_not_there_fails_by_name_and_the_others_go_on(office: Office) -> None:
    asked = office.ask("scenarios", WHAT_IF | {"scenarios": [BROKEN, FEWER]})

    office.work()

    broken, fewer = office.get(asked + "/comparison").json()["scenarios"]
    assert (broken["num_pairs"], fewer["num_pairs"]) == (0, 3)
    assert broken["failures"] == ["there is no team mars, expected one of W1, W2 (in 3 of the plans)"]


def test_days_without_visits_are_a_fault_that_is_told(office: Office) -> None:
    asked = office.ask("scenarios", WHAT_IF | {"first_date": "2031-01-01"})

    office.work()

    status = office.get(asked).json()
    assert (status["state"], status["error_code"]) == ("failed", "bad-input")
    assert "there are no visits from 2031-01-01 to 2031-01-01" in status["error_detail"]


def test_a_planner_stops_no_comparison_of_somebody_else(
    office: Office, client: TestClient, filled: Database, settings: Settings
) -> None:
    asked = office.ask("scenarios", WHAT_IF)
    colleague = bearer_of(filled, settings, AccountRole.PLANNER)

    refused = client.delete(asked, headers=colleague)

    assert (refused.status_code, refused.json()["code"]) == (403, "not-yours")
    assert office.audited()[-1] == ("refused", "comparison")
    assert office.get(asked).json()["state"] == "queued"
    assert office.stop(asked).status_code == 202
