"""Callers of the workforce's tests: coordinators of two localities, a planner, a nurse."""

import pytest

from api.database import Database
from api.security import AccountRole
from api.settings import Settings
from tests.api.people import bearer_of


@pytest.fixture
def coordinator(loaded: Database, settings: Settings) -> dict[str, str]:
    return bearer_of(
        loaded, settings, AccountRole.COORDINATOR, organisation_id="community-health", locality_ids=("west",)
    )


@pytest.fixture
def of_north(loaded: Database, settings: Settings) -> dict[str, str]:
    return bearer_of(loaded, settings, AccountRole.COORDINATOR, locality_ids=("north",))


@pytest.fixture
def planner(loaded: Database, settings: Settings) -> dict[str, str]:
    return bearer_of(loaded, settings, AccountRole.PLANNER)


@pytest.fixture
def nurse(loaded: Database, settings: Settings) -> dict[str, str]:
    return bearer_of(loaded, settings, AccountRole.STAFF, organisation_id="community-health", staff_id="west-S01")
