"""Writers on SQLite stand in line, in one process and among several, and none keeps its place when it has ended, however it did."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from api.database import BUSY_MILLISECONDS, Database
from api.migrating import upgrade

SECONDS = BUSY_MILLISECONDS / 1000


@pytest.fixture
def file(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path / 'cilt.db'}")
    with database.writing() as session:
        session.execute(text("CREATE TABLE notes (note TEXT)"))
    return database


def write(database: Database, note: str = "") -> float:
    """Add a note; the seconds that it took."""
    began = time.monotonic()
    with database.writing() as session:
        session.execute(text("INSERT INTO notes VALUES (:note)"), {"note": note})
    return time.monotonic() - began


def write_amiss(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("INSERT INTO notes VALUES ('never')"))
        session.execute(text("INSERT INTO elsewhere VALUES ('never')"))


def notes(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(text("SELECT note FROM notes ORDER BY rowid")))


def test_a_writer_waits_for_the_one_before_and_what_both_write_is_there(file: Database) -> None:
    has_begun, is_seen = threading.Event(), threading.Event()

    def first() -> None:
        with file.writing() as session:
            session.execute(text("INSERT INTO notes VALUES ('first')"))
            has_begun.set()
            is_seen.wait(SECONDS)

    one, other = threading.Thread(target=first), threading.Thread(target=write, args=(file, "second"))
    one.start()
    has_begun.wait(SECONDS)
    other.start()
    other.join(0.3)
    is_waiting = other.is_alive()
    is_seen.set()
    one.join()
    other.join()

    assert is_waiting
    assert notes(file) == ["first", "second"]


def test_many_writers_all_write(file: Database) -> None:
    threads = [threading.Thread(target=lambda: [write(file) for _ in range(25)]) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(notes(file)) == 12 * 25


def test_a_writer_goes_on_as_soon_as_one_of_another_process_has_ended(file: Database) -> None:
    # SQLite itself would look again after 228 ms and after 328.
    held_seconds = 0.25
    waits = []
    for _ in range(3):
        has_begun = threading.Event()

        def hold(has_begun: threading.Event = has_begun) -> None:
            with Database(file.address).writing() as session:
                session.connection()
                has_begun.set()
                time.sleep(held_seconds)

        other = threading.Thread(target=hold)
        other.start()
        has_begun.wait(SECONDS)
        waits.append(write(file))
        other.join()

    assert min(waits) < held_seconds + 0.05


def test_a_writer_gives_up_after_a_while_what_another_process_holds(
    file: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.database.BUSY_MILLISECONDS", 200)

    with Database(file.address).writing() as session:
        session.connection()
        with pytest.raises(OperationalError, match="database is locked"):
            write(file)

    assert write(file, "after") < SECONDS


def test_a_transaction_that_fails_holds_nobody_up(file: Database) -> None:
    for _ in range(3):
        with pytest.raises(OperationalError, match="no such table"):
            write_amiss(file)

    assert write(file, "after") < SECONDS
    assert notes(file) == ["after"]


def test_migrating_holds_nobody_up(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'cilt.db'}")
    upgrade(database)
    with database.writing() as session:
        session.execute(text("CREATE TABLE notes (note TEXT)"))

    assert write(database) < SECONDS


def test_nobody_else_on_the_machine_reads_the_file(file: Database, tmp_path: Path) -> None:
    with file.writing() as session:
        session.execute(text("INSERT INTO notes VALUES ('private')"))
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}

    assert modes == {"cilt.db": 0o600, "cilt.db-wal": 0o600, "cilt.db-shm": 0o600}


def test_what_was_told_as_done_is_on_the_disk(file: Database) -> None:
    with file.reading() as session:
        assert session.scalar(text("PRAGMA synchronous")) == 2  # FULL: a power cut undoes no commit
