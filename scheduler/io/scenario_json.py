"""Scenarios as JSON files, and the schema that says what such a file may hold. What changes do stands in `scheduler.scenarios`."""

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scheduler.io.json_document import read_document
from scheduler.scenarios.changes import AnyChange
from scheduler.scenarios.scenario import Scenario


class ScenarioDocument(BaseModel):
    """What if some things were different? A name and the changes, in the order in which they are made."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, title="CILT scenario")

    format: Literal["cilt-scenario/1"] = "cilt-scenario/1"
    """The form of this file."""
    name: Annotated[str, Field(min_length=1, max_length=80)]
    """As it stands in tables and pictures."""
    question: Annotated[str, Field(max_length=400)] = ""
    """What a planner would like to know."""
    changes: tuple[AnyChange, ...] = ()
    """From the first to the last; none: everything stays as it is."""


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises
    ------
    InputError
        With every fault: no such file, no JSON, a change or a key that is not known, a value that cannot be.
    """
    return scenario_of(read_document(path, ScenarioDocument))


def scenario_of(document: ScenarioDocument) -> Scenario:
    """What a document says."""
    return Scenario(document.name, document.changes, document.question)


def write_scenario(scenario: Scenario, path: Path) -> None:
    """Write a scenario file, what goes without saying left out; the same scenario, the same bytes."""
    document = ScenarioDocument(name=scenario.name, question=scenario.question, changes=scenario.changes)
    said = document.model_dump(mode="json", exclude_defaults=True)
    said["changes"] = [
        {"change": change.change} | kept for change, kept in zip(scenario.changes, said.get("changes", ()), strict=True)
    ]
    path.write_text(_text({"format": document.format} | said), encoding="utf-8")


def schema() -> str:
    """The JSON Schema of a scenario file, as it is published in ``data/scenarios/schema.json``."""
    return _text(ScenarioDocument.model_json_schema())


def _text(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
