"""The study of the service under load: starts it at county size, publishes a day, lets people read, plans beside them."""

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psutil
from sqlalchemy import select

from api.database import Database
from api.security import AccountRole, access_token
from api.settings import Settings
from api.tables.accounts import AccountRecord
from api.tables.geography import LocalityRecord
from api.tables.workforce import ShiftRecord, StaffRecord

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
DAY = "2026-11-23"
NUM_READERS, NUM_PLANNERS, RUNS_EACH = 50, 10, 2
PORT = 8123
PLAN_SECONDS = 5
SECONDS_BETWEEN_LOOKS = 30
ENDED = {"done", "failed", "cancelled"}


@dataclass
class Service:
    """The service under study, and the database behind it."""

    home: Path
    settings: Settings
    client: httpx.Client
    process: psutil.Process

    def as_(self, account_id: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {access_token(account_id, self.settings, now=datetime.now(UTC))}"}

    def ask(self, verb: str, path: str, account_id: str, **options: Any) -> Any:  # noqa: ANN401 - JSON
        answered = self.client.request(
            verb, f"/v1{path}", headers=self.as_(account_id) | options.pop("headers", {}), **options
        )
        answered.raise_for_status()
        return answered.json()

    def memory_megabytes(self) -> float:
        """What the web processes have of it: those, and the one that started them, have the address open."""
        family = [self.process, *self.process.children()]
        ports = {each: {held.laddr.port for held in each.net_connections("tcp4")} for each in family}
        return sum(each.memory_info().rss for each in family if PORT in ports[each]) / 1e6


@dataclass
class Machine:
    """What the machine gives: the memory of the service while a block lasts, and the time that others took from its cores."""

    service: Service
    megabytes: list[float] = field(default_factory=list)
    stolen_share: float = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look every half minute, at the beginning and at the end."""
        is_over, before = threading.Event(), psutil.cpu_times()

        def look() -> None:
            while True:
                self.megabytes.append(round(self.service.memory_megabytes(), 1))
                if is_over.wait(SECONDS_BETWEEN_LOOKS):
                    return

        watching = threading.Thread(target=look)
        watching.start()
        try:
            yield
        finally:
            is_over.set()
            watching.join()
        self.megabytes.append(round(self.service.memory_megabytes(), 1))
        after = psutil.cpu_times()
        self.stolen_share = round((after.steal - before.steal) / (sum(after) - sum(before)), 3)


@contextmanager
def started(home: Path, part: str) -> Iterator[Service]:
    """A service of its own, filled with the demonstration; nothing limits how often its people ask."""
    environment = {
        "CILT_HOME": str(home),
        "CILT_ACCESS_TOKEN_MINUTES": "120",
        "CILT_REQUEST_RATE": "100000/minute",
        "CILT_RUNS_PER_PERSON": "2",
        "CILT_PUBLIC_URL": f"http://127.0.0.1:{PORT}",
        "PYTHONPATH": str(ROOT),
    }
    os.environ.update(environment)
    command = [sys.executable, "-c", "from scheduler.cli import app; app()", "serve", "--port", str(PORT)]
    with (home / "log.txt").open("w") as log:
        process = subprocess.Popen([*command, "--demo", "--demo-part", part], stdout=log, stderr=log)  # noqa: S603
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60) as client:
                _wait_until_ready(client, process, home)
                yield Service(home, Settings(), client, psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait()


def _wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes], home: Path) -> None:
    while process.poll() is None:
        try:
            if client.get("/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise SystemExit((home / "log.txt").read_text(encoding="utf-8"))


def people(service: Service) -> dict[str, list[dict[str, str]]]:
    """Accounts for a coordinator of each locality, for readers among the staff on duty, and for those who plan."""
    database = Database.of(service.settings)
    with database.writing() as session:
        localities = list(session.scalars(select(LocalityRecord.locality_id).order_by(LocalityRecord.locality_id)))
        on_duty = select(StaffRecord).where(StaffRecord.staff_id.in_(select(ShiftRecord.staff_id)))
        staff = list(session.scalars(on_duty.order_by(StaffRecord.staff_id)))
        taken = set(session.scalars(select(AccountRecord.staff_id)))
        free = [person for person in staff if person.staff_id not in taken]
        readers = free[:: max(1, len(free) // NUM_READERS)][:NUM_READERS]
        made: dict[str, list[AccountRecord]] = {"coordinators": [], "planners": [], "staff": []}
        for number in range(len(localities) + NUM_PLANNERS):
            kind = "coordinators" if number < len(localities) else "planners"
            locality = localities[number % len(localities)]
            made[kind].append(
                _account(f"{kind}-{number}", AccountRole.COORDINATOR, staff[0].organisation_id, [locality])
            )
        for person in readers:
            account = _account(f"reader-{person.staff_id}".lower(), AccountRole.STAFF, person.organisation_id, [])
            account.staff_id = person.staff_id
            made["staff"].append(account)
        session.add_all(account for accounts in made.values() for account in accounts)
        session.flush()
        cast = {
            kind: [
                {
                    "account_id": account.account_id,
                    "locality_id": "".join(account.locality_ids),
                    "token": service.as_(account.account_id)["Authorization"].removeprefix("Bearer "),
                }
                for account in accounts
            ]
            for kind, accounts in made.items()
        }
    database.close()
    return cast


def _account(name: str, role: AccountRole, organisation_id: str, localities: list[str]) -> AccountRecord:
    return AccountRecord(
        sign_in_name=name, display_name=name, role=role.value, organisation_id=organisation_id, locality_ids=localities
    )


def publish(service: Service, person: dict[str, str], seconds: float) -> str:
    """Plan a locality's day and publish it; the roster's id."""
    run_id = plan(service, person, seconds)
    status = ended(service, person, run_id)
    if status["state"] != "done":
        raise SystemExit(f"{person['locality_id']}: {status}")
    draft = service.ask("POST", "/rosters", person["account_id"], json={"made_from": "run", "run_id": run_id})
    left_out = service.ask("GET", f"/runs/{run_id}/plan", person["account_id"])["left_out"]
    service.ask(
        "POST",
        f"/rosters/{draft['roster_id']}/publish",
        person["account_id"],
        json={"acknowledged_left_out": [visit["visit_id"] for visit in left_out]},
        headers={"If-Match": '"1"'},
    )
    return str(draft["roster_id"])


def plan(service: Service, person: dict[str, str], seconds: float) -> str:
    """Ask for a run."""
    asked = {"first_date": DAY, "locality_id": person["locality_id"], "budget_seconds": seconds}
    return str(service.ask("POST", "/runs", person["account_id"], json=asked)["run_id"])


def ended(service: Service, person: dict[str, str], run_id: str) -> dict[str, Any]:
    """Wait for a run's end."""
    while True:
        status: dict[str, Any] = service.ask("GET", f"/runs/{run_id}", person["account_id"])
        if status["state"] in ENDED:
            return status
        time.sleep(0.5)


def read(service: Service, cast: Path, minutes: float, name: str) -> dict[str, Any]:
    """Let the readers read, and measure: percentiles over all reads, failures, and what the machine gave."""
    machine, prefix = Machine(service), service.home / name
    with machine.watched():
        _let_read(cast, minutes, prefix)
    with Path(f"{prefix}_stats.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["Name"]: row for row in csv.DictReader(file)}
    with Path(f"{prefix}_failures.csv").open(encoding="utf-8", newline="") as file:
        failed = {f"{row['Name']}: {row['Error']}": int(row["Occurrences"]) for row in csv.DictReader(file)}
    return {
        "part": name,
        "minutes": minutes,
        "requests": int(rows["Aggregated"]["Request Count"]),
        "failures": int(rows["Aggregated"]["Failure Count"]),
        "failed": failed,
        **{f"p{percent}_milliseconds": float(rows["Aggregated"][f"{percent}%"]) for percent in (50, 95, 99)},
        "p95_by_route": {route: float(row["95%"]) for route, row in rows.items() if route != "Aggregated"},
        "memory_megabytes": machine.megabytes,
        "stolen_share": machine.stolen_share,
    }


def _let_read(cast: Path, minutes: float, prefix: Path) -> None:
    subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-m", "locust", "--headless", "--only-summary", "--locustfile", str(HERE / "people.py")),
            *(
                "--users",
                str(NUM_READERS),
                "--spawn-rate",
                "25",
                "--run-time",
                f"{round(minutes * 60)}s",
                "--reset-stats",
            ),
            *("--host", f"http://127.0.0.1:{PORT}", "--csv", str(prefix), "--exit-code-on-error", "0"),
        ],
        env=os.environ | {"CILT_STUDY_CAST": str(cast)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def read_beside_a_plan(
    service: Service, cast: dict[str, list[dict[str, str]]], file: Path, minutes: float
) -> dict[str, Any]:
    """The same, while one run after the other is searched."""
    is_over, runs = threading.Event(), 0

    def keep_planning() -> None:
        nonlocal runs
        while not is_over.is_set():
            ended(service, cast["planners"][0], plan(service, cast["planners"][0], 20))
            runs += 1

    planner = threading.Thread(target=keep_planning)
    planner.start()
    measured = read(service, file, minutes, "beside_a_plan")
    is_over.set()
    planner.join()
    return measured | {"runs_beside": runs}


def queue(service: Service, cast: dict[str, list[dict[str, str]]]) -> dict[str, Any]:
    """Twenty runs, asked for by ten people at once: how each ended."""
    begun = time.monotonic()
    asked = [(person, plan(service, person, PLAN_SECONDS)) for person in cast["planners"] for _ in range(RUNS_EACH)]
    states = [ended(service, person, run_id)["state"] for person, run_id in asked]
    return {
        "part": "queue",
        "runs": len(states),
        "states": {state: states.count(state) for state in sorted(set(states))},
        "seconds": round(time.monotonic() - begun, 1),
    }


def main() -> None:
    """Do it all, and write `results.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="How long people read, alone and beside a plan.")
    parser.add_argument("--part", choices=("west", "county"), default="county", help="How much of the county.")
    parser.add_argument("--out", type=Path, default=HERE, help="Where results.json goes.")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)

    with tempfile.TemporaryDirectory() as folder, started(Path(folder), asked.part) as service:
        cast = people(service)
        rosters = {person["locality_id"]: publish(service, person, PLAN_SECONDS) for person in cast["coordinators"]}
        for person in cast["coordinators"]:
            person["roster_id"] = rosters[person["locality_id"]]
        file = Path(folder) / "cast.json"
        file.write_text(json.dumps({"day": DAY, **cast}), encoding="utf-8")
        parts = [
            read(service, file, asked.minutes, "alone"),
            read_beside_a_plan(service, cast, file, asked.minutes),
            queue(service, cast),
        ]
    machine = {"cores": len(os.sched_getaffinity(0)), "python": platform.python_version(), "part": asked.part}
    (asked.out / "results.json").write_text(
        json.dumps({"machine": machine, "parts": parts}, indent=1) + "\n", encoding="utf-8"
    )
    sys.stdout.write(json.dumps(parts, indent=1) + "\n")


if __name__ == "__main__":
    main()
