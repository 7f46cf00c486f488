"""The README's `cilt` commands run as written, one after the other, and it leaves no verb out."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from scheduler.cli import app
from tests.architecture.sources import ROOT
from tests.docs.pages import shell_commands

COMMANDS = [words[1:] for words in shell_commands("README.md") if words[0] == ".venv/bin/cilt"]
VERBS = sorted(getattr(typer.main.get_command(app), "commands", {}))


def test_the_readme_shows_every_verb_once() -> None:
    assert sorted(words[0] for words in COMMANDS) == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_shows_an_example(verb: str) -> None:
    help_text = getattr(typer.main.get_command(app), "commands")[verb].help  # noqa: B009 - a group's, not every command's

    assert f"cilt {verb} " in help_text


def test_the_commands_of_the_readme_run_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    with (ROOT / "data/west_weekday/visits.csv").open(encoding="utf-8", newline="") as visits:
        any_visit = next(csv.DictReader(visits))["visit_id"]
    # Twenty seconds of search would show no more than three.
    stand_ins = {"20": "3", "VISIT_ID": any_visit}

    for words in COMMANDS:
        command = [Path(sys.executable).with_name("cilt"), *(stand_ins.get(word, word) for word in words)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

        assert done.returncode == 0, (words, done.stdout, done.stderr)
