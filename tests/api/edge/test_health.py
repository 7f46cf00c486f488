"""Operators see whether the service is alive, ready and busy, and nobody's name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.database import Database
from api.migrating import downgrade
from api.tables.runs import RunRecord


def test_a_service_with_its_database_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_database_at_an_old_revision_is_not_ready(client: TestClient, database: Database) -> None:
    downgrade(database, "0001")

    answered = client.get("/readyz")

    assert answered.status_code == 503
    assert answered.json()["missing"] == ["schema"]
    assert answered.headers["Retry-After"]
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(("are_there", "status"), [(True, 200), (False, 503)])
def test_workers_that_cannot_be_reached_are_missing(
    app: FastAPI, client: TestClient, are_there: bool, status: int
) -> None:
    app.state.workers = lambda: are_there

    answered = client.get("/readyz")

    assert answered.status_code == status
    assert answered.json().get("missing", []) == ([] if are_there else ["workers"])


def test_metrics_count_requests_by_route_and_never_by_path(client: TestClient) -> None:
    client.get("/v1/accounts/s3cr3t")
    client.get("/v1/accounts/s3cr3t-too")

    figures = client.get("/metrics").text

    assert 'http_requests_total{handler="/v1/accounts/{account_id}",method="GET",status="4xx"} 2.0' in figures
    assert float(figures.split("\ncilt_memory_bytes ")[1].split("\n")[0]) > 1e7
    assert "s3cr3t" not in figures


def test_metrics_leave_out_probes_and_take_unknown_paths_and_methods_together(client: TestClient) -> None:
    client.get("/healthz")
    client.get("/nowhere/s3cr3t")
    client.request("BREW", "/nowhere/s3cr3t")
    client.post("/v1/imports", headers={"Content-Length": str(10**10)})

    figures = client.get("/metrics").text

    assert "/healthz" not in figures
    assert 'http_requests_total{handler="none",method="GET",status="4xx"} 1.0' in figures
    assert 'http_requests_total{handler="none",method="other",status="4xx"} 1.0' in figures
    # Refused for its size before anybody looked for its route.
    assert 'http_requests_total{handler="/v1/imports",method="POST",status="4xx"} 1.0' in figures
    assert "s3cr3t" not in figures


def test_metrics_tell_runs_by_state_and_how_long_the_oldest_has_waited(client: TestClient, database: Database) -> None:
    with database.writing() as session:
        for state, minutes in (("queued", 2), ("queued", 1), ("done", 60)):
            session.add(
                RunRecord(
                    kind="day",
                    priority=2,
                    state=state,
                    first_date=date(2026, 11, 23),
                    requested_by="somebody",
                    requested_at=datetime.now(UTC) - timedelta(minutes=minutes),
                )
            )

    figures = dict(line.rsplit(" ", 1) for line in client.get("/metrics").text.splitlines() if line.startswith("cilt_"))

    assert figures['cilt_runs{state="queued"}'] == "2.0"
    assert figures['cilt_runs{state="done"}'] == "1.0"
    assert figures['cilt_runs{state="failed"}'] == "0.0"
    assert 120 <= float(figures["cilt_queue_age_seconds"]) < 180
