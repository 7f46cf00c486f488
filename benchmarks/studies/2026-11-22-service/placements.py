"""The study of placements: how long the best places for one urgent visit take through HTTP, at the size of a locality.

Beside `run.py`, which measures readers; this one asks one question after another.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from sqlalchemy import select

from api.database import Database
from api.demo import load_demo
from api.security import access_token
from api.settings import Settings
from api.starting import open_database
from api.tables.accounts import AccountRecord
from api.tables.caseloads import VisitAttendanceRecord, VisitRecord, VisitWindowRecord

NUM_VISITS, SECONDS_TO_PLAN, SECONDS_TO_START = 100, 10, 900
HERE = Path(__file__).parent


def main() -> None:
    """Plan West, then place a hundred urgent visits: each a moment after it came in, and each once more."""
    with tempfile.TemporaryDirectory() as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        settings = Settings(
            home=Path(home), secret_key=secrets.token_hex(32), request_rate="100000/second", access_token_minutes=120
        )
        database = open_database(settings)
        load_demo(database, "west")
        client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}/v1", headers=_coordinator(database, settings), timeout=60
        )
        service = _start(settings, port)
        try:
            results = _measured(client, database)
        finally:
            service.terminate()
            service.wait()
    print(json.dumps(results, indent=2))  # noqa: T201
    (HERE / "placements.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def _measured(client: httpx.Client, database: Database) -> dict[str, Any]:
    _wait_until_ready(client)
    run = client.post(
        "/runs", json={"first_date": "2026-11-23", "locality_id": "west", "budget_seconds": SECONDS_TO_PLAN}
    )
    run_id = run.raise_for_status().json()["run_id"]
    while (status := client.get(f"/runs/{run_id}").json())["state"] in ("queued", "running"):
        time.sleep(1)
    visits = [_urgent_visit(database, number) for number in range(2 * NUM_VISITS)][NUM_VISITS:]
    just_in, again, nowhere = [], [], 0
    for number, visit_id in enumerate(visits):
        _urgent_visit(database, 1000 + number)  # whatever was kept of the data is out of date
        just_in.append(_seconds(client, visit_id, run_id))
    for visit_id in visits:
        again.append(_seconds(client, visit_id, run_id))
        nowhere += not client.post(f"/visits/{visit_id}/placements", json={"run_id": run_id}).json()["placements"]
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "run": status["state"],
        "load_of_the_machine": os.getloadavg()[0],
        "cores": len(os.sched_getaffinity(0)),
        "visits": len(visits),
        "that_fit_nowhere": nowhere,
        "milliseconds_after_a_change": _quantiles(just_in),
        "milliseconds_unchanged": _quantiles(again),
    }


def _seconds(client: httpx.Client, visit_id: str, run_id: str) -> float:
    began = time.perf_counter()
    client.post(f"/visits/{visit_id}/placements", json={"run_id": run_id}).raise_for_status()
    return time.perf_counter() - began


def _quantiles(seconds: list[float]) -> dict[str, int]:
    return {f"p{share}": round(1000 * float(np.percentile(seconds, share))) for share in (50, 95, 99)}


def _urgent_visit(database: Database, number: int) -> str:
    """A visit like one that is there, urgent, to be begun within two hours of some moment between 09:00 and 14:00."""
    opens = datetime(2026, 11, 23, 9, tzinfo=UTC) + timedelta(minutes=3 * number % 300)
    with database.writing() as session:
        others = session.scalars(
            select(VisitRecord).where(VisitRecord.referral_id.is_(None)).order_by(VisitRecord.visit_id)
        )
        like = list(others)[7 * number % 300]
        visit = {column.key: getattr(like, column.key) for column in VisitRecord.__mapper__.column_attrs}
        new_id = f"urgent-{number}"
        urgent = {"visit_id": new_id, "level_of_care": 4, "duration_minutes": 30, "is_time_critical": False}
        session.add(VisitRecord(**{**visit, **urgent}))
        session.flush()
        session.add(VisitWindowRecord(visit_id=new_id, earliest_start=opens, latest_start=opens + timedelta(hours=2)))
        session.add(VisitAttendanceRecord(visit_id=new_id, attendance=1, skill_ids=[], minimum_band=0))
    return new_id


def _coordinator(database: Database, settings: Settings) -> dict[str, str]:
    with database.reading() as session:
        accounts = session.scalars(select(AccountRecord).where(AccountRecord.role == "coordinator"))
        account_id = next(account.account_id for account in accounts if "west" in account.locality_ids)
    token = access_token(account_id, settings, now=datetime.now(UTC))
    return {"Authorization": f"Bearer {token}"}


def _start(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    assert settings.secret_key is not None
    chosen = {
        "CILT_HOME": str(settings.home),
        "CILT_SECRET_KEY": settings.secret_key.get_secret_value(),
        "CILT_REQUEST_RATE": settings.request_rate,
        "CILT_ACCESS_TOKEN_MINUTES": "120",
    }
    command = [sys.executable, "-c", "from scheduler.cli import app; app()", "serve", "--port", str(port)]
    return subprocess.Popen(command, env={**os.environ, **chosen})  # noqa: S603


def _wait_until_ready(client: httpx.Client) -> None:
    gives_up_at = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < gives_up_at:
        try:
            if client.get(str(client.base_url).removesuffix("/v1/") + "/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(1)
    raise TimeoutError(f"the service is not ready after {SECONDS_TO_START} s")


if __name__ == "__main__":
    main()
