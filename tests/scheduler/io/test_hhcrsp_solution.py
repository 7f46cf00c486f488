"""Solution files in the format of Mankowska: read, written, refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import InputError
from scheduler.io.hhcrsp import read_instance, read_solution, write_solution
from scheduler.rules import RuleId
from scheduler.validation import validate
from tests.builders import a_plan
from tests.scheduler.io.hhcrsp_files import a_solution, an_instance, written

PLAN = a_plan({"c1": [("p2/wash", 2000), ("p1/wash", 6025)], "c2": [("p2/lift", 2000)]})


def test_a_plan_that_is_written_and_read_again_is_the_same_plan(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, an_instance()))

    write_solution(instance, PLAN, tmp_path / "solution.json")

    assert read_solution(instance, tmp_path / "solution.json") == PLAN


def test_a_solution_is_written_in_minutes_of_the_instance_as_the_published_ones_are(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, an_instance()))

    write_solution(instance, a_plan({"c1": [("p1/wash", 6025)]}), tmp_path / "solution.json")

    assert json.loads((tmp_path / "solution.json").read_text(encoding="utf-8")) == {
        "routes": [
            {
                "caregiver_id": "c1",
                "locations": [
                    {"patient": "p1", "service": "wash", "arrival_time": 60.25, "departure_time": 80.25},
                ],
            },
            {"caregiver_id": "c2"},
        ]
    }


def test_what_floating_point_leaves_behind_is_rounded_away(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, an_instance()))
    noisy = a_solution(c1=[("p2", "wash", 20.000000000000004), ("p1", "wash", 60.24999999999999)])

    read = read_solution(instance, written(tmp_path, noisy, name="solution"))

    assert read == a_plan({"c1": [("p2/wash", 2000), ("p1/wash", 6025)]})


def test_a_visit_that_a_solution_forgets_is_for_the_judge_to_find(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, an_instance()))
    forgets = a_solution(c1=[("p2", "wash", 20)], c2=[("p2", "lift", 20)])

    report = validate(instance.problem, read_solution(instance, written(tmp_path, forgets, name="solution")))

    assert [(found.rule, found.visit_id) for found in report.hard_violations] == [(RuleId.ACCOUNTED_FOR, "p1/wash")]


@pytest.mark.parametrize(
    ("routes", "where"),
    [
        ({"c9": [("p1", "wash", 60)]}, "routes[0].caregiver_id is c9"),
        ({"c1": [("p1", "lift", 60)]}, "routes[0].locations[0] is lift for p1"),
        ({"c1": [("p9", "wash", 60)]}, "routes[0].locations[0] is wash for p9"),
        ({"c1": [("p1", "wash", 60.255)]}, "routes[0].locations[0].arrival_time is 60.255"),
        ({"c1": [("p2", "wash", 20), ("p1", "wash", 19)]}, "routes[0].locations[1].arrival_time is 19"),
    ],
)
def test_what_the_instance_does_not_have_is_refused_with_its_place(
    tmp_path: Path, routes: dict[str, Any], where: str
) -> None:
    instance = read_instance(written(tmp_path, an_instance()))
    path = written(tmp_path, a_solution(**routes), name="solution")

    with pytest.raises(InputError) as raised:
        read_solution(instance, path)

    (fault,) = raised.value.faults
    assert str(fault).startswith(f"{path}: {where}, expected ")


def test_two_routes_of_one_caregiver_are_refused(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, an_instance()))
    (route,) = a_solution(c1=[("p1", "wash", 60)])["routes"]
    path = written(tmp_path, {"routes": [route, route]}, name="solution")

    with pytest.raises(InputError, match="expected one route for each caregiver"):
        read_solution(instance, path)
