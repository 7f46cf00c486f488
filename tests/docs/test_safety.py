"""Every hazard of SAFETY.md is whole, and every test it names can be run."""

import ast
import re
from pathlib import Path

import pytest

from scheduler.rules import RuleId
from tests.agreement.spoilers import SPOILERS
from tests.architecture.sources import ROOT, tree_of
from tests.docs.pages import text_of

HAZARDS = dict(re.findall(r"^### (H\d\d) · .+\n\n((?:.+\n)+)", text_of("SAFETY.md"), re.MULTILINE))
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
SPOILERS_OF = re.compile(r"`spoilers\[(\w+)\]`")


@pytest.mark.parametrize("hazard", HAZARDS)
def test_a_hazard_names_harm_cause_control_and_a_test(hazard: str) -> None:
    parts = re.findall(r"^- \*\*(.+?)\.\*\*", HAZARDS[hazard], re.MULTILINE)

    assert parts == ["Harm", "Cause", "Control", "Shown by"]
    assert TEST.search(HAZARDS[hazard]) or SPOILERS_OF.search(HAZARDS[hazard])


def test_hazards_are_numbered_without_a_gap() -> None:
    headings = re.findall(r"^### (\w+)", text_of("SAFETY.md"), re.MULTILINE)

    assert list(HAZARDS) == headings == [f"H{number:02}" for number in range(1, len(headings) + 1)]


def test_every_rule_that_controls_a_hazard_has_a_spoiler() -> None:
    named = {RuleId.from_code(code) for text in HAZARDS.values() for code in SPOILERS_OF.findall(text)}

    assert named <= {spoiler.rule for spoiler in SPOILERS}


def test_every_test_that_shows_a_control_exists() -> None:
    named = {(Path(file), name) for text in HAZARDS.values() for file, name in TEST.findall(text)}

    missing = [f"{file}::{name}" for file, name in named if name not in _tests_in(file)]

    assert sorted(missing) == []


def _tests_in(file: Path) -> set[str]:
    """The test functions of a file; none where there is no such file."""
    if not (ROOT / file).exists():
        return set()
    return {node.name for node in tree_of(file).body if isinstance(node, ast.FunctionDef)}
