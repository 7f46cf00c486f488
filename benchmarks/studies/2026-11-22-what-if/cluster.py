"""Solves on a Dask cluster of this machine: how near the ideal of so many workers they come, and that results are the same.

The ideal is what a solve takes alone in a process on an idle machine, over the workers. It is timed before and after the
cluster, since the machine's own speed changes within minutes. Lost are sending, waiting, and that two busy cores share a
memory. The cluster is the one of ``cilt what-if``; its workers are started and warm before the clock. Writes
``cluster.json`` and prints the efficiency.
"""

import argparse
import json
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from data.synthetic.generator import generate
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.io.tables.writing import write_folder
from scheduler.model.problem import Problem
from scheduler.scenarios.changes import LoseStaff, Surge
from scheduler.scenarios.cluster import on_this_machine
from scheduler.scenarios.run import one_by_one, outcomes_of
from scheduler.scenarios.scenario import BASELINE, Scenario
from scheduler.scenarios.task import Outcome, SampledDay, Solved, Task, tasks_of
from scheduler.solvers.stopping import Budget
from scheduler.travel.estimate import EstimatedTravel

HERE = Path(__file__).parent
TRAVEL = EstimatedTravel()
SCENARIOS = (BASELINE, Scenario("Fewer", (LoseStaff(number=3),)), Scenario("More", (Surge(percent=10),)))


def west() -> Problem:
    with TemporaryDirectory() as name:
        write_folder(generate(1, day=date(2026, 11, 23), localities=["West"]), Path(name))
        return problem_for(read_folder(Path(name)), first_date=date(2026, 11, 23), travel=TRAVEL)


def figures_of(outcomes: Mapping[str, Outcome]) -> dict[str, object]:
    return {key: each.figures for key, each in outcomes.items() if isinstance(each, Solved)}


def alone(tasks: Sequence[Task], day: SampledDay) -> tuple[float, dict[str, Outcome]]:
    """Seconds of a solve in this process, and what came of each."""
    began = time.perf_counter()
    outcomes = {each.key: each for each in outcomes_of(tasks, [day], travel=TRAVEL, kept={})}
    return (time.perf_counter() - began) / len(tasks), outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--solves", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--iterations", type=int, default=500_000)
    parser.add_argument(
        "--compared", type=int, default=20, help="solves that are made alone in this process, twice, and timed"
    )
    parser.add_argument("--out", type=Path, default=HERE / "cluster.json")
    asked = parser.parse_args()
    day = SampledDay("2026-11-23", west())
    seeds = range(1, 1 + -(-asked.solves // len(SCENARIOS)))
    tasks = tasks_of([day], SCENARIOS, seeds=seeds, budget=Budget(iterations=asked.iterations))[: asked.solves]
    warming = tasks_of(
        [day], [BASELINE], seeds=range(10_000, 10_000 + 2 * asked.workers), budget=Budget(iterations=1000)
    )
    list(one_by_one(warming[:1], {day.problem.digest: day.problem}, TRAVEL, threading.Event()))
    before, again = alone(tasks[: asked.compared], day)
    with on_this_machine(asked.workers) as executor:
        list(outcomes_of(warming, [day], travel=TRAVEL, kept={}, executor=executor))
        began = time.perf_counter()
        outcomes = {each.key: each for each in outcomes_of(tasks, [day], travel=TRAVEL, kept={}, executor=executor)}
        seconds = time.perf_counter() - began
    after, _ = alone(tasks[: asked.compared], day)
    mean = (before + after) / 2
    on_cluster = figures_of(outcomes)
    found = {
        "solves": len(outcomes),
        "failed": len(outcomes) - len(on_cluster),
        "workers": asked.workers,
        "iterations": asked.iterations,
        "seconds_on_the_cluster": round(seconds, 2),
        "seconds_of_a_solve_alone": {"before": round(before, 3), "after": round(after, 3)},
        "efficiency": round(mean * len(outcomes) / asked.workers / seconds, 3),
        "compared": asked.compared,
        "results_are_the_same": figures_of(again) == {key: on_cluster[key] for key in again},
    }
    asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
