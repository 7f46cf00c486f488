"""Requests that are too large or take too long are refused in the service's own words; streams may go on."""

import threading
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

MEGABYTE = 1_000_000


def _in_parts(num_bytes: int) -> Iterator[bytes]:
    """A body that does not say how large it is."""
    part = 10_000
    yield from (b"x" * part for _ in range(num_bytes // part))
    yield b"x" * (num_bytes % part)


@pytest.mark.parametrize("is_declared", [True, False])
def test_a_body_of_a_megabyte_is_taken_and_one_byte_more_is_not(odd: TestClient, is_declared: bool) -> None:
    taken = odd.post("/odd/swallows", content=b"x" * MEGABYTE if is_declared else _in_parts(MEGABYTE))
    refused = odd.post("/odd/swallows", content=b"x" * (MEGABYTE + 1) if is_declared else _in_parts(MEGABYTE + 1))

    assert taken.json() == MEGABYTE
    assert refused.status_code == 413
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "too-large"


@pytest.mark.parametrize("patience", [0.2])
def test_a_request_that_takes_too_long_is_answered_at_once_and_others_go_on(
    odd: TestClient, gate: threading.Event, patience: float
) -> None:
    begun = time.monotonic()
    late = odd.get("/odd/waits")
    took = time.monotonic() - begun

    assert late.status_code == 503
    assert late.json()["code"] == "too-slow"
    assert late.headers["Retry-After"]
    assert patience <= took < 3
    assert odd.get("/healthz").status_code == 200
    gate.set()


@pytest.mark.parametrize("patience", [1.5])
def test_an_answer_that_has_begun_may_take_longer(odd: TestClient, patience: float) -> None:
    streamed = odd.get("/odd/streams")

    assert patience < 1.8
    assert streamed.text == "first second third"
