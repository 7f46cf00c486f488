"""`cilt benchmark`: public instances run, tabled, drawn, solved and judged."""

import csv
import functools
import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from benchmarks.harness.results import Results
from tests.architecture.sources import ROOT
from tests.benchmarks.harness.folders import a_failure, a_folder_of_instances, a_random_instance, a_run
from tests.patience import PATIENCE_SECONDS
from tests.scheduler.cli.running import cilt
from tests.scheduler.io.hhcrsp_files import a_solution, an_instance, written

QUICK = ("--seconds", "0.1", "--workers", "1")
BEST = 30.0
WHOLE = a_solution(c1=[("p2", "wash", 20), ("p1", "wash", 60.25)], c2=[("p2", "lift", 20)])


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Any]:
    """Two instances of two families, run once: the folder, the results and how it ended."""
    folder = tmp_path_factory.mktemp("instances")
    instances = {"near/tiny": an_instance(), "far/eight": a_random_instance(8)}
    a_folder_of_instances(folder, instances, published={"near/tiny": BEST})
    results = folder / "results"
    done = cilt("benchmark", "run", "--instances", folder, *QUICK, "--seeds", "1", "--jobs", "2", "--out", results)
    return folder, results, done


def test_every_instance_is_run_kept_and_its_solution_written(ran: tuple[Path, Path, Any]) -> None:
    folder, results, done = ran

    assert done.exit_code == 0, done.output
    assert "2 runs: 0 failed, 0 with hard violations, 2 lawful." in done.stdout
    lines = [json.loads(line) for line in (results / "runs.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {(line["family"], line["instance"], line["seed"]) for line in lines} == {
        ("near", "tiny", 1),
        ("far", "eight", 1),
    }
    judged = cilt(
        "benchmark",
        "judge",
        folder / "near/tiny.json",
        results / "solutions/near/tiny.portfolio.0.1s.workers1.seed1.json",
    )
    assert judged.exit_code == 0
    (tiny,) = (line for line in lines if line["instance"] == "tiny")
    assert f"cost {tiny['cost']:,.3f}" in judged.stdout


def test_runs_that_are_kept_are_not_repeated(ran: tuple[Path, Path, Any]) -> None:
    folder, results, _ = ran
    before = (results / "runs.jsonl").read_bytes()

    again = cilt("benchmark", "run", "--instances", folder, *QUICK, "--seeds", "1", "--out", results)

    assert again.exit_code == 0
    assert "2 runs of 2 are in" in again.stdout
    assert "other sources" not in again.stderr
    assert (results / "runs.jsonl").read_bytes() == before


def test_the_runs_are_tabled_by_family_and_by_instance(ran: tuple[Path, Path, Any]) -> None:
    _, results, _ = ran

    by_family, by_instance = (
        list(csv.DictReader(io.StringIO(cilt("benchmark", "table", results, "--format", "csv", *more).stdout)))
        for more in ((), ("--all",))
    )

    assert [(row["family"], row["patients"], row["hard violations"]) for row in by_family] == [
        ("far", "1 to 10", "0"),
        ("near", "1 to 10", "0"),
    ]
    assert [row["instance"] for row in by_instance] == ["eight", "tiny"]
    assert by_instance[0]["mean gap"] == "-"


@pytest.mark.parametrize(("kind", "edge"), [("text", "─"), ("markdown", "|---")])
def test_a_table_for_people_is_never_squeezed(tmp_path: Path, kind: str, edge: str) -> None:
    name = "a_name_that_is_longer_than_any_column_of_a_narrow_terminal_would_be"
    Results(tmp_path).append(a_run(instance=name))

    done = cilt("benchmark", "table", tmp_path, "--all", "--format", kind)

    assert name in done.stdout
    assert edge in done.stdout


def test_the_runs_are_drawn_all_together_and_one_by_one(ran: tuple[Path, Path, Any]) -> None:
    _, results, _ = ran

    together = cilt("benchmark", "plot", results, "--out", results / "pictures")
    alone = cilt("benchmark", "plot", results, "--out", results / "pictures", "--only", "far/*")

    assert (together.exit_code, alone.exit_code) == (0, 0)
    drawn = {path.name for path in (results / "pictures").iterdir()}
    assert drawn == {"convergence.svg", "convergence.png", "far-eight.svg", "far-eight.png"}


def test_an_instance_that_fails_is_recorded_and_the_others_go_on(tmp_path: Path) -> None:
    folder = a_folder_of_instances(tmp_path, {"near/tiny": an_instance()})
    (folder / "near/cut.json").write_text('{"patients": [', encoding="utf-8")

    done = cilt("benchmark", "run", "--instances", folder, *QUICK, "--seeds", "1", "--out", tmp_path / "results")

    assert done.exit_code == 1
    assert "near/cut seed 1 failed: 1 fault in the input:" in done.stderr
    assert "2 runs: 1 failed, 0 with hard violations, 1 lawful." in done.stdout


def test_a_run_that_broke_a_hard_rule_ends_with_1_and_is_named(tmp_path: Path) -> None:
    folder = a_folder_of_instances(tmp_path, {"kind/one": an_instance()})
    settings = {"seconds_asked": 60.0, "workers": 1}
    Results(tmp_path / "results").append(a_run(**settings, gap=None, hard_violations={"skill": 1}))

    done = cilt(
        "benchmark", "run", "--instances", folder, "--workers", "1", "--seeds", "1", "--out", tmp_path / "results"
    )

    assert done.exit_code == 1
    assert "Made by other sources or on another machine: 1." in done.stderr
    assert "kind/one seed 1 breaks skill" in done.stderr


def test_ctrl_c_keeps_the_runs_that_are_done(tmp_path: Path) -> None:
    folder = a_folder_of_instances(tmp_path, {"near/tiny": an_instance()})
    results = Results(tmp_path / "results")
    asked = ("--seconds", "600", "--workers", "1", "--seeds", "2")
    kept = a_run(family="near", instance="tiny", seconds_asked=600.0, workers=1)
    results.append(kept)
    command = [sys.executable, "-c", "from scheduler.cli import app; app()", "benchmark", "run", "--instances", folder]
    as_in_the_background = functools.partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    process = subprocess.Popen(
        [*command, *asked, "--out", results.folder],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        preexec_fn=as_in_the_background,  # noqa: PLW1509 - before any thread is there
    )
    # Its folder is made when the second run begins.
    while process.poll() is None and not results.solution_of(kept).parent.is_dir():
        time.sleep(0.1)

    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE_SECONDS)

    assert process.returncode == 130
    assert b"Stopped; what is done is kept in" in errors
    assert b"Traceback" not in errors
    assert list(results.outcomes().values()) == [kept]


