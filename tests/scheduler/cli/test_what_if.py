import json
from pathlib import Path

from tests.scheduler.cli.running import cilt
from tests.scheduler.io.tables.folders import a_folder

QUICK = ("--days", 1, "--seeds", 3, "--iterations", 300, "--jobs", 1)


def a_scenario(path: Path, name: str, *changes: dict[str, object]) -> Path:
    path.write_text(json.dumps({"name": name, "changes": changes}), encoding="utf-8")
    return path


def test_scenarios_are_compared_with_the_baseline_and_written(tmp_path: Path) -> None:
    data, out = a_folder(tmp_path / "data"), tmp_path / "out"
    fewer = a_scenario(tmp_path / "fewer.json", "Fewer", {"change": "lose_staff", "number": 1})
    broken = a_scenario(tmp_path / "broken.json", "Broken", {"change": "merge_teams", "teams": ["west-1", "mars"]})

    done = cilt("what-if", data, fewer, broken, *QUICK, "--out", out)

    assert done.exit_code == 0, done.output
    assert "1 fewer staff on duty" in done.output
    assert "failed: there is no team mars, expected one of west-1, north-1" in done.output
    assert "Planned, of all, %" in done.output
    assert {path.name for path in out.iterdir()} == {
        "results.jsonl",
        "report.html",
        "comparison.json",
        "comparison.xlsx",
    }


def test_a_second_run_repeats_nothing(tmp_path: Path) -> None:
    data, out = a_folder(tmp_path / "data"), tmp_path / "out"
    fewer = a_scenario(tmp_path / "fewer.json", "Fewer", {"change": "lose_staff", "number": 1})
    cilt("what-if", data, fewer, *QUICK, "--out", out)
    before = (out / "results.jsonl").read_bytes()

    again = cilt("what-if", data, fewer, *QUICK, "--out", out)

    assert "6 plans of 6 are in" in again.output
    assert (out / "results.jsonl").read_bytes() == before


def test_two_scenarios_of_one_name_are_refused(tmp_path: Path) -> None:
    same = [a_scenario(tmp_path / f"{n}.json", "Same") for n in (1, 2)]

    done = cilt("what-if", a_folder(tmp_path / "data"), *same, *QUICK, "--out", tmp_path / "out")

    assert done.exit_code == 2
    assert "scenario name Same stands there twice" in done.output


def test_a_file_that_cannot_be_read_is_refused_before_anything_is_planned(tmp_path: Path) -> None:
    odd = a_scenario(tmp_path / "odd.json", "Odd", {"change": "lose_staff"})

    done = cilt("what-if", a_folder(tmp_path / "data"), odd, *QUICK, "--out", tmp_path / "out")

    assert done.exit_code == 2
    assert "changes[0].lose_staff.number is missing" in done.output
    assert not (tmp_path / "out").exists()


def test_a_folder_with_fewer_days_says_so(tmp_path: Path) -> None:
    plain = a_scenario(tmp_path / "plain.json", "Plain")

    done = cilt("what-if", a_folder(tmp_path / "data"), plain, *QUICK, "--days", 9, "--out", tmp_path / "out")

    assert done.exit_code == 0, done.output
    assert "The folder has 1 day to sample: --days is 1." in done.output
