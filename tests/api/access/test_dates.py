"""Every day and every moment that comes in: the first and last that are taken, and the next ones, which are refused."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.main import create_app
from api.settings import Settings
from tests.api.access.callers import ASKERS
from tests.api.access.conftest import Fresh
from tests.api.access.examples import EXAMPLES
from tests.api.access.test_matrix import ENTRIES, may_pass

ALLOWED = {"date": ("2000-01-01", "2099-12-31"), "date-time": ("2000-01-01T00:00:00Z", "2099-12-31T23:59:00Z")}
FORBIDDEN = {"date": ("1999-12-31", "2100-01-01"), "date-time": ("1999-12-31T23:59:00Z", "2100-01-01T00:00:00Z")}
BY_ROUTE = {entry.route: entry for entry in ENTRIES}


@dataclass(frozen=True)
class Place:
    """Where in a request a day or moment stands."""

    route: str
    part: str
    """query or body."""
    path: tuple[str | int, ...]
    form: str
    """date or date-time."""
    constants: tuple[tuple[str, str], ...] = ()
    """Which of several bodies it is, by their own words."""

    def __str__(self) -> str:
        return f"{self.route} {'.'.join(map(str, self.path))}"


def _places() -> Iterator[Place]:
    document = create_app(Settings(database_url="sqlite:///never-opened.db", secret_key="-" * 32)).openapi()
    named = document["components"]["schemas"]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            route = f"{method.upper()} {path}"
            for asked in operation.get("parameters", []):
                yield from _within(asked["schema"], Place(route, asked["in"], (asked["name"],), ""), named)
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield from _within(content["schema"], Place(route, "body", (), ""), named)


def _within(schema: Mapping[str, Any], at: Place, named: Mapping[str, Any]) -> Iterator[Place]:
    schema = named[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if schema.get("format") in ALLOWED:
        yield Place(at.route, at.part, at.path, schema["format"], at.constants)
    for choice in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(choice, ()):
            yield from _within(each, at, named)
    if "items" in schema:
        yield from _within(schema["items"], Place(at.route, at.part, (*at.path, 0), "", at.constants), named)
    fields = schema.get("properties", {})
    own = tuple((name, field["const"]) for name, field in fields.items() if "const" in field and not at.path)
    for name, field in fields.items():
        yield from _within(field, Place(at.route, at.part, (*at.path, name), "", at.constants + own), named)


PLACES = tuple(dict.fromkeys(_places()))


def test_there_is_something_to_try_in_queries_and_in_bodies() -> None:
    assert {place.part for place in PLACES} == {"query", "body"}
    assert len(PLACES) > 40


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_days_and_moments_are_taken_from_2000_to_2099_and_no_others(place: Place, fresh: Fresh) -> None:
    client = fresh()
    forbidden = [_ask(client, place, value) for value in FORBIDDEN[place.form]]
    allowed = [_ask(client, place, value) for value in ALLOWED[place.form]]

    assert [answer.status_code for answer in forbidden] == [422, 422]
    assert all(_is_refused(answer, place) for answer in forbidden)
    assert all(answer.status_code < 500 for answer in allowed), [answer.text for answer in allowed]
    assert not any(_is_refused(answer, place) for answer in allowed), [answer.text for answer in allowed]


def _ask(client: TestClient, place: Place, value: str) -> Response:
    entry, example = BY_ROUTE[place.route], EXAMPLES[place.route]
    asker = next(asker for asker in ASKERS if may_pass(entry, example, asker))
    headers = {**example.headers, **asker.headers(client.app.state.settings)}
    method, url = place.route.split()[0], example.path
    if place.part == "query":
        return client.request(method, url.partition("?")[0], params={str(place.path[0]): value}, headers=headers)
    return client.request(method, url, json=_with(example.body, place, value), headers=headers)


def _with(body: object, place: Place, value: str) -> Any:
    """The example's body with a value put where the place is."""
    sent: dict[str, Any] = {**(deepcopy(body) if isinstance(body, dict) else {}), **dict(place.constants)}
    inner: Any = sent
    for key, following in zip(place.path, (*place.path[1:], None), strict=True):
        new: Any = value if following is None else [{}] if isinstance(following, int) else {}
        if following is None or not _holds(inner, key):
            inner[key] = new
        inner = inner[key]
    return sent


def _holds(inner: Any, key: str | int) -> bool:
    return bool(inner[key]) if isinstance(inner, list) else bool(inner.get(key))


def _is_refused(answer: Response, place: Place) -> bool:
    """Whether the form of the very value is what is refused."""
    if answer.status_code != 422 or answer.json()["code"] != "bad-request":
        return False
    ways = [(place.part, *place.path), *((place.part, which, *place.path) for _, which in place.constants)]
    wanted = {".".join(map(str, way)) for way in ways}
    return any(fault["where"] in wanted and fault["kind"] == "value_error" for fault in answer.json()["faults"])
