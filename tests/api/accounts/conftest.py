"""What tests of accounts share: an organisation, a person with a password, a clock that can be set."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI

from api.accounts.passwords import hash_of
from api.database import Database
from api.dependencies import now
from api.tables.accounts import AccountRecord
from api.tables.geography import BaseRecord, LocalityRecord, LocationRecord, TeamRecord
from api.tables.workforce import OrganisationRecord, StaffRecord

NAME, PASSWORD = "west.coordinator", "a long password of tests"
KEPT = hash_of(PASSWORD)


class Clock:
    """The service's clock, some time ahead."""

    ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock(app: FastAPI) -> Iterator[Clock]:
    clock = Clock()
    app.dependency_overrides[now] = clock
    yield clock
    app.dependency_overrides.clear()


@pytest.fixture
def account_id(database: Database) -> str:
    """A coordinator of West with a password, in a county of two localities and two organisations."""
    with database.writing() as session:
        session.add_all(
            [
                LocalityRecord(locality_id="west", name="West"),
                LocalityRecord(locality_id="north", name="North"),
                LocationRecord(location_id="l-1", kind="base", latitude=51.8, longitude=-1.5),
                OrganisationRecord(organisation_id="health", name="Health", kind="community_health"),
                OrganisationRecord(organisation_id="home-care", name="Home care", kind="social_care"),
            ]
        )
        session.flush()
        session.add(BaseRecord(base_id="b-1", name="Base", location_id="l-1"))
        session.flush()
        session.add_all(
            TeamRecord(team_id=f"{locality}-1", name=locality, locality_id=locality, base_id="b-1")
            for locality in ("west", "north")
        )
        session.add(
            StaffRecord(
                staff_id="s-1", name="A nurse", organisation_id="health", role="nurse", band=5, is_registered=True
            )
        )
        account = AccountRecord(
            sign_in_name=NAME,
            display_name="West coordinator",
            password_hash=KEPT,
            role="coordinator",
            organisation_id="health",
            locality_ids=["west"],
        )
        session.add(account)
        session.flush()
        return account.account_id
