"""docs/RULES.md sets an exact reading beside every sentence of the catalogue, word for word."""

import re

import pytest

from scheduler.rules import CATALOGUE, Rule
from tests.architecture.sources import ROOT

PAGE = (ROOT / "docs/RULES.md").read_text(encoding="utf-8")
ENTRY = re.compile(r"^### `(\w+)` · (.+) · (.+)\n\n> (.+)\n\n(.+)$", re.MULTILINE)


@pytest.mark.parametrize("rule", CATALOGUE.values(), ids=lambda rule: rule.id.code)
def test_a_rule_stands_on_the_page_as_in_the_catalogue(rule: Rule) -> None:
    entries = {code: rest for code, *rest in ENTRY.findall(PAGE)}

    kind, unit, sentence, reading = entries[rule.id.code]

    assert [kind, unit, sentence] == [rule.kind, rule.unit, rule.sentence]
    assert reading


def test_the_page_holds_no_rule_that_the_catalogue_lacks_and_keeps_its_order() -> None:
    on_page = re.findall(r"^### `(\w+)`", PAGE, re.MULTILINE)

    assert on_page == [rule.code for rule in CATALOGUE]


def test_the_page_names_the_rules_that_may_be_overridden() -> None:
    sentence = re.search(r"Some hard rules allow a person to take responsibility: (.+?)\.", PAGE)
    assert sentence

    named = re.findall(r"`(\w+)`", sentence[1])

    assert named == [rule.code for rule, entry in CATALOGUE.items() if entry.may_override]
