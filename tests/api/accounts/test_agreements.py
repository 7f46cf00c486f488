"""Sharing agreements are made by administrators, from today on, and end when they say so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.database import Database
from api.security import AccountRole, Caller
from api.settings import Settings
from api.sharing import DataClass, sharing_for
from scheduler.model.clock import LONDON
from tests.api.people import bearer_of

TODAY = datetime.now(UTC).astimezone(LONDON).date()
PATH = "/v1/sharing-agreements"
NEW = {
    "organisation_id": "home-care",
    "team_id": "west-1",
    "fields": ["identity", "contact"],
    "first_on": TODAY.isoformat(),
    "reason": "Joint double-ups",
}


@pytest.fixture
def headers(database: Database, settings: Settings, account_id: str) -> dict[str, str]:  # noqa: ARG001 - the county first
    return bearer_of(database, settings, AccountRole.ADMINISTRATOR)


def _seen_by_home_care(database: Database, *, days: int = 0) -> set[DataClass]:
    caller = Caller("a", AccountRole.STAFF, "home-care", None, frozenset())
    with database.reading() as session:
        sharing = sharing_for(session, caller, on=TODAY + timedelta(days=days))
        return set(sharing.classes("west-1", is_cared_for=False))


def _make(client: TestClient, headers: dict[str, str], **changed: object) -> Any:
    return client.post(PATH, json=NEW | changed, headers=headers)


def test_an_agreement_opens_what_it_says_from_its_first_to_its_last_day(
    client: TestClient, headers: dict[str, str], database: Database
) -> None:
    first, last = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
    _make(client, headers, first_on=first.isoformat(), last_on=last.isoformat())

    seen = [_seen_by_home_care(database, days=days) for days in range(4)]

    assert seen == [set(), {"identity", "contact"}, {"identity", "contact"}, set()]


def test_an_agreement_is_ended_at_once_by_yesterday(
    client: TestClient, headers: dict[str, str], database: Database
) -> None:
    made = _make(client, headers)
    path = f"{PATH}/{made.json()['agreement_id']}/end"
    end = {"last_on": (TODAY - timedelta(days=1)).isoformat(), "reason": "It is over"}

    without = client.put(path, json=end, headers=headers)
    stale = client.put(path, json=end, headers={**headers, "If-Match": '"7"'})
    too_early = client.put(path, json=end | {"last_on": "2020-01-01"}, headers={**headers, "If-Match": '"1"'})
    ended = client.put(path, json=end, headers={**headers, "If-Match": made.headers["ETag"]})

    assert [answer.status_code for answer in (without, stale, too_early, ended)] == [428, 412, 422, 200]
    assert ended.json()["reason"] == "Joint double-ups"
    assert _seen_by_home_care(database) == set()


@pytest.mark.parametrize(("later_by", "status"), [(0, 200), (1, 422)])
def test_an_agreement_ends_on_its_last_day_or_before_and_is_not_lengthened(
    client: TestClient, headers: dict[str, str], later_by: int, status: int
) -> None:
    last = TODAY + timedelta(days=7)
    made = _make(client, headers, last_on=last.isoformat())

    answer = client.put(
        f"{PATH}/{made.json()['agreement_id']}/end",
        json={"last_on": (last + timedelta(days=later_by)).isoformat(), "reason": "As agreed"},
        headers={**headers, "If-Match": made.headers["ETag"]},
    )

    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    "changed",
    [
        {"organisation_id": "nowhere"},
        {"team_id": "nowhere"},
        {"first_on": (TODAY - timedelta(days=1)).isoformat()},
        {"last_on": (TODAY - timedelta(days=1)).isoformat()},
        {"fields": []},
        {"fields": ["everything"]},
        {"reason": ""},
    ],
)
def test_an_agreement_that_makes_no_sense_is_refused(
    client: TestClient, headers: dict[str, str], changed: dict[str, object]
) -> None:
    assert _make(client, headers, **changed).status_code == 422


def test_a_coordinator_reads_agreements_about_their_localities_alone(
    client: TestClient, headers: dict[str, str], database: Database, settings: Settings
) -> None:
    _make(client, headers)
    _make(client, headers, team_id="north-1")
    coordinator = bearer_of(database, settings, AccountRole.COORDINATOR, locality_ids=("north",))

    own = client.get(PATH, headers=coordinator).json()
    asked_for_other = client.get(f"{PATH}?team_id=west-1", headers=coordinator).json()
    everything = client.get(f"{PATH}?on={TODAY}&organisation_id=home-care", headers=headers).json()

    assert [agreement["team_id"] for agreement in own["entries"]] == ["north-1"]
    assert (asked_for_other["total"], everything["total"]) == (0, 2)
    assert _make(client, coordinator, team_id="north-1").status_code == 403
