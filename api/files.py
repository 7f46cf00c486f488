"""A file as an answer: shown or saved, kept in no cache, and a page that runs nothing. What files hold stands in the rooms."""

from collections.abc import Mapping
from typing import Any

from fastapi import Response

ITS_OWN_STYLE = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; frame-ancestors 'none'"
"""What a page may load: nothing but what it brings."""


def a_file(media_types: Mapping[Any, str]) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that answers with a file."""
    kinds: dict[str, dict[str, Any]] = {kind.split(";")[0]: {} for kind in media_types.values()}
    return {200: {"description": "The file.", "content": kinds}}


def file_answer(body: bytes, name: str, media_type: str, *, is_shown: bool) -> Response:
    """A file that a browser shows, or saves; nothing stays in a cache."""
    headers = {
        "Content-Disposition": f'{"inline" if is_shown else "attachment"}; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    if media_type.startswith(("text/html", "image/svg")):
        headers["Content-Security-Policy"] = ITS_OWN_STYLE
    return Response(body, media_type=media_type, headers=headers)
