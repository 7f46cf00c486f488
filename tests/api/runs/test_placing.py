"""The best places for a visit and the judge on plans by hand, through the service."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import delete, select

from api.assembly import problem_of
from api.database import Database
from api.keeping import Kept
from api.security import AccountRole
from api.settings import Settings
from api.tables.audit import AuditEntryRecord
from api.tables.caseloads import VisitRecord, VisitWindowRecord
from api.tables.rosters import RosterRecord
from scheduler.io.plan_document import Scope
from scheduler.io.plan_json import document_of
from scheduler.model.problem import Problem
from scheduler.placing.desk import Desk
from scheduler.planning import plan_visits
from scheduler.solvers.stopping import Budget
from tests.api.people import bearer_of
from tests.api.runs.a_small_day import FIRST_DATE, LOCALITY

Bearer = dict[str, str]
SCOPE = Scope(first_date=date.fromisoformat(FIRST_DATE), locality=LOCALITY)


@pytest.fixture
def problem(filled: Database) -> Problem:
    with filled.reading() as session:
        return problem_of(session, SCOPE)


@pytest.fixture
def document(problem: Problem) -> dict[str, Any]:
    """A lawful plan of the small day."""
    result = plan_visits(problem, budget=Budget(iterations=300), seed=1)
    made = document_of(
        result.plan, problem.horizon, scope=SCOPE, provenance=result.provenance, made_at=datetime.now(UTC)
    )
    return made.model_dump(mode="json")


@pytest.fixture
def roster_id(filled: Database, document: dict[str, Any]) -> str:
    with filled.writing() as session:
        roster = RosterRecord(
            scope=LOCALITY,
            locality_id=LOCALITY,
            first_date=SCOPE.first_date,
            plan=document,
            made_by="a",
            made_at=datetime.now(UTC),
        )
        session.add(roster)
        session.flush()
        return roster.roster_id


def _a_visit(document: dict[str, Any]) -> str:
    return str(document["routes"][0]["stops"][0]["visit_id"])


def test_a_lawful_plan_is_judged_lawful_with_every_rule(
    client: TestClient, coordinator: Bearer, document: dict[str, Any]
) -> None:
    answer = client.post("/v1/plans/check", json=document, headers=coordinator)

    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert (report["is_lawful"], report["plan_number"]) == (True, document["number"])
    assert (
        report["visits"]["in"]
        == report["visits"]["planned"] + report["visits"]["deferred"] + report["visits"]["escalated"]
    )


def test_a_plan_that_forgets_a_visit_is_told_so_in_words(
    client: TestClient, filled: Database, coordinator: Bearer, document: dict[str, Any]
) -> None:
    lost = _a_visit(document)
    document["routes"][0]["stops"] = document["routes"][0]["stops"][1:]

    report = client.post("/v1/plans/check", json=document, headers=coordinator).json()

    broken = {rule["rule"]: rule for rule in report["rules"] if rule["kind"] == "hard" and rule["amount"]}
    assert not report["is_lawful"]
    assert [found["visit_id"] for found in broken["accounted_for"]["violations"]] == [lost]
    assert lost in broken["accounted_for"]["violations"][0]["says"]
    with filled.reading() as session:
        last = session.scalars(select(AuditEntryRecord).order_by(AuditEntryRecord.number.desc())).first()
        assert last is not None
        assert (last.action, last.kind, last.subject_id) == ("check", "plan", LOCALITY)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"routes": [{"shift_id": "no such shift", "stops": []}]}, "routes[0].shift_id"),
        ({"left_out": [{"visit_id": "no such visit", "outcome": "deferred", "reason": "r"}]}, "left_out[0].visit_id"),
        ({"scope": None}, "body.scope"),
        ({"routes": "none"}, "body.routes"),
    ],
)
def test_every_fault_of_a_plan_names_its_place(
    client: TestClient, coordinator: Bearer, document: dict[str, Any], changes: dict[str, Any], where: str
) -> None:
    answer = client.post("/v1/plans/check", json={**document, **changes}, headers=coordinator)

    assert answer.status_code == 422
    assert where in answer.json()["faults"][0]["where"]


def test_the_best_places_are_those_of_the_scheduler_with_their_cost_by_rule(
    client: TestClient, coordinator: Bearer, problem: Problem, document: dict[str, Any], roster_id: str
) -> None:
    visit_id = _a_visit(document)

    answer = client.post(
        f"/v1/visits/{visit_id}/placements", json={"roster_id": roster_id, "most": 3}, headers=coordinator
    )

    assert answer.status_code == 200, answer.text
    found = answer.json()["placements"]
    assert 1 <= len(found) <= 3
    assert [placement["cost_points"] for placement in found] == sorted(
        sum(each["cost_by_rule"].values()) for each in found
    )
    first = found[0]["places"][0]
    assert first["visit_id"] == visit_id
    assert problem.staff_of(first["shift_id"]).id == first["staff_id"]
    assert datetime.fromisoformat(first["starts_at"]).date() == SCOPE.first_date


def test_a_visit_that_came_in_after_the_plan_was_made_can_be_placed(
    client: TestClient, filled: Database, coordinator: Bearer, document: dict[str, Any], roster_id: str
) -> None:
    _placed(client, coordinator, _a_visit(document), roster_id)
    with filled.writing() as session:
        like = session.get_one(VisitRecord, _a_visit(document))
        window = session.scalars(select(VisitWindowRecord).where(VisitWindowRecord.visit_id == like.visit_id)).one()
        kept = {column.key: getattr(like, column.key) for column in VisitRecord.__mapper__.column_attrs}
        session.add(VisitRecord(**{**kept, "visit_id": "urgent"}))
        session.flush()
        session.add(
            VisitWindowRecord(visit_id="urgent", earliest_start=window.earliest_start, latest_start=window.latest_start)
        )

    assert _placed(client, coordinator, "urgent", roster_id)


def test_a_visit_that_was_cancelled_since_is_placed_no_more(
    client: TestClient, filled: Database, coordinator: Bearer, document: dict[str, Any], roster_id: str
) -> None:
    visit_id = _a_visit(document)
    _placed(client, coordinator, visit_id, roster_id)

    with filled.writing() as session:
        session.get_one(VisitRecord, visit_id).cancelled_at = datetime.now(UTC)
    answer = client.post(f"/v1/visits/{visit_id}/placements", json={"roster_id": roster_id}, headers=coordinator)

    assert answer.status_code == 404


def test_as_long_as_nothing_changes_a_plan_is_made_ready_once(
    app: FastAPI, client: TestClient, filled: Database, coordinator: Bearer, document: dict[str, Any], roster_id: str
) -> None:
    made: list[Desk] = []

    class Counting(Kept[Desk]):
        def get(self, key: Any, make: Any) -> Desk:
            return super().get(key, lambda: made.append(make()) or made[-1])  # type: ignore[func-returns-value]

    app.state.desks = Counting(6)
    for stop in document["routes"][0]["stops"]:
        _placed(client, coordinator, stop["visit_id"], roster_id)
    assert len(made) == 1

    with filled.writing() as session:
        session.execute(delete(VisitWindowRecord).where(VisitWindowRecord.visit_id == "none such"))
    _placed(client, coordinator, _a_visit(document), roster_id)
    assert len(made) == 2


@pytest.mark.parametrize(
    "body", [{}, {"roster_id": "a", "run_id": "b"}, {"roster_id": "a", "most": 0}, {"roster_id": "a", "most": 21}]
)
def test_a_question_for_places_names_one_plan_and_how_many(
    client: TestClient, coordinator: Bearer, body: dict[str, Any]
) -> None:
    assert client.post("/v1/visits/v/placements", json=body, headers=coordinator).status_code == 422


def test_what_is_not_there_or_another_localitys_has_no_places(
    client: TestClient,
    filled: Database,
    settings: Settings,
    coordinator: Bearer,
    stranger: Bearer,
    document: dict[str, Any],
    roster_id: str,
) -> None:
    staff = bearer_of(filled, settings, AccountRole.STAFF)
    url, body = f"/v1/visits/{_a_visit(document)}/placements", {"roster_id": roster_id}

    assert client.post(url, json={"roster_id": "none"}, headers=coordinator).status_code == 404
    assert client.post(url, json={"run_id": "none"}, headers=coordinator).status_code == 404
    assert client.post("/v1/visits/none/placements", json=body, headers=coordinator).status_code == 404
    assert client.post(url, json=body, headers=stranger).status_code == 404
    assert client.post(url, json=body, headers=staff).status_code == 403
    assert client.post("/v1/plans/check", json=document, headers=stranger).status_code == 404
    assert client.post("/v1/plans/check", json=document, headers=staff).status_code == 403


def test_desks_that_were_not_used_for_long_are_given_up() -> None:
    desks, made = Kept[None](2), list[str]()

    def ask(key: str) -> None:
        desks.get(key, lambda: made.append(key))  # type: ignore[arg-type, func-returns-value]

    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)

    assert made == ["a", "b", "c", "b"]


def test_a_desk_that_could_not_be_made_is_tried_again() -> None:
    desks = Kept[str](6)

    def fail() -> Desk:
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            desks.get("a", fail)
    assert desks.get("a", lambda: "made") == "made"  # type: ignore[arg-type, return-value, comparison-overlap]


def _placed(client: TestClient, bearer: Bearer, visit_id: str, roster_id: str) -> list[Any]:
    answer = client.post(f"/v1/visits/{visit_id}/placements", json={"roster_id": roster_id}, headers=bearer)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["placements"])
