"""Callers of the caseloads' tests: coordinators of several organisations and of two localities, a planner; agreements between them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from api.database import Database
from api.demo import FIRST_ON
from api.security import AccountRole
from api.settings import Settings
from api.tables.accounts import SharingAgreementRecord
from tests.api.people import bearer_of

Of = Callable[[str], dict[str, str]]


@pytest.fixture
def coordinator_of(loaded: Database, settings: Settings) -> Of:
    """A coordinator of West in an organisation."""

    def made(organisation_id: str) -> dict[str, str]:
        return bearer_of(
            loaded, settings, AccountRole.COORDINATOR, organisation_id=organisation_id, locality_ids=("west",)
        )

    return made


@pytest.fixture
def coordinator(loaded: Database, coordinator_of: Of) -> dict[str, str]:
    """Of the organisation to which all teams' data are open."""
    share(loaded, "community-health", "identity", "contact", "care", "history")
    return coordinator_of("community-health")


@pytest.fixture
def of_north(loaded: Database, settings: Settings) -> dict[str, str]:
    share(loaded, "community-health", "identity", "contact", "care", "history")
    return bearer_of(
        loaded, settings, AccountRole.COORDINATOR, organisation_id="community-health", locality_ids=("north",)
    )


@pytest.fixture
def planner(loaded: Database, settings: Settings) -> dict[str, str]:
    return bearer_of(loaded, settings, AccountRole.PLANNER)


def share(database: Database, organisation_id: str, *fields: str) -> None:
    """An agreement about both teams' patients."""
    with database.writing() as session:
        for team_id in ("W1", "W2"):
            session.add(
                SharingAgreementRecord(
                    organisation_id=organisation_id,
                    team_id=team_id,
                    fields=list(fields),
                    first_on=FIRST_ON,
                    made_by="x",
                    made_at=datetime.now(UTC),
                )
            )
