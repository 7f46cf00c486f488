"""The README's way from nothing to a published roster, run as written against a service of its own."""

import csv
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.architecture.sources import ROOT
from tests.docs.pages import text_of

BLOCKS = re.findall(r"^```bash\n(.*?)^```$", text_of("README.md"), re.MULTILINE | re.DOTALL)
LONGEST_SECONDS = 600
PROGRAM = "from scheduler.cli import app; app()"


@dataclass(frozen=True)
class Service:
    """A service that was started as the README says, in a folder of its own."""

    process: subprocess.Popen[str]
    folder: Path
    port: int
    log: Path

    def said(self) -> str:
        return (self.folder / "said.txt").read_text(encoding="utf-8")

    def wait_until_ready(self) -> None:
        latest = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < latest and self.process.poll() is None:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5):
                    return
            except (URLError, OSError):
                time.sleep(0.2)
        raise AssertionError(self.said() + self.log.read_text(encoding="utf-8"))


def _start(folder: Path, *arguments: str) -> Service:
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "CILT_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    with (folder / "said.txt").open("w") as said, (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "serve", "--port", str(port), *arguments],
            cwd=folder,
            env=environment,
            stdout=said,
            stderr=log,
            text=True,
        )
    return Service(process, folder, port, folder / "log.txt")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    service = _start(tmp_path, "--demo")
    service.wait_until_ready()
    yield service
    if service.process.poll() is None:
        service.process.kill()
    service.process.wait()


def test_the_readme_leads_from_nothing_to_a_published_roster(service: Service) -> None:
    begun = time.monotonic()

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", _as_typed(service)],  # noqa: S607 - as a reader types it
        cwd=service.folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:] + service.log.read_text()[-4000:]
    assert "event: end" in done.stdout
    assert '"state":"published"' in done.stdout
    assert (service.folder / "roster.pdf").read_bytes().startswith(b"%PDF")
    assert (service.folder / "roster.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert time.monotonic() - begun < LONGEST_SECONDS
    _holds_no_secret_and_no_patient(service)
    _ends_cleanly(service)


def _as_typed(service: Service) -> str:
    """The commands with what a reader fills in; two seconds of search show what twenty would."""
    passwords = dict(re.findall(r"^\s+(\S+)\s+(\S+)$", service.said(), re.MULTILINE))
    return (
        "\n".join(BLOCKS)
        .replace("127.0.0.1:8000", f"127.0.0.1:{service.port}")
        .replace("of the coordinator", passwords["coordinator"])
        .replace("of the nurse", passwords["nurse"])
        .replace('"budget_seconds": 20', '"budget_seconds": 2')
    )


def _holds_no_secret_and_no_patient(service: Service) -> None:
    """Of everybody in the demonstration: no name, number, telephone, address or way in; no password, token or secret link."""
    logged = _logged_until(service, "/v1/calendars/{token}.ics")
    assert '"event": "request"' in logged

    passwords = re.findall(r"^\s+\S+\s+(\S{12,})$", service.said(), re.MULTILINE)
    link = re.search(r"/v1/calendars/(?!\{)\S+", logged)
    assert [secret for secret in (*passwords, "eyJ") if secret in logged] == []
    assert link is None
    assert sorted(word for word in _private() if word in logged) == []


def _logged_until(service: Service, last: str) -> str:
    """The whole log, once it tells of the last command: a request is logged after its answer has been sent."""
    until = time.monotonic() + 30
    while last not in (logged := service.log.read_text(encoding="utf-8")):
        assert time.monotonic() < until, f"no {last} in {logged[-4000:]}"
        time.sleep(0.1)
    return logged


def _private() -> set[str]:
    columns = {
        "patients.csv": ("name", "nhs_number", "telephone"),
        "staff.csv": ("name", "telephone"),
        "locations.csv": ("address", "access_notes"),
    }
    found = set()
    for table, names in columns.items():
        with (ROOT / "data/west_weekday" / table).open(encoding="utf-8", newline="") as file:
            found |= {row[name] for row in csv.DictReader(file) for name in names if row[name]}
    return found


def _ends_cleanly(service: Service) -> None:
    service.process.send_signal(signal.SIGINT)

    assert service.process.wait(timeout=60) == 0
    assert service.said().endswith("Stopped.\n")
