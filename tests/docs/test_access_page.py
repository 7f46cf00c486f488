"""docs/ACCESS.md says of every route who may use it, as the routes themselves do."""

import pytest

from api.access import REACH, entries, page
from api.main import create_app
from api.settings import Settings
from tests.docs.pages import text_of


@pytest.fixture(scope="module")
def app() -> object:
    return create_app(Settings(database_url="sqlite:///never-opened.db", secret_key="-" * 32))


def test_the_page_is_what_the_routes_say(app: object) -> None:
    assert text_of("docs/ACCESS.md") == page(app), "make access"


def test_every_route_says_how_far_it_reaches_and_nothing_else_does(app: object) -> None:
    assert set(REACH) == {entry.route for entry in entries(app)}
