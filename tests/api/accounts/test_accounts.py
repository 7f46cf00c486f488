"""Administrators keep accounts: what fits together, what a change does at once, and to whom they may not do it."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.database import Database
from api.security import AccountRole
from api.settings import Settings
from api.tables.audit import AuditEntryRecord
from tests.api.accounts.conftest import NAME, PASSWORD, Clock
from tests.api.people import bearer_of

NEW = {"sign_in_name": "north.one", "display_name": "North", "role": "coordinator", "organisation_id": "health"}
NURSE = NEW | {"role": "staff", "staff_id": "s-1"}


@pytest.fixture
def headers(database: Database, settings: Settings, account_id: str) -> dict[str, str]:  # noqa: ARG001 - the county first
    return bearer_of(database, settings, AccountRole.ADMINISTRATOR)


def _make(client: TestClient, headers: dict[str, str], **changed: object) -> dict[str, Any]:
    answer = client.post("/v1/accounts", json=NEW | changed, headers=headers)
    assert answer.status_code == 201, answer.json()
    return {**answer.json()["account"], "password": answer.json()["one_time_password"]}


def _sign_in(client: TestClient, name: str, password: str, **more: str) -> Any:
    return client.post("/v1/sessions", json={"name": name, "password": password, **more})


def test_a_one_time_password_is_good_for_choosing_another_and_for_nothing_else(
    client: TestClient, headers: dict[str, str]
) -> None:
    made = _make(client, headers, locality_ids=["north"])

    alone = _sign_in(client, "north.one", made["password"])
    with_new = _sign_in(client, "north.one", made["password"], new_password="my own long password")
    again = _sign_in(client, "north.one", made["password"], new_password="yet another password")

    assert (alone.status_code, alone.json()["code"]) == (401, "new-password-needed")
    assert with_new.status_code == 201
    assert again.status_code == 401
    assert _sign_in(client, "north.one", "my own long password").status_code == 201


def test_a_one_time_password_waits_three_days(client: TestClient, headers: dict[str, str], clock: Clock) -> None:
    made = _make(client, headers)
    reads = {"name": "north.one", "password": made["password"], "new_password": "my own long password"}

    clock.ahead = timedelta(hours=72, seconds=1)
    assert client.post("/v1/sessions", json=reads).status_code == 401
    clock.ahead = timedelta(hours=72, seconds=-20)
    assert client.post("/v1/sessions", json=reads).status_code == 201


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"organisation_id": "nowhere"}, "body.organisation_id"),
        ({"organisation_id": None}, "body.organisation_id"),
        ({"locality_ids": ["nowhere"]}, "body.locality_ids"),
        ({"role": "planner", "locality_ids": ["west"]}, "body.locality_ids"),
        ({"role": "staff"}, "body.staff_id"),
        ({"staff_id": "s-1"}, "body.staff_id"),
        ({"role": "staff", "staff_id": "nobody"}, "body.staff_id"),
        ({"role": "staff", "staff_id": "s-1", "organisation_id": "home-care"}, "body.organisation_id"),
    ],
)
def test_an_account_has_what_its_role_reaches_by_and_nothing_else(
    client: TestClient, headers: dict[str, str], changed: dict[str, object], where: str
) -> None:
    answer = client.post("/v1/accounts", json=NEW | changed, headers=headers)

    assert (answer.status_code, [fault["where"] for fault in answer.json()["faults"]]) == (422, [where])


@pytest.mark.parametrize("name", ["ab", "with space", "semi;colon", "a" * 101])
def test_a_name_that_cannot_be_typed_safely_is_refused(client: TestClient, headers: dict[str, str], name: str) -> None:
    assert client.post("/v1/accounts", json=NEW | {"sign_in_name": name}, headers=headers).status_code == 422


def test_names_staff_and_subjects_have_one_account_each(client: TestClient, headers: dict[str, str]) -> None:
    _make(client, headers, role="staff", staff_id="s-1", oidc_subject="sub-1", sign_in_name="first")

    codes = [
        client.post("/v1/accounts", json=NURSE | changed, headers=headers).json()["code"]
        for changed in ({"sign_in_name": "FIRST"}, {}, {"role": "planner", "staff_id": None, "oidc_subject": "sub-1"})
    ]

    assert codes == ["name-taken", "link-taken", "link-taken"]


def test_an_account_without_a_password_has_none_to_show(client: TestClient, headers: dict[str, str]) -> None:
    assert _make(client, headers, has_password=False, oidc_subject="sub-1")["password"] is None


def test_a_change_counts_from_the_next_request_and_needs_the_latest_version(
    client: TestClient, headers: dict[str, str], account_id: str
) -> None:
    owner = {"Authorization": f"Bearer {_sign_in(client, NAME, PASSWORD).json()['access_token']}"}
    path = f"/v1/accounts/{account_id}"
    etag = client.get(path, headers=headers).headers["ETag"]
    change = {"display_name": "W", "role": "coordinator", "organisation_id": "health", "locality_ids": ["north"]}

    without = client.put(path, json=change, headers=headers)
    first = client.put(path, json=change, headers={**headers, "If-Match": etag})
    second = client.put(path, json=change, headers={**headers, "If-Match": etag})

    assert [answer.status_code for answer in (without, first, second)] == [428, 200, 412]
    assert first.headers["ETag"] != etag
    assert client.get("/v1/me", headers=owner).json()["locality_ids"] == ["north"]


def test_a_deactivated_account_is_out_at_once_and_in_again_when_reactivated(
    client: TestClient, headers: dict[str, str], account_id: str
) -> None:
    session = _sign_in(client, NAME, PASSWORD).json()
    owner = {"Authorization": f"Bearer {session['access_token']}"}

    client.post(f"/v1/accounts/{account_id}/deactivate", headers=headers)
    while_out = client.get("/v1/me", headers=owner).status_code
    refreshed = client.post("/v1/sessions/refresh", json={"refresh_token": session["refresh_token"]}).status_code
    client.post(f"/v1/accounts/{account_id}/reactivate", headers=headers)

    assert (while_out, refreshed) == (401, 401)
    assert client.get("/v1/me", headers=owner).status_code == 401
    assert _sign_in(client, NAME, PASSWORD).status_code == 201


def test_an_administrator_unlocks_what_wrong_passwords_have_locked(
    client: TestClient, headers: dict[str, str], account_id: str, settings: Settings
) -> None:
    for _ in range(settings.sign_in_failures):
        _sign_in(client, NAME, "wrong")
    locked = _sign_in(client, NAME, PASSWORD).status_code

    client.post(f"/v1/accounts/{account_id}/unlock", headers=headers)

    assert (locked, _sign_in(client, NAME, PASSWORD).status_code) == (401, 201)


def test_a_password_that_was_reset_ends_the_old_one_and_every_sign_in(
    client: TestClient, headers: dict[str, str], account_id: str
) -> None:
    owner = {"Authorization": f"Bearer {_sign_in(client, NAME, PASSWORD).json()['access_token']}"}

    reset = client.post(f"/v1/accounts/{account_id}/password", headers=headers)

    assert client.get("/v1/me", headers=owner).status_code == 401
    assert _sign_in(client, NAME, PASSWORD).status_code == 401
    again = _sign_in(client, NAME, reset.json()["one_time_password"], new_password="my own long password")
    assert again.status_code == 201


def test_nobody_locks_themselves_out(client: TestClient, headers: dict[str, str]) -> None:
    me = client.get("/v1/me", headers=headers).json()
    change = {"display_name": "A", "role": "planner"}

    out = client.post(f"/v1/accounts/{me['account_id']}/deactivate", headers=headers)
    lower = client.put(f"/v1/accounts/{me['account_id']}", json=change, headers={**headers, "If-Match": '"1"'})

    assert {answer.json()["code"] for answer in (out, lower)} == {"own-account"}


def test_accounts_are_listed_by_name_in_pages_and_filtered(client: TestClient, headers: dict[str, str]) -> None:
    _make(client, headers, role="planner", sign_in_name="z-planner")

    everybody = client.get("/v1/accounts?limit=2", headers=headers).json()
    rest = client.get("/v1/accounts?limit=2&offset=2", headers=headers).json()
    planners = client.get("/v1/accounts?role=planner", headers=headers).json()

    assert (everybody["total"], len(everybody["entries"]), len(rest["entries"])) == (3, 2, 1)
    assert [account["sign_in_name"] for account in planners["entries"]] == ["z-planner"]


def test_what_is_done_to_accounts_is_recorded_without_names(
    client: TestClient, headers: dict[str, str], database: Database
) -> None:
    made = _make(client, headers)
    client.post(f"/v1/accounts/{made['account_id']}/deactivate", headers=headers)

    with database.reading() as session:
        entries = session.scalars(select(AuditEntryRecord).order_by(AuditEntryRecord.number)).all()
        assert [(entry.action, entry.subject_id) for entry in entries] == [
            ("create", made["account_id"]),
            ("deactivate", made["account_id"]),
        ]
        assert not any("north.one" in str(vars(entry)) for entry in entries)
