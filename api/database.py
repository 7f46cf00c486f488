"""The engine and its sessions: one transaction for a request or a task, on SQLite or PostgreSQL. Tables stand in `tables/`."""

import sqlite3
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from api.settings import Settings
from api.tables.changes import count_changes
from api.turns import Turn, take_turn

Thought = TypeVar("Thought")
Answer = TypeVar("Answer")

WRITES = "writes"
"""Execution option of a transaction that will write."""
PRIMARY_CODE = 0xFF
"""The part of SQLite's extended error codes that says which kind it is."""
HAS_PEN = "has pen"
"""Of a connection to SQLite that is the one of this process which writes."""
BUSY_MILLISECONDS = 5000
"""How long a writer waits for another one on SQLite."""
SECONDS_BETWEEN_TRIES = 0.001
"""Of a writer that waits for another process: a third of what most writers take."""
CONNECT_SECONDS = 5
WAITS = "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
"""PostgreSQL: how long a request waits for a lock, and how long a transaction may stand idle; milliseconds."""
CONNECTIONS = 32
"""The most that one process holds."""
WAIT_SECONDS = 5
"""For one of them, before the answer is 503."""
AWAY = (OperationalError, InterfaceError, NoConnectionError)
"""What is raised where the database is away, or has no connection left: it may be back in a moment."""
THOUGHTS = 2
"""How often something is thought out before a writer waits for it."""
POOL = {
    "pool_size": CONNECTIONS // 2,
    "max_overflow": CONNECTIONS // 2,
    "pool_timeout": WAIT_SECONDS,
    "hide_parameters": True,
}
"""Parameters are hidden from messages of errors: they may be a patient's name."""


class Database:
    """Where the rows are; safe to share between threads."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.is_sqlite = make_url(address).get_backend_name() == "sqlite"
        self.engine = _sqlite(address) if self.is_sqlite else _postgresql(address)
        # Whatever one reading session reads is of one moment: on SQLite by its snapshots, on PostgreSQL only so.
        of_one_moment = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reading = sessionmaker(self.engine.execution_options(**of_one_moment))
        # A read that becomes a write loses updates on SQLite (plain BEGIN), so a writer takes its lock at once.
        self._writing = sessionmaker(self.engine.execution_options(**{WRITES: True}))
        count_changes(self._writing)

    @classmethod
    def of(cls, settings: Settings) -> "Database":
        """The database that the settings name."""
        return cls(settings.database)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session in one transaction that writes nothing."""
        with self.to_read() as session:
            yield session

    def to_read(self) -> Session:
        """A session that writes nothing, to be closed; what it reads is of the moment of its first statement."""
        return self._reading()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction: committed at the end, rolled back by an exception."""
        with self._writing.begin() as session:
            yield session

    def decide(
        self,
        think: Callable[[Session], Thought],
        rests_on: Callable[[Session, Thought], Hashable],
        write: Callable[[Session, Thought], Answer],
        *,
        turn: Turn | None = None,
    ) -> Answer:
        """Think in a reading session, then write in a short one if what the thought rests on is still the same.

        Judging a plan takes up to seconds, and a writer holds up every other one. Where others keep changing what is
        thought about, it is thought in the writing session in the end.
        """
        for _ in range(THOUGHTS):
            with self.reading() as session:
                thought = think(session)
                rested_on = rests_on(session, thought)
            with self.writing() as session:
                if turn is not None:
                    take_turn(session, turn)
                if rests_on(session, thought) == rested_on:
                    return write(session, thought)
        with self.writing() as session:
            if turn is not None:
                take_turn(session, turn)
            return write(session, think(session))

    def read_encoding(self) -> str:
        """How it keeps text, such as UTF8; raises what the driver raises where it does not answer."""
        asked = "PRAGMA encoding" if self.is_sqlite else "SHOW server_encoding"
        with self.engine.connect() as connection:
            return str(connection.scalar(text(asked))).replace("-", "")

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def _sqlite(address: str) -> Engine:
    name = make_url(address).database
    path = None if name in (None, "", ":memory:") else Path(str(name))
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    engine, pen = create_engine(address, **POOL), Lock()

    @event.listens_for(engine, "do_connect")
    def _make_file(*_: object) -> None:
        """Nobody else on the machine can read it; SQLite's files beside it are as it is."""
        if path is not None and not path.exists():
            with suppress(OSError):  # SQLite says what is wrong, a moment later
                path.touch(mode=0o600)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own connection
        connection.isolation_level = None  # transactions begin below, not in the driver
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MILLISECONDS}",
            "synchronous=FULL",  # what was told as done is on the disk: a power cut undoes nothing
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(WRITES, False):
            connection.exec_driver_sql("BEGIN")
            return
        if not connection.connection.is_detached:  # which never comes back to the pool
            _take_pen(connection, pen)
        _begin_to_write(connection)

    @event.listens_for(engine, "checkin")
    def _give_pen_back(_: object, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop(HAS_PEN, False):
            pen.release()

    return engine


def _take_pen(connection: Connection, pen: Lock) -> None:
    """Wait in line with the other writers of this process, so that none sleeps while the file is free, as SQLite lets them."""
    # Whoever waits in vain goes on: then the file is held from elsewhere, and SQLite says so.
    connection.info[HAS_PEN] = pen.acquire(timeout=BUSY_MILLISECONDS / 1000)


def _begin_to_write(connection: Connection) -> None:
    """Wait for writers of other processes, who have no order among them.

    SQLite itself would sleep ever longer, most of it while the file is free.
    """
    driver: Any = connection.connection.dbapi_connection
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < until:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & PRIMARY_CODE != sqlite3.SQLITE_BUSY:
                    break  # to be raised below as errors of the database are everywhere
                time.sleep(SECONDS_BETWEEN_TRIES)
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def _postgresql(address: str) -> Engine:
    return create_engine(
        make_url(address).set(drivername="postgresql+psycopg"),
        **POOL,
        pool_pre_ping=True,  # a connection that died with the server is replaced, not handed out
        # A database that was made without a locale would answer in bytes, and not say what is wrong with it.
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": WAITS, "client_encoding": "utf8"},
    )
