import sys
from pathlib import Path

import pytest

from benchmarks.peers.runs import Job, Run, add_run, jobs, read_runs, run_apart
from benchmarks.peers.table import table_of


def a_run(engine: str, served: int, travel: int, *, seed: int = 1, broken: dict[str, int] | None = None) -> Run:
    sizes = {"visits": 81, "shifts": 13, "served": served, "travel_minutes": travel}
    return Run("team", engine, 10, seed, broken=broken or {}, **sizes)


def test_an_engine_without_seeds_is_run_once_and_the_others_with_each() -> None:
    asked = [(job.engine, job.seed) for job in jobs(["team"], ["cilt", "vroom"], [10.0], [1, 2])]

    assert asked == [("cilt", 1), ("cilt", 2), ("vroom", 1)]


def test_runs_are_read_back_as_they_were_kept(tmp_path: Path) -> None:
    made = [a_run("cilt", 80, 700), a_run("vroom", 80, 710)]

    for run in made:
        add_run(tmp_path / "new", run)

    assert read_runs(tmp_path / "new") == made
    assert read_runs(tmp_path / "nowhere") == []


def test_a_run_that_dies_is_a_run_with_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false")

    run = run_apart(Job("team", "cilt", 0.1, 1), core=0)

    assert run.fault == "exit code 1"
    assert not run.is_lawful


def test_the_table_sets_our_mean_beside_the_best_peer() -> None:
    runs = [
        a_run("cilt", 80, 700),
        a_run("cilt", 79, 720, seed=2),
        a_run("pyvrp", 79, 600),
        a_run("vroom", 80, 710),
    ]

    line = table_of(runs).splitlines()[-1]

    assert (
        line == "| team | 81 | 13 | 10 | 79.5 / 710 [700 to 720] | 79.0 / 600 | 80.0 / 710 |  | vroom | -0.5 | +0.0 % |"
    )


def test_an_unlawful_run_is_told_of_and_does_not_count() -> None:
    line = table_of([a_run("cilt", 80, 700), a_run("vroom", 81, 1, broken={"time_window": 3})]).splitlines()[-1]

    assert "| (1 of 1 unlawful or failed) |" in line


def test_the_table_warns_of_runs_that_shared_their_core() -> None:
    alone = Run("team", "cilt", 10, 1, search_seconds=10.0, cpu_seconds=9.0)
    shared = Run("team", "pyvrp", 10, 1, search_seconds=10.0, cpu_seconds=8.9)

    assert "1 of 2 runs had less than 90% of their core" in table_of([alone, shared])
    assert "had less than" not in table_of([alone])
