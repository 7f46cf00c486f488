"""Signing in through a real OpenID Connect server on this machine, in the shapes of NHS CIS2 and Entra."""

import logging
import threading
import warnings
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import httpx2
import pytest
import werkzeug.serving
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.database import Database
from api.main import create_app
from api.settings import Settings
from api.tables.accounts import AccountRecord
from api.tables.audit import AuditEntryRecord
from tests.api.conftest import SECRET

# The provider of these tests stands on parts of authlib that will go; the service does not.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import oidc_provider_mock
    from oidc_provider_mock import User

pytestmark = [
    pytest.mark.filterwarnings("ignore:authlib.jose module is deprecated"),
    pytest.mark.filterwarnings("ignore:get_jwt_config"),
]

CIS2 = {
    "nhsid_useruid": "910000000001",
    "name": "Synthetic Nurse",
    "nhsid_nrbac_roles": [
        {"org_code": "X26", "role_code": "S8000:G8000:R8000"},
        {"org_code": "RNU", "role_code": "S8000:G8001:R8001"},
    ],
}
ENTRA = {"oid": "11112222", "tid": "tenant-1", "roles": ["Cilt.Coordinator", "Other.Role"], "name": "Synthetic Lead"}
PEOPLE = [
    User(sub="cis2", claims=CIS2),
    User(sub="entra", claims=ENTRA),
    User(sub="plain", claims={"name": "Nobody yet"}),
    User(sub="two-jobs", claims=ENTRA | {"oid": "3333", "roles": ["Cilt.Coordinator", "Cilt.Planner"]}),
]
IN_CIS2 = {
    "oidc_subject_claim": "nhsid_useruid",
    "oidc_organisation_claim": "nhsid_nrbac_roles.org_code",
    "oidc_role_claim": "nhsid_nrbac_roles.role_code",
    "oidc_organisations": {"RNU": "health"},
    "oidc_roles": {"S8000:G8001:R8001": "staff", "S8000:G8000:R8000": "planner"},
}
IN_ENTRA = {
    "oidc_subject_claim": "oid",
    "oidc_organisation_claim": "tid",
    "oidc_role_claim": "roles",
    "oidc_organisations": {"tenant-1": "health"},
    "oidc_roles": {"Cilt.Coordinator": "coordinator", "Cilt.Planner": "planner"},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A server that asks for a nonce, and for the verifier of the challenge (PKCE), which the library's own lets go."""
    provider = oidc_provider_mock.app(require_nonce=True, user_claims=PEOPLE)
    challenges: set[str] = set()

    @provider.before_request
    def _hold_to_pkce() -> Any:
        if flask.request.path == "/oauth2/authorize":
            assert flask.request.args["code_challenge_method"] == "S256"
            challenges.add(flask.request.args["code_challenge"])
        if flask.request.path == "/oauth2/token":
            digest = sha256(flask.request.form.get("code_verifier", "").encode()).digest()
            if urlsafe_b64encode(digest).decode().rstrip("=") not in challenges:
                return flask.jsonify({"error": "invalid_grant"}), 400
        return None

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = werkzeug.serving.make_server("localhost", 0, provider, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def made(settings: Settings, database: Database, account_id: str, issuer: str) -> Callable[..., TestClient]:  # noqa: ARG001 - the county first
    def make(**changed: object) -> TestClient:
        given = settings.model_dump() | {"secret_key": SECRET, "oidc_issuer": issuer, "oidc_client_id": "cilt"}
        given |= {"oidc_client_secret": "agreed", **changed}
        app = create_app(Settings(**given), database=database)
        # The service is reached under its public address, as cookies are bound to it.
        return TestClient(app, base_url=given["public_url"], follow_redirects=False, raise_server_exceptions=False)

    return make


def _to_provider(client: TestClient) -> str:
    answer = client.get("/v1/oidc/sign-in")
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def _from_provider(address: str, person: str) -> str:
    """Sign in at the provider; the way back that it sends."""
    back = httpx2.post(address, data={"sub": person})
    assert back.status_code == 302, back.text
    split = urlsplit(back.headers["Location"])
    return f"{split.path}?{split.query}"


def _sign_in(client: TestClient, person: str) -> Any:
    return client.get(_from_provider(_to_provider(client), person))


def _link(database: Database, subject: str) -> None:
    with database.writing() as session:
        session.scalars(select(AccountRecord)).one().oidc_subject = subject


def _refusals(database: Database) -> list[str]:
    with database.reading() as session:
        refused = select(AuditEntryRecord).where(AuditEntryRecord.action == "refused")
        return [entry.details["why"] for entry in session.scalars(refused)]


def test_a_person_known_by_their_subject_gets_tokens_of_ours(
    made: Callable[..., TestClient], database: Database
) -> None:
    _link(database, "plain")
    client = made()

    answer = _sign_in(client, "plain")

    assert answer.status_code == 200
    me = client.get("/v1/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"})
    assert me.json()["sign_in_name"] == "west.coordinator"
    assert client.post("/v1/sessions/refresh", json={"refresh_token": answer.json()["refresh_token"]}).is_success


def test_a_person_whom_nobody_has_let_in_is_refused_and_told_their_subject(
    made: Callable[..., TestClient], database: Database
) -> None:
    answer = _sign_in(made(), "plain")

    assert (answer.status_code, answer.json()["code"]) == (403, "oidc-unknown-person")
    assert answer.json()["subject"] == "plain"
    assert _refusals(database) == ["unknown-person"]


@pytest.mark.parametrize(
    ("person", "shape", "role", "subject"),
    [("cis2", IN_CIS2, "staff", "910000000001"), ("entra", IN_ENTRA, "coordinator", "11112222")],
)
def test_a_new_person_enters_by_the_mapping_and_reaches_nothing_yet(
    made: Callable[..., TestClient], person: str, shape: dict[str, object], role: str, subject: str
) -> None:
    client = made(**shape)

    first, second = _sign_in(client, person).json(), _sign_in(client, person).json()

    account = first["account"]
    assert (account["role"], account["organisation_id"], account["oidc_subject"]) == (role, "health", subject)
    assert (account["locality_ids"], account["staff_id"]) == ([], None)
    assert second["account"]["account_id"] == account["account_id"]


@pytest.mark.parametrize(
    ("person", "shape"),
    [
        ("two-jobs", IN_ENTRA),
        ("entra", IN_ENTRA | {"oidc_organisations": {"tenant-1": "not in the database"}}),
        # The role that is mapped is held at an employer that is not: it does not count at the other one.
        ("cis2", IN_CIS2 | {"oidc_roles": {"S8000:G8000:R8000": "planner"}}),
        ("plain", IN_ENTRA),
    ],
)
def test_a_mapping_that_does_not_say_exactly_who_somebody_is_lets_nobody_in(
    made: Callable[..., TestClient], person: str, shape: dict[str, object], database: Database
) -> None:
    assert _sign_in(made(**shape), person).status_code == 403
    assert _refusals(database) == ["unknown-person"]


def test_nobody_becomes_administrator_or_auditor_by_a_mapping(settings: Settings) -> None:
    for role in ("administrator", "auditor"):
        with pytest.raises(ValueError, match="oidc_roles"):
            Settings(**settings.model_dump() | {"oidc_roles": {"word": role}})


def test_whoever_has_moved_to_another_employer_is_refused(made: Callable[..., TestClient], database: Database) -> None:
    _link(database, "11112222")

    stays = _sign_in(made(**IN_ENTRA), "entra")
    moved = _sign_in(made(**IN_ENTRA | {"oidc_organisations": {"tenant-1": "home-care"}}), "entra")

    assert (stays.status_code, moved.status_code) == (200, 403)
    assert moved.json()["code"] == "oidc-other-organisation"


def test_a_deactivated_account_is_refused_here_too(made: Callable[..., TestClient], database: Database) -> None:
    _link(database, "plain")
    with database.writing() as session:
        session.scalars(select(AccountRecord)).one().is_active = False

    assert _sign_in(made(), "plain").json()["code"] == "oidc-not-active"


def test_a_way_back_begun_by_another_browser_is_refused(made: Callable[..., TestClient], database: Database) -> None:
    _link(database, "plain")
    attacker, victim = made(), made()
    way_back = _from_provider(_to_provider(attacker), "plain")
    _to_provider(victim)

    answers = [victim.get(way_back), made().get(way_back), victim.get(way_back.split("state=")[0] + "state=x")]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(401, "oidc-state")] * 3
    assert _refusals(database) == ["oidc-state"] * 3


