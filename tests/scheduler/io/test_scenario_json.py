import json
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.scenario_json import ScenarioDocument, read_scenario, schema, write_scenario
from scheduler.scenarios.changes import LoseStaff, MergeTeams
from scheduler.scenarios.scenario import BASELINE, Scenario
from scheduler.scenarios.selecting import Who
from tests.architecture.sources import ROOT

GALLERY = sorted(path for path in (ROOT / "data/scenarios").glob("*.json") if path.name != "schema.json")
KINDS = {
    part["$ref"].rpartition("/")[2]
    for part in ScenarioDocument.model_json_schema()["properties"]["changes"]["items"]["oneOf"]
}


def faults_of(tmp_path: Path, document: object) -> list[str]:
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_scenario(path)
    return [str(fault).removeprefix(f"{path}: ") for fault in refused.value.faults]


def test_a_scenario_is_read_as_it_was_written(tmp_path: Path) -> None:
    scenario = Scenario("Fewer", (LoseStaff(number=2, who=Who(band=5)), MergeTeams(teams=("W1", "W2"))), "What if?")

    write_scenario(scenario, tmp_path / "scenario.json")

    assert read_scenario(tmp_path / "scenario.json") == scenario


def test_what_goes_without_saying_is_not_written(tmp_path: Path) -> None:
    write_scenario(Scenario("Fewer", (LoseStaff(number=2),)), tmp_path / "scenario.json")

    assert json.loads((tmp_path / "scenario.json").read_text(encoding="utf-8")) == {
        "format": "cilt-scenario/1",
        "name": "Fewer",
        "changes": [{"change": "lose_staff", "number": 2}],
    }


def test_a_name_alone_is_a_scenario_that_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "scenario.json").write_text('{"name": "Baseline"}', encoding="utf-8")

    assert read_scenario(tmp_path / "scenario.json") == BASELINE


def test_every_fault_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    document = {
        "changes": [
            {"change": "lose_staff", "number": 0, "who": {"band": 9}},
            {"change": "fly"},
            {"change": "absence", "percent": "many", "wo": {}},
        ]
    }

    faults = faults_of(tmp_path, document)

    assert faults[0] == "name is missing, expected a value"
    assert faults[1] == "changes[0].lose_staff.number is 0, expected 1 or more"
    assert faults[2].startswith("changes[0].lose_staff.who.band is 9, expected 0, 2, 3")
    assert faults[3].startswith('changes[1] is {"change": "fly"}, expected')
    assert "lose_staff" in faults[3]
    assert faults[4] == 'changes[2].absence.percent is "many", expected a number'
    assert faults[5] == "changes[2].absence.wo is {}, expected no key of this name"


def test_the_published_schema_is_the_one_that_files_are_read_by() -> None:
    assert (ROOT / "data/scenarios/schema.json").read_text(encoding="utf-8") == schema()


def test_the_schema_says_of_every_field_what_it_means() -> None:
    definitions = json.loads(schema())["$defs"]

    silent = [
        f"{kind}.{field}"
        for kind in KINDS
        for field, told in definitions[kind]["properties"].items()
        if "description" not in told and field not in {"change", "who", "which", "longitude"}
    ]
    assert silent == []


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_a_scenario_of_the_gallery_is_read_asks_a_question_and_is_written_the_same(path: Path, tmp_path: Path) -> None:
    scenario = read_scenario(path)

    write_scenario(scenario, tmp_path / "again.json")

    assert scenario.question
    assert all(said and "_" not in said for said in scenario.sentences)
    assert (tmp_path / "again.json").read_bytes() == path.read_bytes()


def test_the_gallery_has_a_scenario_for_every_kind_of_change_and_no_name_twice() -> None:
    read = [read_scenario(path) for path in GALLERY]

    assert {type(change).__name__ for scenario in read for change in scenario.changes} == KINDS
    assert len({scenario.name for scenario in read}) == len(GALLERY)
