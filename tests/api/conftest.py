"""What tests of the service share: a database of each kind, the application on it, people who sign in."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.database import Database
from api.main import create_app
from api.settings import Settings
from tests.api.databases import KINDS, PostgresqlServer, SqliteFiles

SECRET = "a secret of tests, long enough to sign with"


@pytest.fixture(scope="session", autouse=True)
def _quiet() -> None:
    """A line for each request is for operators; tests that read them configure the logs themselves."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,  # without the values of variables, of which there are megabytes
            structlog.processors.KeyValueRenderer(),
        ],
    )


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    server = PostgresqlServer()
    yield server
    server.close()


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh, migrated database: every test that asks for it runs on both kinds."""
    source = request.getfixturevalue("sqlite_files" if request.param == "sqlite" else "postgresql_server")
    with source.fresh("loaded" if "loaded" in request.fixturenames else "empty") as found:
        yield found


@pytest.fixture
def settings(address: str, tmp_path: Path) -> Settings:
    # Tests sign in more often than people do; what the limits do is tested with limits of their own.
    return Settings(
        home=tmp_path / "home",
        database_url=address,
        secret_key=SECRET,
        sign_in_rate="1000/second",
        request_rate="1000/second",
        request_seconds=300,  # kernels are compiled within a request on a fresh machine
    )


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database.of(settings)
    yield database
    database.close()


@pytest.fixture
def loaded(database: Database) -> Database:
    """The database with the demonstration's weekday of the locality West (teams W1 and W2, 23 November 2026), no accounts."""
    return database


@pytest.fixture
def app(settings: Settings, database: Database) -> FastAPI:
    return create_app(settings, database=database)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Nobody signed in; an exception inside the service is an answer, as it is for its users."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
