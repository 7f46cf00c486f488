"""Instances of other people, recognised by what is in the file."""

from fractions import Fraction
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.public_instances import read_public_instance
from scheduler.model.workforce import ShiftId
from scheduler.roster.roster import read_roster
from scheduler.validation import validate
from tests.scheduler.io.hhcrsp_files import a_solution, an_instance, written


def test_an_instance_of_mankowskas_format_is_read_priced_and_written(tmp_path: Path) -> None:
    instance = read_public_instance(written(tmp_path, an_instance()))
    solution = a_solution(c1=[("p2", "wash", 20), ("p1", "wash", 60.25)], c2=[("p2", "lift", 20)])

    plan = instance.read_solution(written(tmp_path, solution, name="solution"))
    instance.write_solution(plan, tmp_path / "again.json")

    assert instance.name == "tiny"
    assert (instance.scale, instance.cost_of_a_point) == (100, Fraction(1, 300))
    assert instance.read_solution(tmp_path / "again.json") == plan
    assert float(instance.objective(validate(instance.problem, plan))) == pytest.approx((20 + 30.25 + 10 + 40) / 3)


def test_a_public_plan_is_a_roster_whose_distances_are_not_known(tmp_path: Path) -> None:
    instance = read_public_instance(written(tmp_path, an_instance()))
    plan = instance.read_solution(written(tmp_path, a_solution(c1=[("p1", "wash", 60.25)]), name="solution"))

    totals = read_roster(instance.problem, plan).by_shift[ShiftId("c1")].totals

    assert totals.travel_minutes > 0
    assert totals.metres is None


@pytest.mark.parametrize("document", [{"patients": []}, [], "text"])
def test_a_file_of_an_unknown_format_is_refused_with_what_is_known(tmp_path: Path, document: object) -> None:
    path = written(tmp_path, document)

    with pytest.raises(InputError) as raised:
        read_public_instance(path)

    assert str(raised.value.faults[0]).startswith(f"{path} is of an unknown format, expected an instance with ")
