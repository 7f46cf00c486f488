"""Every hazard of SAFETY.md is whole, and every test it names can be run."""

import re
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT
from tests.docs.pages import text_of

HAZARDS = dict(re.findall(r"^### (H\d\d) · .+\n\n(.+(?:\n.+)*)", text_of("SAFETY.md"), re.MULTILINE))
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+(?:\[[^`\]]+\])?)`")


@pytest.mark.parametrize("hazard", HAZARDS)
def test_a_hazard_names_harm_cause_control_and_a_test(hazard: str) -> None:
    for part in ("Harm", "Cause", "Control", "Shown by"):
        assert f"- **{part}.** " in HAZARDS[hazard]
    assert TEST.search(HAZARDS[hazard])


def test_hazards_are_numbered_without_a_gap() -> None:
    assert list(HAZARDS) == [f"H{number:02}" for number in range(1, len(HAZARDS) + 1)]
    assert len(HAZARDS) == len(re.findall(r"^### ", text_of("SAFETY.md"), re.MULTILINE))


def test_every_test_that_shows_a_control_exists() -> None:
    named = [(file, name) for hazard in HAZARDS.values() for file, name in TEST.findall(hazard)]
    files = sorted({file for file, _ in named})

    listing = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-o", "addopts=", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert listing.returncode == 0, listing.stdout
    collected = set(listing.stdout.split())
    known = collected | {name.partition("[")[0] for name in collected}
    assert [f"{file}::{name}" for file, name in named if f"{file}::{name}" not in known] == []
