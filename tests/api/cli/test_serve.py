"""`cilt serve` says in a sentence why it does not start, and tells the demonstration's passwords once. That it serves is shown by tests/docs."""

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.starting import open_database, read_settings
from scheduler.cli import app


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CILT_HOME", str(tmp_path))


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = CliRunner().invoke(app, ["serve", "--port", str(port)])

    assert done.exit_code == 2
    assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr
    assert not (tmp_path / "cilt.db").exists()


def test_passwords_of_the_demonstration_are_told_at_the_first_start_alone(capsys: pytest.CaptureFixture[str]) -> None:
    from api.cli.serve import Demo, _load_demo  # noqa: PLC0415 - `scheduler.cli` comes first: it brings `api.cli` in

    database = open_database(read_settings())

    _load_demo(database, Demo.WEST)
    first = capsys.readouterr().out
    _load_demo(database, Demo.WEST)
    second = capsys.readouterr().out
    database.close()

    assert [line.split()[0] for line in first.splitlines()[1:]] == [
        "coordinator",
        "nurse",
        "volunteer",
        "planner",
        "auditor",
        "administrator",
    ]
    assert "not loaded" in second
