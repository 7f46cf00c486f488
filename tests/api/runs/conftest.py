"""What tests of runs share: a database with a small day, people who may ask for runs."""

import pytest

from api.database import Database
from api.security import AccountRole
from api.settings import Settings
from tests.api.people import bearer_of
from tests.api.runs.a_small_day import LOCALITY, fill


@pytest.fixture
def filled(database: Database) -> Database:
    fill(database)
    return database


@pytest.fixture
def coordinator(filled: Database, settings: Settings) -> dict[str, str]:
    return bearer_of(
        filled, settings, AccountRole.COORDINATOR, organisation_id="community-health", locality_ids=(LOCALITY,)
    )


@pytest.fixture
def stranger(filled: Database, settings: Settings) -> dict[str, str]:
    """A coordinator of another locality."""
    return bearer_of(filled, settings, AccountRole.COORDINATOR, locality_ids=("north",))


@pytest.fixture
def planner(filled: Database, settings: Settings) -> dict[str, str]:
    return bearer_of(filled, settings, AccountRole.PLANNER)