def test_a_solve_prints_cost_bound_seconds_and_moves_and_writes_what_it_found(tmp_path: Path) -> None:
    instance, out = written(tmp_path, an_instance()), tmp_path / "new" / "solution.json"

    done = cilt("benchmark", "solve", instance, *QUICK, "--seed", "1", "--out", out)

    assert done.exit_code == 0, done.output
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert said["0"] == "hard violations"
    assert {"cost", "bound", "seconds", "moves"} <= said.keys()
    assert f"cost {said['cost']}\n" in cilt("benchmark", "judge", instance, out).stdout


@pytest.mark.parametrize(
    ("solution", "exit_code", "says"),
    [
        (WHOLE, 0, "0 hard violations\ncost 33.417\n  travel 33.417\n"),
        (a_solution(c1=[("p2", "wash", 20)], c2=[("p2", "lift", 21)]), 1, "\naccounted_for (p1/wash) by 1 visit: "),
        (
            a_solution(c1=[("p2", "wash", 20), ("p1", "wash", 60)], c2=[("p2", "lift", 20)]),
            1,
            "\ntravel_time (c1, p1/wash) by 0.25 minutes: ",
        ),
        (a_solution(c9=[]), 2, "routes[0].caregiver_id is c9, expected a caregiver of the instance"),
        ({"routes": 1}, 2, "routes is 1, expected a list"),
    ],
    ids=["lawful", "broken", "broken by part of a minute", "of another instance", "no solution"],
)
def test_anyones_solution_is_judged(tmp_path: Path, solution: object, exit_code: int, says: str) -> None:
    instance = written(tmp_path, an_instance())

    done = cilt("benchmark", "judge", instance, written(tmp_path, solution, name="solution"))

    assert done.exit_code == exit_code
    assert says in done.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "--instances", "nowhere", "--out", "results"), "nowhere is no folder"),
        (("run", "--instances", ".", "--out", "results"), "no instance in ."),
        (("table", "."), "there is no runs.jsonl"),
        (("plot", ".", "--out", "pictures"), "there is no runs.jsonl"),
        (("solve", "nowhere.json", "--out", "solution.json"), "nowhere.json is missing, expected a file"),
        (("judge", "nowhere.json", "solution.json"), "nowhere.json is missing, expected a file"),
        (("solve", "nowhere.json", "--solver", "guess", "--out", "solution.json"), "guess is no solver"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(tmp_path)

    done = cilt("benchmark", *words)

    assert done.exit_code == 2
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_failed_runs_are_told_of_beside_the_table_and_alone_are_none(tmp_path: Path) -> None:
    results = Results(tmp_path)
    results.append(a_failure(seed=2))

    alone = cilt("benchmark", "table", tmp_path)
    results.append(a_run())
    beside = cilt("benchmark", "table", tmp_path)

    assert (alone.exit_code, beside.exit_code) == (2, 0)
    assert "has no run that ended with a plan" in alone.stderr
    assert "Not in the table: 1 run that failed." in beside.stderr
