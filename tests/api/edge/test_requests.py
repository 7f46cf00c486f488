"""Every request has an id and a log line without secrets; every answer has headers that keep it private."""

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from fastapi.testclient import TestClient

from api.edge.logs import configure_logs
from tests.api.edge.conftest import WORDS


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """What the process logs while the test runs."""
    before = logging.root.handlers[:], logging.root.level
    configure_logs()
    stream = StringIO()
    logging.root.handlers[0].setStream(stream)  # type: ignore[attr-defined]
    yield stream
    logging.root.handlers[:], level = before
    logging.root.setLevel(level)


def _lines(logged: StringIO, event: str) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    return [line for line in lines if line["event"] == event]


def test_an_id_that_the_client_sends_is_kept_and_answered(odd: TestClient, logged: StringIO) -> None:
    answered = odd.get("/healthz", headers={"X-Request-ID": "of-the-client-1"})

    assert answered.headers["X-Request-ID"] == "of-the-client-1"
    assert [line["request_id"] for line in _lines(logged, "request")] == ["of-the-client-1"]


@pytest.mark.parametrize("sent", ["", "short", "x" * 65, "with a blank", 'quote"quote"'])
def test_an_id_that_is_none_is_replaced(odd: TestClient, sent: str) -> None:
    answered = odd.get("/healthz", headers={"X-Request-ID": sent})

    assert len(answered.headers["X-Request-ID"]) == 32
    assert answered.headers["X-Request-ID"] != sent


def test_a_request_is_logged_by_its_route_and_not_by_its_path(odd: TestClient, logged: StringIO) -> None:
    odd.get("/odd/fails/s3cr3t-of-a-link?token=s3cr3t-too")
    odd.get("/nowhere/s3cr3t-of-a-link")

    first, second = _lines(logged, "request")
    assert (first["method"], first["route"], first["status"]) == ("GET", "/odd/fails/{thing}", 500)
    assert (second["route"], second["status"]) == (None, 404)
    assert "s3cr3t" not in logged.getvalue()


def test_an_error_that_nobody_expected_is_a_problem_document_and_its_words_are_not_logged(
    odd: TestClient, logged: StringIO
) -> None:
    answered = odd.get("/odd/fails/thing")

    assert answered.status_code == 500
    assert answered.json()["code"] == "internal"
    assert WORDS not in answered.text
    (failed,) = _lines(logged, "failed")
    assert failed["error"] == "builtins.ValueError"
    assert str(failed["at"][-1]).endswith("fails")  # type: ignore[index]
    assert failed["request_id"] == answered.headers["X-Request-ID"]
    assert WORDS not in logged.getvalue()


def test_a_line_of_a_library_keeps_its_words_and_loses_those_of_its_error(logged: StringIO) -> None:
    nothing: dict[str, str] = {}
    try:
        nothing[WORDS]
    except KeyError:
        logging.getLogger("a.library").exception("could not be done")

    (line,) = _lines(logged, "could not be done")
    assert line["error"] == "builtins.KeyError"
    assert WORDS not in logged.getvalue()


@pytest.mark.parametrize("path", ["/healthz", "/odd/fails/thing", "/nowhere", "/v1/accounts"])
def test_every_answer_is_kept_private(odd: TestClient, path: str) -> None:
    headers = odd.get(path).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_the_page_of_the_interface_asks_no_other_host(odd: TestClient) -> None:
    page = odd.get("/docs")

    assert page.status_code == 200
    assert "//" not in page.text.replace("http://testserver", "")
    for file in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert file in page.text
        assert odd.get(f"/static-offline-docs/{file}").status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
