"""What the pages point at is there."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, committed_files
from tests.docs.pages import local_links, pages, shell_commands

TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", pages(), ids=str)
def test_every_link_and_picture_of_a_page_exists(page: Path) -> None:
    missing = [target for target in local_links(page) if not (ROOT / page.parent / target).exists()]

    assert missing == []


def test_no_file_speaks_of_a_page_that_is_not_there() -> None:
    known = {page.name for page in pages()}
    spoken_of = {
        (str(path), name)
        for path in committed_files()
        if path.suffix in {".py", ".md", ".toml", ".yaml", ""}
        for name in re.findall(r"\b[A-Z]{4,}\.md\b", (ROOT / path).read_text(encoding="utf-8"))
    }

    assert sorted((path, name) for path, name in spoken_of if name not in known) == []


@pytest.mark.parametrize("page", pages(), ids=str)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"`make ([a-z]+)", (ROOT / page).read_text(encoding="utf-8")))
    typed = {words[1] for words in shell_commands(page) if words[0] == "make"}

    assert named | typed <= TARGETS


def test_the_two_commands_of_the_readme_are_the_first_thing_to_type() -> None:
    assert shell_commands("README.md")[:2] == [["make", "demo"], ["make", "test"]]
