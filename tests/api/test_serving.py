"""Several web processes answer at one address and count together; one that dies is replaced, and none outlives the service."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from ctypes import c_bool
from dataclasses import dataclass
from multiprocessing import RawValue
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psutil
import pytest
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import SIGNALS

from api.edge.metrics import SHARED_FIGURES
from api.errors import StartError
from api.serving import WebProcess, answer
from api.settings import Settings
from tests.architecture.sources import ROOT

NUM_WEB_PROCESSES = 2
LONGEST_SECONDS = 120
PROGRAM = "from scheduler.cli import app; app()"


@dataclass(frozen=True)
class Service:
    """A service on an empty database."""

    process: psutil.Popen
    port: int
    log: Path

    def web_processes(self) -> set[psutil.Process]:
        """Those of its processes that have its address open, without the one that started them."""
        return {child for child in self.process.children() if self.port in _ports_of(child)}

    def text_of(self, path: str) -> str:
        """What is answered to a request of its own connection, whatever its status."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answered:
                return str(answered.read(), "utf-8")
        except HTTPError as refused:
            return str(refused.read(), "utf-8")

    def answers(self) -> bool:
        try:
            return '"ready"' in self.text_of("/readyz")
        except (URLError, OSError):
            return False


def _ports_of(process: psutil.Process) -> set[int]:
    try:
        return {held.laddr.port for held in process.net_connections("tcp4") if held.status == psutil.CONN_LISTEN}
    except psutil.NoSuchProcess:
        return set()


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    given = {"PYTHONPATH": str(ROOT), "CILT_HOME": str(tmp_path), "CILT_WEB_PROCESSES": str(NUM_WEB_PROCESSES)}
    told = tmp_path / "log.txt"
    with told.open("w") as log:
        process = psutil.Popen(
            [sys.executable, "-c", PROGRAM, "serve", "--port", str(port)],
            env=os.environ | given,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    service = Service(process, port, told)
    try:
        wait_until(lambda: service.answers() and len(service.web_processes()) == NUM_WEB_PROCESSES)
        yield service
    finally:
        if process.is_running():
            process.terminate()
        process.wait(LONGEST_SECONDS)


def test_requests_of_all_web_processes_are_counted_together(service: Service) -> None:
    for number in range(20):
        service.text_of(f"/v1/accounts/{number}")

    wait_until(lambda: _counted(service.text_of("/metrics")) == 20)  # the last is counted after it is answered
    told = {_counted(service.text_of("/metrics")) for _ in range(20)}

    assert told == {20.0}


def _counted(figures: str) -> float:
    found = re.search(r'^http_requests_total\{handler="/v1/accounts/\{account_id\}".*\} (\S+)$', figures, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_a_web_process_that_is_killed_has_another_in_its_place_and_what_was_counted_stays(service: Service) -> None:
    before = service.web_processes()
    service.text_of("/v1/accounts/1")
    wait_until(lambda: _counted(service.text_of("/metrics")) == 1)

    before.copy().pop().kill()
    wait_until(lambda: len(service.web_processes() - before) == 1 and service.answers())

    assert len(service.web_processes()) == NUM_WEB_PROCESSES
    assert "another one took its place: exit code -9" in service.log.read_text("utf-8")
    assert _counted(service.text_of("/metrics")) == 1.0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["told to", "terminal closed"])
def test_a_service_that_is_stopped_leaves_nothing_behind(service: Service, number: signal.Signals) -> None:
    figures = Path(service.web_processes().pop().environ()[SHARED_FIGURES])
    was_there, family = figures.is_dir(), service.process.children(recursive=True)

    service.process.send_signal(number)

    assert service.process.wait(LONGEST_SECONDS) == 0
    assert psutil.wait_procs(family, timeout=10)[1] == []
    assert (was_there, figures.exists()) == (True, False)


def test_a_web_process_that_hangs_keeps_no_service_from_ending(service: Service) -> None:
    family = service.process.children(recursive=True)
    service.web_processes().pop().suspend()

    service.process.terminate()

    assert service.process.wait(LONGEST_SECONDS) == 0
    assert psutil.wait_procs(family, timeout=10)[1] == []


def test_no_web_process_outlives_a_service_that_is_killed(service: Service) -> None:
    family = service.process.children(recursive=True)

    service.process.kill()
    _, alive = psutil.wait_procs(family, timeout=LONGEST_SECONDS)

    assert alive == []
    socket.create_server(("127.0.0.1", service.port)).close()


def _cannot_start() -> FastAPI:
    sys.exit(STARTUP_FAILURE)


def test_a_service_whose_web_processes_cannot_start_ends_and_says_so() -> None:
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    listener = socket.create_server(("127.0.0.1", 0))
    try:
        with pytest.raises(StartError, match="A web process did not start"):
            answer(_cannot_start, NUM_WEB_PROCESSES, listener)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)

    assert listener.fileno() == -1


def test_a_web_process_that_cannot_make_its_application_ends_for_good(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("api.serving.configure_logs", lambda: None)
    monkeypatch.setattr("api.main.create_app", lambda *_, **__: 1 / 0)
    before = sys.getswitchinterval()

    with pytest.raises(SystemExit) as ended:
        WebProcess(Settings(database_url="sqlite:///never-opened.db", secret_key="-" * 32), RawValue(c_bool))()
    sys.setswitchinterval(before)

    assert ended.value.code == STARTUP_FAILURE
    assert "a web process does not start" in caplog.text
