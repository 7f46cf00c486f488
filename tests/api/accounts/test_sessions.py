"""Signing in, prolonging and ending, and what is refused on the way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.database import Database
from api.security import ALGORITHM, ISSUER, access_token
from api.settings import Settings
from api.tables.accounts import AccountRecord, RefreshTokenRecord
from api.tables.audit import AuditEntryRecord
from tests.api.accounts.conftest import NAME, PASSWORD, Clock

pytestmark = pytest.mark.usefixtures("account_id")


def _sign_in(client: TestClient, password: str = PASSWORD, name: str = NAME, **more: str) -> dict[str, str]:
    answer = client.post("/v1/sessions", json={"name": name, "password": password, **more})
    return {"status": answer.status_code, **answer.json()}


def _me(client: TestClient, session: dict[str, str]) -> int:
    return client.get("/v1/me", headers={"Authorization": f"Bearer {session['access_token']}"}).status_code


def _audited(database: Database) -> list[tuple[str, str, str | None]]:
    with database.reading() as session:
        entries = session.scalars(select(AuditEntryRecord).order_by(AuditEntryRecord.number)).all()
        return [(entry.action, entry.kind, entry.details.get("why")) for entry in entries]


def test_a_person_signs_in_and_is_who_the_account_says(client: TestClient, database: Database) -> None:
    session = _sign_in(client, name="  West.Coordinator ")

    me = client.get("/v1/me", headers={"Authorization": f"Bearer {session['access_token']}"})

    assert session["status"] == 201
    assert (me.json()["role"], me.json()["locality_ids"]) == ("coordinator", ["west"])
    assert "password_hash" not in me.json()
    assert _audited(database) == [("sign-in", "account", None)]


def test_unknown_names_and_wrong_passwords_get_the_same_answer_and_both_are_recorded(
    client: TestClient, database: Database
) -> None:
    wrong = client.post("/v1/sessions", json={"name": NAME, "password": "wrong"})
    unknown = client.post("/v1/sessions", json={"name": "nobody", "password": "wrong"})

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["code"] == "sign-in-refused"
    assert _audited(database) == [("refused", "sign-in", "wrong-password"), ("refused", "sign-in", "unknown-name")]


def test_an_unknown_name_costs_one_comparison_as_a_wrong_password_does(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.accounts import passwords  # noqa: PLC0415 - beside the patch of it

    compared: list[str] = []
    monkeypatch.setattr(
        passwords, "_ARGON2", type("Counting", (), {"verify": lambda _, __, kept: compared.append(kept), "hash": str})()
    )

    _sign_in(client, "wrong")
    _sign_in(client, "wrong", name="nobody")

    assert len(compared) == 2


def test_what_was_typed_as_an_unknown_name_is_kept_nowhere(client: TestClient, database: Database) -> None:
    _sign_in(client, "wrong", name="my secret password")

    with database.reading() as session:
        entry = session.scalars(select(AuditEntryRecord)).one()
        assert (entry.subject_id, entry.details) == ("unknown", {"why": "unknown-name"})


def test_the_last_failure_locks_and_the_one_before_does_not(
    client: TestClient, settings: Settings, clock: Clock
) -> None:
    for _ in range(settings.sign_in_failures - 1):
        _sign_in(client, "wrong")
    assert _sign_in(client)["status"] == 201

    for _ in range(settings.sign_in_failures):
        _sign_in(client, "wrong")
    locked = _sign_in(client)
    assert (locked["status"], locked["code"]) == (401, "sign-in-refused")

    clock.ahead = timedelta(minutes=settings.lock_out_minutes, seconds=-5)
    assert _sign_in(client)["status"] == 401
    clock.ahead = timedelta(minutes=settings.lock_out_minutes, seconds=1)
    assert _sign_in(client)["status"] == 201


def test_many_wrong_guesses_at_once_are_all_counted(client: TestClient, database: Database, settings: Settings) -> None:
    with ThreadPoolExecutor(settings.sign_in_failures) as pool:
        list(pool.map(lambda _: _sign_in(client, "wrong"), range(settings.sign_in_failures)))

    with database.reading() as session:
        assert session.scalars(select(AccountRecord.locked_until)).one() is not None


def test_a_deactivated_account_is_refused_in_the_same_words(client: TestClient, database: Database) -> None:
    with database.writing() as session:
        session.scalars(select(AccountRecord)).one().is_active = False

    assert _sign_in(client)["code"] == "sign-in-refused"


def test_a_refresh_token_is_good_once_and_gives_the_next_pair(client: TestClient, database: Database) -> None:
    first = _sign_in(client)

    second = client.post("/v1/sessions/refresh", json={"refresh_token": first["refresh_token"]})

    assert second.status_code == 201
    assert _me(client, second.json()) == 200
    with database.reading() as session:
        hashes = session.scalars(select(RefreshTokenRecord.token_hash)).all()
        assert len(hashes) == 2
        assert not {first["refresh_token"], second.json()["refresh_token"]} & set(hashes)


def test_a_refresh_token_used_twice_ends_the_sign_in_and_is_recorded(client: TestClient, database: Database) -> None:
    first = _sign_in(client)
    second = client.post("/v1/sessions/refresh", json={"refresh_token": first["refresh_token"]}).json()

    again = client.post("/v1/sessions/refresh", json={"refresh_token": first["refresh_token"]})
    after = client.post("/v1/sessions/refresh", json={"refresh_token": second["refresh_token"]})

    assert (again.status_code, again.json()["code"]) == (401, "refresh-refused")
    assert after.status_code == 401
    assert _me(client, second) == 401
    assert _audited(database)[-1] == ("refused", "session", "refresh-token-reused")


def test_a_refresh_token_ends_with_its_hours(client: TestClient, settings: Settings, clock: Clock) -> None:
    first = _sign_in(client)
    clock.ahead = timedelta(hours=settings.refresh_token_hours, seconds=-10)
    second = client.post("/v1/sessions/refresh", json={"refresh_token": first["refresh_token"]})
    clock.ahead *= 2
    clock.ahead += timedelta(seconds=20)

    third = client.post("/v1/sessions/refresh", json={"refresh_token": second.json()["refresh_token"]})

    assert (second.status_code, third.status_code) == (201, 401)


def test_tokens_that_nobody_could_use_for_a_day_are_dropped_at_the_next_sign_in(
    client: TestClient, database: Database, settings: Settings, clock: Clock
) -> None:
    _sign_in(client)

    for over, kept in ((timedelta(seconds=-10), 2), (timedelta(seconds=10), 2)):
        clock.ahead = timedelta(days=1, hours=settings.refresh_token_hours) + over
        _sign_in(client)
        with database.reading() as session:
            assert len(session.scalars(select(RefreshTokenRecord.token_hash)).all()) == kept


def test_signing_out_ends_both_tokens_and_no_other_sign_in(client: TestClient) -> None:
    here, elsewhere = _sign_in(client), _sign_in(client)

    out = client.delete("/v1/sessions/current", headers={"Authorization": f"Bearer {here['access_token']}"})

    assert out.status_code == 204
    assert (_me(client, here), _me(client, elsewhere)) == (401, 200)
    assert client.post("/v1/sessions/refresh", json={"refresh_token": here["refresh_token"]}).status_code == 401


def test_a_changed_password_ends_every_sign_in_but_the_new_one(client: TestClient) -> None:
    old = _sign_in(client)

    new = client.post(
        "/v1/me/password",
        json={"password": PASSWORD, "new_password": "quite another password"},
        headers={"Authorization": f"Bearer {old['access_token']}"},
    )

    assert new.status_code == 201
    assert (_me(client, old), _me(client, new.json())) == (401, 200)
    assert (_sign_in(client)["status"], _sign_in(client, "quite another password")["status"]) == (401, 201)


@pytest.mark.parametrize(("new", "status"), [("a" * 11, 422), (NAME.upper(), 422), (PASSWORD, 422), ("b" * 12, 201)])
def test_a_new_password_is_long_new_and_not_the_name(client: TestClient, new: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {_sign_in(client)['access_token']}"}

    answer = client.post("/v1/me/password", json={"password": PASSWORD, "new_password": new}, headers=headers)

    assert answer.status_code == status
    assert new not in answer.text


def test_guessing_the_password_of_an_open_session_locks_as_signing_in_does(
    client: TestClient, settings: Settings
) -> None:
    headers = {"Authorization": f"Bearer {_sign_in(client)['access_token']}"}

    for _ in range(settings.sign_in_failures):
        client.post("/v1/me/password", json={"password": "guess", "new_password": "b" * 12}, headers=headers)

    assert _sign_in(client)["status"] == 401


def _claims(account_id: str, **changed: object) -> dict[str, object]:
    now = datetime.now(UTC)
    claims = {"iss": ISSUER, "sub": account_id, "iat": now, "exp": now + timedelta(minutes=5), **changed}
    return {name: value for name, value in claims.items() if value is not None}


def test_tokens_of_another_making_are_refused(client: TestClient, settings: Settings, account_id: str) -> None:
    key, past = settings.signing_key, datetime.now(UTC) - timedelta(minutes=1)
    good = jwt.encode(_claims(account_id), key, ALGORITHM)
    bad = {
        "no algorithm": jwt.encode(_claims(account_id), "", "none"),
        "another key": jwt.encode(_claims(account_id), "another secret, long enough to sign with", ALGORITHM),
        "another algorithm": jwt.encode(_claims(account_id), key * 2, "HS512"),
        "another issuer": jwt.encode(_claims(account_id, iss="somebody"), key, ALGORITHM),
        "no issuer": jwt.encode(_claims(account_id, iss=None), key, ALGORITHM),
        "no end": jwt.encode(_claims(account_id, exp=None), key, ALGORITHM),
        "ended": jwt.encode(_claims(account_id, exp=past), key, ALGORITHM),
        "nobody": jwt.encode(_claims("somebody-else"), key, ALGORITHM),
        "changed": good[:-4] + ("AAAA" if not good.endswith("AAAA") else "BBBB"),
        "no token": "x",
    }

    assert client.get("/v1/me", headers={"Authorization": f"Bearer {good}"}).status_code == 200
    answers = {why: client.get("/v1/me", headers={"Authorization": f"Bearer {token}"}) for why, token in bad.items()}
    assert {why: answer.status_code for why, answer in answers.items()} == dict.fromkeys(bad, 401)
    assert answers["ended"].json()["code"] == "token-expired"


def test_a_token_is_taken_from_its_header_alone(client: TestClient, settings: Settings, account_id: str) -> None:
    token = access_token(account_id, settings, now=datetime.now(UTC))

    client.cookies.set("Authorization", f"Bearer {token}")
    client.cookies.set("access_token", token)

    assert client.get(f"/v1/me?access_token={token}").status_code == 401
