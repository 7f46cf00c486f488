"""docs/OPERATIONS.md: the settings are those of the program, the ways of backup lead back, and all parts of compose.yaml are hardened."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy import text

from api.audit import faults_in_chain, record
from api.database import Database
from api.migrating import downgrade, require_newest, upgrade
from api.settings import Settings
from tests.api.databases import PostgresqlServer
from tests.architecture.sources import ROOT
from tests.docs.pages import text_of

PAGE = text_of("docs/OPERATIONS.md")
BACKUP = re.search(r"^## Backup and restore\n(.*?)^## ", PAGE, re.MULTILINE | re.DOTALL)
SQLITE_OUT, SQLITE_BACK, POSTGRESQL_OUT, POSTGRESQL_BACK = re.findall(
    r"^```bash\n(.*?)^```$", BACKUP[1] if BACKUP else "", re.MULTILINE | re.DOTALL
)
PARTS = yaml.safe_load(text_of("compose.yaml"))["services"]
OURS = {name: part for name, part in PARTS.items() if part["image"] == "cilt"}


def _row(name: str) -> str:
    setting = Settings.model_fields[name]
    default = setting.get_default(call_default_factory=True)
    shown = "" if default in (None, {}) else f"`{default}`"
    return f"| `CILT_{name.upper()}` | {shown} | {setting.description} |"


def test_the_page_lists_every_setting_as_the_program_has_it() -> None:
    listed = [line for line in PAGE.splitlines() if line.startswith("| `CILT_")]

    assert listed == [_row(name) for name in Settings.model_fields]


def _walk(commands: str, folder: Path, **environment: str) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],  # noqa: S607 - as an operator types it
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _write(database: Database, visit: str) -> None:
    with database.writing() as session:
        record(session, None, "view", "visit", visit)


def _kept(database: Database) -> list[str]:
    require_newest(database)
    with database.reading() as session:
        assert list(faults_in_chain(session)) == []
        return list(session.scalars(text("SELECT subject_id FROM audit_entries ORDER BY number")))


def test_the_embedded_database_comes_back_as_it_was_when_it_was_copied(tmp_path: Path) -> None:
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    address = f"sqlite:///{tmp_path / 'var' / 'cilt.db'}"
    running = Database(address)
    upgrade(running)
    _write(running, "before")

    _walk(SQLITE_OUT, tmp_path)  # while it runs
    _write(running, "after")
    running.close()
    _walk(SQLITE_BACK, tmp_path)

    again = Database(address)
    assert _kept(again) == ["before"]
    _write(again, "later")
    assert _kept(again) == ["before", "later"]
    again.close()


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresqlServer]:
    server = PostgresqlServer()
    yield server
    server.close()


def test_postgresql_comes_back_as_it_was_when_it_was_dumped(server: PostgresqlServer, tmp_path: Path) -> None:
    with server.fresh() as address:
        plain = address.replace("postgresql+psycopg", "postgresql")
        path = {"PATH": f"{server.programs}:{os.environ['PATH']}", "CILT_DATABASE_URL": plain}
        running = Database(address)
        _write(running, "before")

        _walk(POSTGRESQL_OUT, tmp_path, **path)
        _write(running, "after")
        _walk(POSTGRESQL_BACK, tmp_path, **path)

        assert _kept(running) == ["before"]
        _write(running, "later")
        downgrade(running, "base")
        running.close()


@pytest.mark.parametrize("name", OURS)
def test_a_part_of_ours_can_write_nowhere_but_in_its_volume(name: str) -> None:
    part = OURS[name]

    assert part["read_only"]
    assert part["cap_drop"] == ["ALL"]
    assert re.search(r"^USER cilt$", text_of("Dockerfile"), re.MULTILINE)


def test_no_secret_has_a_default() -> None:
    named = re.findall(r"\$\{(\w*(?:PASSWORD|KEY)\w*)(:\?)?", text_of("compose.yaml"))

    assert named
    assert all(is_wanted for _, is_wanted in named)


def test_nothing_waits_for_a_part_that_is_not_there() -> None:
    assert {needed for part in PARTS.values() for needed in part.get("depends_on", {})} <= set(PARTS)


def test_every_folder_that_the_image_copies_is_sent_to_it() -> None:
    copied = set(re.findall(r"^COPY (.+) \S+$", text_of("Dockerfile"), re.MULTILINE))
    sent = {
        line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }

    assert {name for names in copied for name in names.split()} <= sent
    assert all((ROOT / name).exists() for name in sent)
