"""A folder of runs keeps what is done, whatever happens to the machine."""

import csv
from pathlib import Path

import pytest

from benchmarks.harness.results import Results
from scheduler.errors import InputError
from tests.benchmarks.harness.folders import a_failure, a_run, a_task


def test_runs_and_failures_are_read_as_they_were_kept(tmp_path: Path) -> None:
    results, kept = Results(tmp_path / "new"), [a_run(), a_failure(seed=2)]

    for outcome in kept:
        results.append(outcome)

    assert list(results.outcomes().values()) == kept


def test_of_a_run_that_was_repeated_the_last_counts(tmp_path: Path) -> None:
    results = Results(tmp_path)

    for outcome in (a_failure(), a_run(cost=101.0), a_run(seconds_asked=5.0)):
        results.append(outcome)

    assert list(results.outcomes().values()) == [a_run(cost=101.0), a_run(seconds_asked=5.0)]


@pytest.mark.parametrize("num_bytes_lost", [1, 20])
def test_a_last_line_that_is_half_written_is_passed_over_and_replaced(tmp_path: Path, num_bytes_lost: int) -> None:
    results = Results(tmp_path)
    for seed in (1, 2):
        results.append(a_run(seed=seed))
    lines = tmp_path / "runs.jsonl"
    lines.write_bytes(lines.read_bytes()[:-num_bytes_lost])

    before = list(results.outcomes().values())
    results.append(a_run(seed=3))

    assert before == [a_run()]
    assert list(results.outcomes().values()) == [a_run(), a_run(seed=3)]


def test_a_whole_line_that_is_no_run_is_named(tmp_path: Path) -> None:
    results = Results(tmp_path)
    results.append(a_run())
    lines = tmp_path / "runs.jsonl"
    lines.write_bytes(b'{"family": "kind"}\n' + lines.read_bytes())

    with pytest.raises(InputError) as raised:
        results.outcomes()

    assert f"{lines}: line 1 is no run" in str(raised.value)


def test_a_folder_without_runs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        Results(tmp_path).outcomes()

    assert "expected a folder that cilt benchmark run has written" in str(raised.value)


def test_the_table_has_a_row_for_each_run_and_failure(tmp_path: Path) -> None:
    results = Results(tmp_path)
    results.append(a_run(hard_violations={"skill": 2, "gap": 1}))
    results.append(a_failure(seed=2))

    results.write_table()

    with (tmp_path / "runs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["seed"], row["cost"], row["error"]) for row in rows] == [("1", "100.0", ""), ("2", "", "no JSON")]
    assert rows[0]["hard_violations"] == "skill 2; gap 1"


def test_every_run_that_is_kept_has_a_solution_file_of_its_own(tmp_path: Path) -> None:
    results = Results(tmp_path)
    others = [{"solver": "cpsat"}, {"seconds_asked": 0.5}, {"workers": 1}, {"seed": 3}, {"instance": "two"}]

    files = [results.solution_of(a_task(**changes)) for changes in ({}, *others)]

    assert files[0] == tmp_path / "solutions/kind/one.portfolio.60s.workers2.seed1.json"
    assert len(set(files)) == len(files)
