"""Attempts to pass what the matrix holds: by changed ids, by filters, by headers, by tokens made for something else."""

from datetime import UTC, datetime

import pytest

from api.access import Entry
from api.accounts.provider import way_to_provider
from api.settings import Settings
from tests.api.access.callers import ASKERS, Asker
from tests.api.access.conftest import Fresh
from tests.api.access.examples import EXAMPLES, NURSE
from tests.api.access.test_matrix import ENTRIES

BY_NAME = {asker.name: asker for asker in ASKERS}
WITH_IDS = tuple(entry for entry in ENTRIES if "{" in entry.route)
ODD_IDS = ("'%20OR%20'1'='1", "%25", "*", "..%2F..%2Fmetrics", "%00", "x" * 64, "x" * 5000, "null", "0", "-1")


def _with_ids(entry: Entry, odd: str) -> str:
    """The route's path with something odd in place of every id."""
    path = entry.route.split()[1]
    return "/".join(odd + part[part.index("}") + 1 :] if part.startswith("{") else part for part in path.split("/"))


@pytest.mark.parametrize("entry", WITH_IDS, ids=lambda entry: entry.route)
def test_ids_that_nothing_has_open_nothing(entry: Entry, fresh: Fresh) -> None:
    client, example = fresh(), EXAMPLES[entry.route]
    may = [asker for asker in ASKERS if asker.is_signed_in and entry.lets_pass(asker.role)]

    for odd in ODD_IDS:
        answer = client.request(
            entry.route.split()[0],
            _with_ids(entry, odd),
            headers={**example.headers, **may[0].headers(client.app.state.settings)},
            json=example.body,
        )

        assert answer.status_code in {404, 405, 409, 422}, (odd, answer.text)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/staff?team_id=W1",
        "/v1/staff?organisation_id=community-health&limit=500",
        f"/v1/shifts?first_date=2026-11-23&staff_id={NURSE}",
        "/v1/shifts?first_date=2026-11-23&team_id=W1&with_cancelled=true",
        f"/v1/absences?first_date=2026-11-30&staff_id={NURSE}",
        "/v1/sharing-agreements?team_id=W1",
        "/v1/imports?limit=500",
    ],
)
def test_no_filter_widens_what_a_coordinator_sees(path: str, fresh: Fresh) -> None:
    client = fresh()

    def total(asker: Asker) -> int:
        return int(client.get(path, headers=asker.headers(client.app.state.settings)).json()["total"])

    assert total(BY_NAME["coordinator"]) > 0
    assert total(BY_NAME["coordinator-elsewhere"]) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"X-HTTP-Method-Override": "DELETE"},
        {"X-Original-URL": "/healthz", "X-Rewrite-URL": "/healthz"},
        {"X-Forwarded-User": "administrator", "Remote-User": "administrator"},
        {"Authorization": "Basic YWRtaW5pc3RyYXRvcjph"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer null"},
    ],
)
def test_no_header_stands_for_a_sign_in(headers: dict[str, str], fresh: Fresh) -> None:
    assert fresh().get("/v1/accounts", headers=headers).status_code == 401


def test_tokens_made_for_something_else_do_not_sign_in(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.accounts import provider  # noqa: PLC0415 - beside the patch of it

    client = fresh()
    settings: Settings = client.app.state.settings.model_copy(update={"oidc_issuer": "x", "oidc_client_id": "x"})
    stand_in = type("Provider", (), {"create_authorization_url": lambda *_, **__: {"url": "x"}})()
    monkeypatch.setattr(provider, "_provider", lambda _: stand_in)
    _, cookie = way_to_provider(settings, now=datetime.now(UTC))
    access = BY_NAME["coordinator"].headers(settings)["Authorization"].split()[1]

    assert client.get("/v1/me", headers={"Authorization": f"Bearer {cookie}"}).status_code == 401
    assert client.post("/v1/sessions/refresh", json={"refresh_token": access}).status_code == 401
