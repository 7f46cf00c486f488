"""The README's `cilt` commands run as written, one after the other, and it leaves no verb out."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from scheduler.cli import app
from tests.architecture.sources import ROOT
from tests.benchmarks.harness.folders import a_folder_of_instances, a_random_instance
from tests.docs.pages import shell_commands

COMMANDS = [words[1:] for words in shell_commands("README.md") if words[0] == ".venv/bin/cilt"]
OF_THE_SERVICE = {"serve", "migrate", "accounts", "audit"}
"""Verbs that keep running, or need something that does."""


def _help_by_verb(group: Any, *before: str) -> Iterator[tuple[str, str]]:
    """Every verb with its help; those of a group with the group's word before them."""
    for name, command in group.commands.items():
        is_group = hasattr(command, "commands")
        yield from _help_by_verb(command, *before, name) if is_group else [(" ".join((*before, name)), command.help)]


HELP_BY_VERB = dict(_help_by_verb(typer.main.get_command(app)))


def test_the_readme_shows_every_verb_once() -> None:
    lines = [" ".join(words) for words in COMMANDS]
    shown = [verb for verb in HELP_BY_VERB for line in lines if f"{line} ".startswith(f"{verb} ")]

    assert sorted(shown) == sorted(HELP_BY_VERB)
    assert len(lines) == len(shown)


@pytest.mark.parametrize("verb", HELP_BY_VERB)
def test_the_help_of_a_verb_shows_an_example(verb: str) -> None:
    assert f"cilt {verb} " in HELP_BY_VERB[verb]


def test_the_commands_of_the_readme_run_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    with (ROOT / "data/west_weekday/visits.csv").open(encoding="utf-8", newline="") as visits:
        any_visit = next(csv.DictReader(visits))["visit_id"]
    a_folder_of_instances(tmp_path / "INSTANCES", {"near/six": a_random_instance(6)}, published={"near/six": 100.0})
    # Twenty seconds of search would show no more than three, sixty no more than one, and five days no more than one.
    stand_ins = {"20": "3", "60": "1", "5": "1", "VISIT_ID": any_visit, "INSTANCE_FILE": "INSTANCES/near/six.json"}

    for words in (words for words in COMMANDS if words[0] not in OF_THE_SERVICE):
        command = [Path(sys.executable).with_name("cilt"), *(stand_ins.get(word, word) for word in words)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

        assert done.returncode == 0, (words, done.stdout, done.stderr)
