"""Whatever is sent by whomever, the answer is one that the OpenAPI document promises, and never a failure of the service."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.database import Database
from api.security import AccountRole
from api.settings import Settings
from tests.api.people import bearer_of

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EMPLOYER, LOCALITY = "community-health", "west"
FEW = hypothesis_settings(max_examples=3, suppress_health_check=list(HealthCheck))
METHODS = ("get", "post", "put", "patch", "delete")
ODD = ("%00", "a%00b", "9" * 400, "%F0%9F%92%89", "-1", "%22%27%3B--", "..%2F..%2Fetc", "%ED%A0%80")
"""Where an id is expected: a sign that PostgreSQL's text cannot hold, a huge number, half a sign, and other surprises."""


@pytest.fixture(params=[None, *AccountRole], ids=str)
def bearer(request: pytest.FixtureRequest, loaded: Database, settings: Settings) -> Callable[[], dict[str, str]]:
    """Makes an account of the role each time: signing out is among what is tried."""
    role: AccountRole | None = request.param
    if role is None:
        return dict
    localities = (LOCALITY,) if role is AccountRole.COORDINATOR else ()
    return partial(bearer_of, loaded, settings, role, organisation_id=EMPLOYER, locality_ids=localities)


def test_every_answer_is_documented_and_none_is_a_failure(app: FastAPI, bearer: Callable[[], dict[str, str]]) -> None:
    document = schemathesis.openapi.from_asgi("/openapi.json", app)

    faults = {}
    for operation in (found.ok() for found in document.get_all_operations()):
        for mode in GenerationMode:
            try:
                _try(operation, mode, bearer)
            except Unsatisfiable:
                continue  # nothing can be sent wrongly where nothing is sent
            except Exception as error:
                faults[f"{operation.label} ({mode.value})"] = _told(error)

    assert not faults, "\n".join(f"{name}: {told}" for name, told in faults.items())


def _try(operation: Any, mode: GenerationMode, bearer: Callable[[], dict[str, str]]) -> None:
    @FEW
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=bearer(), checks=CHECKS, timeout=60)

    call()


def _told(error: Exception) -> str:
    return "; ".join(map(_told, error.exceptions)) if isinstance(error, ExceptionGroup) else str(error)


@pytest.mark.parametrize("bearer", [AccountRole.COORDINATOR, AccountRole.ADMINISTRATOR], indirect=True, ids=str)
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_id_is_refused_and_no_failure(
    app: FastAPI, client: TestClient, bearer: Callable[[], dict[str, str]], odd: str
) -> None:
    signed_in = bearer()
    answers = {
        f"{method} {path}": client.request(method, _with_ids(path, odd), headers=signed_in, json={})
        for path, method in _operations(app)
        if "{" in path
    }

    assert answers
    failed = {name: answer.status_code for name, answer in answers.items() if answer.status_code >= 500}
    assert failed == {}


def test_a_method_that_a_path_does_not_have_is_405_with_those_it_has(app: FastAPI, client: TestClient) -> None:
    document = app.openapi()["paths"]

    for path, item in document.items():
        for method in set(METHODS) - set(item):
            answer = client.request(method, _with_ids(path, "x"))
            # Another path may have the method: /visits/import is a visit's id to one and a verb to the other.
            assert answer.status_code in {405, 401}, (method, path, answer.status_code)
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.status_code == 401 or answer.headers["Allow"]


@pytest.mark.parametrize("bearer", [AccountRole.COORDINATOR, AccountRole.ADMINISTRATOR], indirect=True, ids=str)
@pytest.mark.parametrize("sent", [b"\xff\xfe", b"{", b"null", b'{"a": "\\u0000"}'])
@pytest.mark.parametrize("media_type", ["text/plain", "application/json", "multipart/form-data; boundary=x"])
def test_a_body_that_cannot_be_read_is_refused_and_no_failure(
    app: FastAPI, client: TestClient, bearer: Callable[[], dict[str, str]], sent: bytes, media_type: str
) -> None:
    headers = bearer() | {"Content-Type": media_type}

    for path, method in _operations(app):
        if method in {"post", "put", "patch"}:
            answer = client.request(method, _with_ids(path, "x"), headers=headers, content=sent)
            assert answer.status_code < 500, (method, path, answer.text)


def _operations(app: FastAPI) -> Iterator[tuple[str, str]]:
    return ((path, method) for path, item in app.openapi()["paths"].items() for method in item)


def _with_ids(path: str, sent: str) -> str:
    return re.sub(r"\{[^}]*\}", lambda _: sent, path)
