"""The print page: whole, accessible in its structure, and nothing in it that runs."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from scheduler.io.roster_html import write_html
from scheduler.model.problem import Problem
from scheduler.roster.roster import Roster
from tests.scheduler.io.roster_day import IDENTITY, a_roster, a_working_day


@pytest.fixture(scope="module")
def day() -> tuple[Problem, Roster]:
    return a_roster(a_working_day())


class Elements(HTMLParser):
    """Which elements a page has, in order, with their attributes, and what it says."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())


def page_of(day: tuple[Problem, Roster], folder: Path) -> Elements:
    problem, roster = day
    write_html(roster.itineraries, IDENTITY, problem, folder / "page.html")
    return Elements((folder / "page.html").read_text(encoding="utf-8"))


def test_the_page_says_what_the_pdf_says(day: tuple[Problem, Roster], tmp_path: Path) -> None:
    text = page_of(day, tmp_path).text

    for said in ("Ann Fletcher", "Monday 23 November 2026", "Mrs Edna Marsh", "Access: Key safe by the side door"):
        assert said in text
    for said in ("Insulin as charted", "With Ben Okoro 07700 900222", "Plan 2026-11-23/4", "out of date"):
        assert said in text


def test_a_volunteers_sheet_has_first_name_time_place_and_task_alone(
    day: tuple[Problem, Roster], tmp_path: Path
) -> None:
    problem, roster = day
    write_html([roster.by_staff["vera"][0]], IDENTITY, problem, tmp_path / "page.html")  # type: ignore[index]

    text = Elements((tmp_path / "page.html").read_text(encoding="utf-8")).text

    assert "Joan" in text
    assert "Sparrow" not in text
    assert "01993 555103" not in text


def test_the_page_has_a_language_one_main_headings_and_a_captioned_table_with_headed_rows_and_columns(
    day: tuple[Problem, Roster], tmp_path: Path
) -> None:
    found = page_of(day, tmp_path).found

    tags = [tag for tag, _ in found]
    assert dict(found)["html"] == {"lang": "en-GB"}
    assert tags.count("main") == 1
    assert tags.count("h1") == tags.count("article") == 4
    assert tags.count("caption") == tags.count("table")
    assert {attributes.get("scope") for tag, attributes in found if tag == "th"} == {"col", "row"}


def test_nothing_in_the_page_runs_or_is_fetched_from_elsewhere(day: tuple[Problem, Roster], tmp_path: Path) -> None:
    found = page_of(day, tmp_path).found

    assert not {tag for tag, _ in found} & {"script", "link", "img", "iframe", "form", "object"}
    assert not any(name.startswith("on") or name in ("src", "href", "style") for _, with_ in found for name in with_)


def test_a_name_is_text_and_never_markup(day: tuple[Problem, Roster], tmp_path: Path) -> None:
    problem, roster = day
    spiked = replace(problem, patients=tuple(replace(each, name="<b onclick=x>Eve</b>") for each in problem.patients))

    page = page_of((spiked, roster), tmp_path)

    assert "<b onclick=x>Eve</b>" in page.text
    assert "b" not in {tag for tag, _ in page.found}
