"""How often somebody may ask, and that no page of another site may ask for them."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from api.database import Database
from api.main import create_app
from api.security import AccountRole
from api.settings import Settings
from tests.api.conftest import SECRET
from tests.api.people import bearer_of


@pytest.fixture
def made(settings: Settings, database: Database) -> Callable[..., TestClient]:
    def make(address: str = "192.0.2.1", **changed: object) -> TestClient:
        given = settings.model_dump() | {"secret_key": SECRET} | changed
        app = create_app(Settings(**given), database=database)
        return TestClient(app, client=(address, 50000), raise_server_exceptions=False)

    return make


def test_the_last_sign_in_within_the_rate_is_heard_and_the_next_must_wait(made: Callable[..., TestClient]) -> None:
    client = made(sign_in_rate="3/hour")
    attempts = [client.post("/v1/sessions", json={"name": f"name-{number}", "password": "x"}) for number in range(4)]

    assert [attempt.status_code for attempt in attempts] == [401, 401, 401, 429]
    refused = attempts[-1]
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "too-fast"
    assert 1 <= int(refused.headers["Retry-After"]) <= 3600


def test_another_address_may_still_sign_in(made: Callable[..., TestClient]) -> None:
    here = made(sign_in_rate="1/hour")
    elsewhere = TestClient(here.app, client=("192.0.2.2", 50000))
    body = {"name": "nobody", "password": "x"}

    assert [client.post("/v1/sessions", json=body).status_code for client in (here, here, elsewhere)] == [401, 429, 401]


def test_an_address_cannot_be_made_up_in_a_header(made: Callable[..., TestClient]) -> None:
    client = made(sign_in_rate="1/hour")
    body = {"name": "nobody", "password": "x"}

    attempts = [
        client.post("/v1/sessions", json=body, headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
        for number in (7, 8)
    ]

    assert attempts == [401, 429]


def test_requests_are_counted_by_person_and_those_of_nobody_by_address(
    made: Callable[..., TestClient], database: Database, settings: Settings
) -> None:
    client = made(request_rate="2/hour")
    one, two = (bearer_of(database, settings, AccountRole.PLANNER) for _ in range(2))

    assert [client.get("/v1/me", headers=one).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/v1/me", headers=two).status_code == 200
    bad = {"Authorization": "Bearer made-up"}
    assert [client.get("/v1/me", headers=headers).status_code for headers in (bad, {}, bad)] == [401, 401, 429]


@pytest.mark.parametrize("setting", ["sign_in_rate", "request_rate"])
def test_a_rate_that_says_nothing_is_refused_at_start(setting: str) -> None:
    with pytest.raises(ValidationError, match=setting):
        Settings(**{setting: "often"})


def test_no_page_of_another_site_may_read_or_send_anything(made: Callable[..., TestClient]) -> None:
    asks = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}

    preflight = made().options("/v1/me", headers=asks)
    plain = made().get("/v1/me", headers=asks)
    form = made().post("/v1/sessions", data={"name": "x", "password": "y"})

    assert preflight.status_code == 405
    assert not any(name.startswith("access-control") for answer in (preflight, plain) for name in answer.headers)
    assert form.status_code == 422
