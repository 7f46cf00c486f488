"""An application with routes that misbehave."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient

from api.main import create_app
from api.settings import Settings
from tests.api.conftest import SECRET
from tests.api.databases import SqliteFiles

WORDS = "Mrs Example of 1 Sample Street"


@pytest.fixture
def patience() -> float:
    """Seconds that a request may take."""
    return 5


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Opened at the latest when the test is over."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def odd(
    sqlite_files: SqliteFiles, tmp_path: Path, gate: threading.Event, patience: float, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """Routes that fail, wait and stream beside those of the service, which may take one megabyte."""
    with sqlite_files.fresh() as address:
        settings = Settings(home=tmp_path, database_url=address, secret_key=SECRET, largest_request_megabytes=1)
        monkeypatch.setitem(settings.__dict__, "request_seconds", patience)  # whole seconds are long for a test
        app = create_app(settings)
        _misbehave(app, gate.wait)
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client


def _misbehave(app: FastAPI, wait: Callable[[float], bool]) -> None:
    router = APIRouter(prefix="/odd")

    @router.get("/fails/{thing}")
    def fails(thing: str) -> None:
        raise ValueError(f"{WORDS} is not {thing}")

    @router.get("/waits")
    def waits() -> str:
        wait(10)
        return "late"

    @router.get("/streams")
    def streams() -> StreamingResponse:
        def parts() -> Iterator[bytes]:
            for part in (b"first ", b"second ", b"third"):
                yield part
                time.sleep(0.6)

        return StreamingResponse(parts())

    @router.post("/swallows")
    async def swallows(request: Request) -> int:
        return len(await request.body())

    app.include_router(router)
