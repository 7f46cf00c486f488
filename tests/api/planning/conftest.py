"""What tests of planners' questions share: a database with a small day, people who may ask or not, and a worker at hand."""

import pytest
from fastapi.testclient import TestClient

from api.database import Database
from api.security import AccountRole
from api.settings import Settings
from tests.api.people import bearer_of
from tests.api.planning.office import JOBS, Bearer, Office
from tests.api.runs.a_small_day import LOCALITY, fill


@pytest.fixture
def filled(database: Database) -> Database:
    fill(database)
    return database


@pytest.fixture
def planner(filled: Database, settings: Settings) -> Bearer:
    return bearer_of(filled, settings, AccountRole.PLANNER)


@pytest.fixture
def coordinator(filled: Database, settings: Settings) -> Bearer:
    return bearer_of(filled, settings, AccountRole.COORDINATOR, locality_ids=(LOCALITY,))


@pytest.fixture
def office(client: TestClient, planner: Bearer, filled: Database, settings: Settings) -> Office:
    return Office(client, planner, filled, settings, JOBS)
