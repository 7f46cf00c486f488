"""Which instances a folder holds."""

from pathlib import Path

import pytest

from benchmarks.harness.instances import PUBLISHED, find_instances
from scheduler.errors import InputError
from tests.benchmarks.harness.folders import a_folder_of_instances


def test_instances_are_found_family_by_family_with_what_was_published(tmp_path: Path) -> None:
    folder = a_folder_of_instances(
        tmp_path, {"far/two": {}, "far/one": {}, "near/one": {}}, published={"far/one": 12.5}
    )

    found = find_instances(folder)

    assert [entry.full_name for entry in found] == ["far/one", "far/two", "near/one"]
    assert [entry.best_published for entry in found] == [12.5, None, None]


def test_solutions_are_no_instances(tmp_path: Path) -> None:
    folder = a_folder_of_instances(tmp_path, {"near/one": {}, "solutions/near/one": {}, "near/solutions/one": {}})

    assert [entry.full_name for entry in find_instances(folder)] == ["near/one"]


def test_instances_right_in_the_folder_are_of_a_family_of_its_name(tmp_path: Path) -> None:
    folder = a_folder_of_instances(tmp_path / "near", {"one": {}})

    assert [entry.full_name for entry in find_instances(folder)] == ["near/one"]


def test_a_pattern_picks_by_family_and_name(tmp_path: Path) -> None:
    folder = a_folder_of_instances(tmp_path, {"far/a_10_1": {}, "far/a_25_1": {}, "near/a_10_2": {}})

    assert [entry.full_name for entry in find_instances(folder, "*_10_?")] == ["far/a_10_1", "near/a_10_2"]
    assert [entry.full_name for entry in find_instances(folder, "far/*")] == ["far/a_10_1", "far/a_25_1"]


@pytest.mark.parametrize(
    ("folder", "pattern", "says"),
    [
        ("nowhere", "*", "nowhere is no folder, expected one with instances"),
        (".", "*", "no instance in"),
        ("solutions", "far*", "is named like far*, expected"),
    ],
)
def test_a_folder_without_such_instances_is_refused(tmp_path: Path, folder: str, pattern: str, says: str) -> None:
    a_folder_of_instances(tmp_path, {"solutions/one": {}})

    with pytest.raises(InputError) as raised:
        find_instances(tmp_path / folder, pattern)

    assert says in str(raised.value)


def test_a_published_cost_that_is_no_number_is_named_by_its_line(tmp_path: Path) -> None:
    folder = a_folder_of_instances(tmp_path, {"near/one": {}}, published={"near/one": 1.0})
    (folder / PUBLISHED).write_text("family,instance,best_published\nnear,one,1.0\nnear,two,much\n", encoding="utf-8")

    with pytest.raises(InputError) as raised:
        find_instances(folder)

    assert f"{PUBLISHED}: line 3 cannot be read, expected family, instance and best_published" in str(raised.value)
