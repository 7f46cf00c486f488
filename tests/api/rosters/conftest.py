"""People at the small day: its coordinator, another locality's, and its staff."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.database import Database
from api.security import AccountRole
from api.settings import Settings
from api.tables.runs import RunRecord
from scheduler.io.plan_document import PlanDocument
from tests.api.people import bearer_of
from tests.api.rosters.small_day import DAY, NOW, a_plan, add_day


@dataclass(frozen=True)
class Person:
    """Somebody signed in."""

    client: TestClient
    headers: Mapping[str, str]

    def get(self, path: str, **more: Any) -> Response:
        return self.client.get(f"/v1{path}", headers=self._with(more), **more)

    def post(self, path: str, json: Any = None, **more: Any) -> Response:
        return self.client.post(f"/v1{path}", json=json, headers=self._with(more), **more)

    def patch(self, path: str, json: Any, **more: Any) -> Response:
        return self.client.patch(f"/v1{path}", json=json, headers=self._with(more), **more)

    def delete(self, path: str, **more: Any) -> Response:
        return self.client.delete(f"/v1{path}", headers=self._with(more), **more)

    def on(self, version: int | str) -> "Person":
        """The same person, changing the version that they read."""
        return replace(self, headers={**self.headers, "If-Match": f'"{version}"'})

    def draft(self, plan: Mapping[str, Any] | None = None, *, day: str = DAY, **scope: Any) -> dict[str, Any]:
        """Begin a draft of a plan."""
        asked = {"made_from": "plan", "first_date": day, "locality_id": "west", **scope, "plan": plan or a_plan()}
        answer = self.post("/rosters", asked)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def publish(self, draft: Mapping[str, Any], **asked: Any) -> Response:
        """Publish a draft as it was read."""
        return self.on(draft["version"]).post(f"/rosters/{draft['roster_id']}/publish", asked)

    def published(self, plan: Mapping[str, Any] | None = None, **asked: Any) -> dict[str, Any]:
        """Begin a draft and publish it."""
        answer = self.publish(self.draft(plan), **asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _with(self, more: dict[str, Any]) -> dict[str, str]:
        return {**self.headers, **more.pop("headers", {})}


Hire = Callable[..., Person]


def ended_run(database: Database, plan: Mapping[str, Any], **more: Any) -> str:
    """A run of the small day that has ended with a plan."""
    with database.writing() as session:
        run = RunRecord(
            kind="day",
            priority=2,
            state="done",
            first_date=date.fromisoformat(DAY),
            locality_id="west",
            requested_by="tests",
            requested_at=NOW,
            plan=PlanDocument.model_validate(plan).model_dump(mode="json"),
            **more,
        )
        session.add(run)
        session.flush()
        return run.run_id


@pytest.fixture
def day(database: Database) -> Database:
    """The database with the small day."""
    with database.writing() as session:
        add_day(session)
    return database


@pytest.fixture
def hire(day: Database, settings: Settings, client: TestClient) -> Hire:
    """An account for somebody, signed in."""

    def hired(role: AccountRole, **more: Any) -> Person:
        return Person(client, bearer_of(day, settings, role, **more))

    return hired


@pytest.fixture
def coordinator(hire: Hire) -> Person:
    return hire(AccountRole.COORDINATOR, organisation_id="trust", locality_ids=("west",))


@pytest.fixture
def stranger(hire: Hire) -> Person:
    """The coordinator of another locality."""
    return hire(AccountRole.COORDINATOR, organisation_id="trust", locality_ids=("north",))


@pytest.fixture
def ann(hire: Hire) -> Person:
    return hire(AccountRole.STAFF, organisation_id="trust", staff_id="ann")


@pytest.fixture
def ben(hire: Hire) -> Person:
    return hire(AccountRole.STAFF, organisation_id="council", staff_id="ben")


@pytest.fixture
def vera(hire: Hire) -> Person:
    return hire(AccountRole.STAFF, organisation_id="charity", staff_id="vera")
