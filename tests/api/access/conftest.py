"""What tests of access share: one application, and a fresh copy of the same county under it for each request that changes something."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.database import Database
from api.main import create_app
from api.settings import Settings
from tests.api.access.callers import add_askers
from tests.api.access.things import add_things
from tests.api.conftest import SECRET
from tests.api.databases import SqliteFiles

Fresh = Callable[[], TestClient]


@pytest.fixture(scope="module")
def world(sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The demonstration's weekday of West, with everybody who asks; its database is a template."""
    folder = tmp_path_factory.mktemp("access")
    with sqlite_files.fresh("loaded") as address:
        shutil.copyfile(address.removeprefix("sqlite:///"), folder / "template.db")
    settings = Settings(
        home=folder,
        database_url=f"sqlite:///{folder / 'template.db'}",
        secret_key=SECRET,
        sign_in_rate="10000/second",
        request_rate="10000/second",
        request_seconds=300,  # kernels are compiled within a request on a fresh machine
    )
    database = Database.of(settings)
    with database.writing() as session:
        add_askers(session)
        add_things(session)
    database.close()
    app = create_app(settings, database=Database.of(settings))
    yield app
    app.state.database.close()


@pytest.fixture
def fresh(world: FastAPI, tmp_path: Path) -> Iterator[Fresh]:
    """A client of the application on a copy of its own."""
    template: Database = world.state.database
    opened: list[Database] = []

    def make() -> TestClient:
        copy = tmp_path / f"{len(opened)}.db"
        shutil.copyfile(template.address.removeprefix("sqlite:///"), copy)
        opened.append(Database(f"sqlite:///{copy}"))
        world.state.database = opened[-1]
        return TestClient(world, raise_server_exceptions=False, follow_redirects=False)

    yield make
    world.state.database = template
    for database in opened:
        database.close()
