"""Uploads for tests: the demonstration's tables, some of them changed, as multipart files or as a zip."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from fastapi.testclient import TestClient

from api.demo import WEST_WEEKDAY

PATH = "/v1/imports"


def table(name: str, change: Callable[[list[str]], list[str]] = list) -> tuple[str, bytes]:
    """A table of the demonstration, its lines changed."""
    lines = (WEST_WEEKDAY / name).read_text("utf-8").splitlines()
    return name, ("\n".join(change(lines)) + "\n").encode()


def whole_folder() -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted(WEST_WEEKDAY.glob("*.csv"))]


def zipped(files: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return [("west.zip", packed.getvalue())]


def send(client: TestClient, headers: dict[str, str], files: list[tuple[str, bytes]], **asked: Any) -> Any:
    return client.post(PATH, files=[("files", file) for file in files], headers=headers, params=asked)
