from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.output_folder import output_folder
from tests.scheduler.io.failing import fail_once


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_stand_in_the_folder_once_all_are_written(tmp_path: Path) -> None:
    with output_folder(tmp_path / "deep" / "out") as fresh:
        (fresh / "plan.json").write_text("new", encoding="utf-8")
        assert not (tmp_path / "deep" / "out").exists()

    assert (tmp_path / "deep" / "out" / "plan.json").read_text(encoding="utf-8") == "new"
    assert names_in(tmp_path / "deep") == ["out"]


def test_a_second_run_replaces_what_has_the_same_name_and_leaves_the_rest(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "rosters").mkdir(parents=True)
    for name in ("gone.pdf", "s1.pdf", "theirs.pdf"):
        (out / "rosters" / name).write_text("old", encoding="utf-8")
    (out / "notes.txt").write_text("mine", encoding="utf-8")

    with output_folder(out, replaces=("rosters/gone.pdf",)) as fresh:
        (fresh / "rosters").mkdir()
        (fresh / "rosters" / "s1.pdf").write_text("new", encoding="utf-8")

    assert names_in(out) == ["notes.txt", "rosters"]
    assert names_in(out / "rosters") == ["s1.pdf", "theirs.pdf"]
    assert (out / "rosters" / "s1.pdf").read_text(encoding="utf-8") == "new"


def test_what_a_run_replaces_goes_even_where_nothing_new_takes_its_place(tmp_path: Path) -> None:
    with output_folder(tmp_path / "out") as fresh:
        (fresh / "rosters.csv").write_text("old", encoding="utf-8")

    with output_folder(tmp_path / "out", replaces=("rosters.csv", "plan.json")) as fresh:
        (fresh / "plan.json").write_text("new", encoding="utf-8")

    assert names_in(tmp_path / "out") == ["plan.json"]


def test_a_folder_that_is_left_empty_goes(tmp_path: Path) -> None:
    with output_folder(tmp_path / "out") as fresh:
        (fresh / "rosters").mkdir()
        (fresh / "rosters" / "s1.pdf").write_text("old", encoding="utf-8")

    with output_folder(tmp_path / "out", replaces=("rosters/s1.pdf",)) as fresh:
        (fresh / "plan.json").write_text("new", encoding="utf-8")

    assert names_in(tmp_path / "out") == ["plan.json"]


def fill_the_disk(out: Path) -> None:
    with output_folder(out) as fresh:
        (fresh / "plan.json").write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_the_old_files_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "plan.json").write_text("old", encoding="utf-8")

    with pytest.raises(OSError, match="No space left"):
        fill_the_disk(out)

    assert (out / "plan.json").read_text(encoding="utf-8") == "old"
    assert names_in(tmp_path) == ["out"]


def write_three_files(out: Path) -> None:
    with output_folder(out) as fresh:
        (fresh / "rosters").mkdir()
        for name in ("plan.json", "rosters.csv", "rosters/s1.pdf"):
            (fresh / name).write_text("new", encoding="utf-8")


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("failing", [1, 2, 3, 4, 5])
def test_a_failure_while_files_are_put_in_place_brings_all_old_ones_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int, error: BaseException
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("plan.json", "rosters.csv"):
        (out / name).write_text("old", encoding="utf-8")
    fail_once(monkeypatch, failing, error)

    with pytest.raises(type(error)):
        write_three_files(out)

    assert names_in(out) == ["plan.json", "rosters.csv"]
    assert {path.read_text(encoding="utf-8") for path in out.iterdir()} == {"old"}
    assert names_in(tmp_path) == ["out"]


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")

    with pytest.raises(InputError, match="is a file"), output_folder(tmp_path / "out"):
        pass
