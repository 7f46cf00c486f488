"""The OpenAPI document is whole: every operation says what it does, and every error it may answer with."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from api.main import create_app
from api.settings import Settings
from tests.api.conftest import SECRET

DOCUMENT = create_app(
    Settings(home=Path("never made"), database_url="sqlite:///never-made.db", secret_key=SECRET)
).openapi()
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}
EACH = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


@EACH
def test_an_operation_says_what_it_is(operation: dict[str, Any]) -> None:
    assert operation["tags"]
    assert operation["summary"]
    assert not operation["summary"].endswith(".")
    assert operation["description"].endswith((".", "`"))
    assert operation["operationId"]


@EACH
def test_errors_of_an_operation_are_problem_documents(operation: dict[str, Any]) -> None:
    errors = {status: answer for status, answer in operation["responses"].items() if status[0] in "45"}

    for answer in errors.values():
        assert list(answer["content"]) == ["application/problem+json"]
        assert answer["content"]["application/problem+json"]["schema"] == {
            "$ref": "#/components/schemas/ProblemDocument"
        }


@pytest.mark.parametrize("name", [name for name in OPERATIONS if " /v1/" in name])
def test_an_operation_of_the_interface_documents_what_any_may_answer(name: str) -> None:
    assert {"401", "403", "413", "422", "429", "503"} <= set(OPERATIONS[name]["responses"])


def test_no_two_operations_have_one_name() -> None:
    assert [name for name, count in Counter(o["operationId"] for o in OPERATIONS.values()).items() if count > 1] == []


def test_every_reference_of_the_document_leads_somewhere() -> None:
    schemas = DOCUMENT["components"]["schemas"]

    assert {name for name in _references(DOCUMENT) if name not in schemas} == set()


def test_the_document_names_the_service_and_how_to_sign_in() -> None:
    assert DOCUMENT["servers"][0]["url"] == "http://127.0.0.1:8000"
    assert DOCUMENT["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    assert DOCUMENT["info"]["description"]


def _references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"].rpartition("/")[2]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*map(_references, part.values()))
    return set().union(*map(_references, part)) if isinstance(part, list) else set()
