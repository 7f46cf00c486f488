"""What routes of planners share: how a question is asked, and what they answer with."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Header, Query

from api.errors import NotFoundError
from api.planning.schemas.questions import QuestionFilter
from api.problems import documented

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="A request repeated with the same key asks for one question.",
    ),
]
Wanted = Annotated[QuestionFilter, Query()]
TAKEN_IN: dict[int | str, dict[str, Any]] = {
    **documented(NotFoundError),
    202: {"headers": {"Location": {"description": "Where it tells how it stands.", "schema": {"type": "string"}}}},
}


def a_file(media_types: Mapping[Any, str]) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that answers with a file."""
    kinds: dict[str, dict[str, Any]] = {kind.split(";")[0]: {} for kind in media_types.values()}
    return {200: {"description": "The file.", "content": kinds}}
