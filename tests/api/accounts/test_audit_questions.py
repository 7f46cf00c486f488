"""Auditors ask who has seen a record and what somebody did, and their asking is itself recorded."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.audit import faults_in_chain, record
from api.database import Database
from api.security import AccountRole, Caller
from api.settings import Settings
from tests.api.people import bearer_of

NURSE = Caller("nurse", AccountRole.STAFF, "health", "s-1", frozenset())
PLANNER = Caller("planner", AccountRole.PLANNER, None, None, frozenset())


@pytest.fixture
def headers(database: Database, settings: Settings) -> dict[str, str]:
    with database.writing() as session:
        record(session, NURSE, "view", "roster", "r-1", patient_ids=["p-1", "p-2"])
    with database.writing() as session:
        record(session, NURSE, "change", "visit", "v-1", patient_ids=["p-2"])
    with database.writing() as session:
        record(session, PLANNER, "refused", "endpoint", "GET /patients")
    return bearer_of(database, settings, AccountRole.AUDITOR)


def _ask(client: TestClient, headers: dict[str, str], question: str = "") -> Any:
    return client.get(f"/v1/audit{question}", headers=headers).json()


def _subjects(answer: Any) -> list[str]:
    return [entry["subject_id"] for entry in answer["entries"]]


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("?patient_id=p-1", ["r-1"]),
        ("?patient_id=p-2", ["v-1", "r-1"]),
        ("?patient_id=p-2&action=change", ["v-1"]),
        ("?account_id=planner", ["GET /patients"]),
        ("?kind=roster", ["r-1"]),
        ("?limit=1&offset=1", ["v-1"]),
        ("?patient_id=nobody", []),
    ],
)
def test_the_record_answers_by_patient_account_action_and_kind(
    client: TestClient, headers: dict[str, str], question: str, subjects: list[str]
) -> None:
    assert _subjects(_ask(client, headers, question)) == subjects


def test_the_record_answers_by_time(client: TestClient, headers: dict[str, str]) -> None:
    earlier, later = (quote((datetime.now(UTC) + timedelta(minutes=step)).isoformat()) for step in (-1, 1))

    assert len(_subjects(_ask(client, headers, f"?since={earlier}&until={later}"))) == 3
    assert _subjects(_ask(client, headers, f"?since={later}")) == []
    assert _subjects(_ask(client, headers, f"?until={earlier}")) == []


def test_asking_is_recorded_with_the_question(client: TestClient, headers: dict[str, str], database: Database) -> None:
    _ask(client, headers, "?patient_id=p-1&action=view")

    latest = _ask(client, headers, "?patient_id=p-1")["entries"][0]

    assert (latest["action"], latest["kind"], latest["patient_ids"]) == ("view", "audit", ["p-1"])
    assert (latest["details"]["patient_id"], latest["details"]["action"]) == ("p-1", "view")
    with database.reading() as session:
        assert list(faults_in_chain(session)) == []


@pytest.mark.parametrize("role", [role for role in AccountRole if role is not AccountRole.AUDITOR])
def test_nobody_else_may_ask_and_the_attempt_is_recorded(
    client: TestClient, headers: dict[str, str], database: Database, settings: Settings, role: AccountRole
) -> None:
    attempt = client.get("/v1/audit?patient_id=p-1", headers=bearer_of(database, settings, role))

    assert attempt.status_code == 403
    assert _subjects(_ask(client, headers, "?action=refused"))[0] == "GET /audit"
