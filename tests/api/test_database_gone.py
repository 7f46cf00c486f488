"""While the database is away the answer is 503 with a time to come back; then all is well, and nothing told is lost.

The database is away for 2 seconds here, 20 with `SECONDS_AWAY=20`: nothing in the service counts them.
"""

import os
import threading
import time
from dataclasses import dataclass, field

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, select, text

from api.database import Database
from api.security import AccountRole
from api.settings import Settings
from api.tables.accounts import AccountRecord
from tests.api.databases import PostgresqlServer
from tests.api.people import bearer_of
from tests.patience import PATIENCE_SECONDS

SECONDS_AWAY = float(os.environ.get("SECONDS_AWAY", "2"))


@dataclass
class Writer(threading.Thread):
    """Makes accounts until it is told to stop, and keeps what it was answered."""

    client: TestClient
    bearer: dict[str, str]
    kept: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__()

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.is_over.wait(0.02):
            answered = self.client.post(
                "/v1/accounts",
                json={
                    "sign_in_name": f"person-{time.monotonic_ns()}",
                    "display_name": "A person",
                    "role": "auditor",
                },
                headers=self.bearer,
            )
            if answered.status_code == 201:
                self.kept.append(answered.json()["account"]["account_id"])
            elif answered.status_code == 503 and answered.headers.get("Retry-After"):
                self.refused.append(answered.json())
            else:
                self.strange.append(answered.text)

    def wait_for(self, answers: list[object], number: int) -> None:
        """Until there are so many more of some answers."""
        goal, latest = len(answers) + number, time.monotonic() + PATIENCE_SECONDS
        while len(answers) < goal and time.monotonic() < latest:
            time.sleep(0.01)
        assert len(answers) >= goal, (self.strange, self.refused)


@pytest.fixture
def writer(client: TestClient, database: Database, settings: Settings) -> Writer:
    return Writer(client, bearer_of(database, settings, AccountRole.ADMINISTRATOR))


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
def test_a_server_that_stops_and_comes_back_loses_nothing_that_was_told(
    writer: Writer, client: TestClient, database: Database, postgresql_server: PostgresqlServer
) -> None:
    writer.start()
    writer.wait_for(writer.kept, 3)

    with postgresql_server.away():
        writer.wait_for(writer.refused, 3)
        missing = client.get("/readyz").json()["missing"]
        time.sleep(SECONDS_AWAY)
        assert client.get("/healthz").status_code == 200
        assert client.get("/metrics").status_code == 200
    writer.wait_for(writer.kept, 3)
    writer.is_over.set()
    writer.join()

    assert missing == ["database"]
    assert writer.strange == []
    assert {problem["code"] for problem in writer.refused} == {"unavailable"}
    with database.reading() as session:
        assert set(writer.kept) <= set(session.scalars(select(AccountRecord.account_id)))
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_file_that_somebody_keeps_locked_is_an_answer_and_not_a_failure(
    writer: Writer, client: TestClient, app: FastAPI, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.database.BUSY_MILLISECONDS", 100)
    app.state.database.close()  # connections from now on wait no longer than that
    somebody = create_engine(address)
    writer.start()
    writer.wait_for(writer.kept, 3)

    with somebody.connect() as connection:
        connection.execute(text("BEGIN EXCLUSIVE"))
        writer.wait_for(writer.refused, 3)
        assert client.get("/readyz").status_code == 200, "reading goes on"
    writer.wait_for(writer.kept, 3)
    writer.is_over.set()
    writer.join()
    somebody.dispose()

    assert writer.strange == []
    assert {problem["code"] for problem in writer.refused} == {"unavailable"}
    with app.state.database.reading() as session:
        assert set(writer.kept) <= set(session.scalars(select(AccountRecord.account_id)))