def test_a_code_is_good_once_and_needs_the_verifier_and_nonce_of_its_attempt(
    made: Callable[..., TestClient], database: Database
) -> None:
    _link(database, "plain")
    client, other = made(), made()
    way_back = _from_provider(_to_provider(client), "plain")
    code = parse_qs(urlsplit(way_back).query)["code"][0]
    own_state = parse_qs(urlsplit(_to_provider(other)).query)["state"][0]

    stolen = other.get(f"/v1/oidc/callback?state={own_state}&code={code}")

    assert (stolen.status_code, stolen.json()["code"]) == (401, "oidc-token")


def test_a_denied_sign_in_comes_back_without_a_code_and_is_refused(made: Callable[..., TestClient]) -> None:
    client = made()
    back = httpx2.post(_to_provider(client), data={"action": "deny"})

    answer = client.get("/v1/oidc/callback?" + urlsplit(back.headers["Location"]).query)

    assert answer.status_code == 401


def test_an_issuer_other_than_the_one_set_up_is_refused(made: Callable[..., TestClient], issuer: str) -> None:
    answer = _sign_in(made(oidc_issuer=f"{issuer}/"), "plain")

    assert (answer.status_code, answer.json()["code"]) == (401, "oidc-token")


def test_the_cookie_holds_an_id_and_is_kept_from_scripts_and_other_sites(made: Callable[..., TestClient]) -> None:
    client = made(public_url="https://cilt.example")
    address = _to_provider(client)

    cookie = client.get("/v1/oidc/sign-in").headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=lax", "Secure", "Path=/v1/oidc"} <= set(cookie.split("; "))
    secrets_sent = {
        values[0] for name, values in parse_qs(urlsplit(address).query).items() if name in {"state", "nonce"}
    }
    assert len(secrets_sent) == 2
    assert not any(secret in cookie for secret in secrets_sent)


def test_a_provider_that_does_not_answer_is_said_to_be_away(made: Callable[..., TestClient]) -> None:
    answer = made(oidc_issuer="http://localhost:9").get("/v1/oidc/sign-in")

    assert (answer.status_code, answer.json()["code"]) == (503, "oidc-unavailable")


def test_without_a_provider_its_routes_say_so(client: TestClient) -> None:
    answers = [client.get("/v1/oidc/sign-in", follow_redirects=False), client.get("/v1/oidc/callback?state=x&code=y")]

    assert answers[0].json()["code"] == "oidc-not-configured"
    assert [answer.status_code for answer in answers] == [404, 404]
