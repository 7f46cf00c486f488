"""Solves on a Dask cluster of this machine: how near the ideal of so many workers they come, and that results are the same.

The ideal is the sum of what each solve takes on its worker, over the workers: what is lost is sending, waiting and starting.
Writes ``cluster.json`` and prints the efficiency. The workers are started and warm before the clock.
"""

import argparse
import json
import sys
import threading
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from distributed import Client, LocalCluster

from data.synthetic.generator import generate
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.io.tables.writing import write_folder
from scheduler.model.problem import Problem
from scheduler.scenarios.changes import LoseStaff, Surge
from scheduler.scenarios.cluster import on
from scheduler.scenarios.run import one_by_one, outcomes_of
from scheduler.scenarios.scenario import BASELINE, Scenario
from scheduler.scenarios.task import Outcome, SampledDay, Solved, tasks_of
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--solves", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--iterations", type=int, default=500_000)
    parser.add_argument(
        "--compared", type=int, default=20, help="solves that are made again in this process, and timed"
    )
    parser.add_argument("--out", type=Path, default=HERE / "cluster.json")
    asked = parser.parse_args()
    day = SampledDay("2026-11-23", west())
    seeds = range(1, 1 + -(-asked.solves // len(SCENARIOS)))
    tasks = tasks_of([day], SCENARIOS, seeds=seeds, budget=Budget(iterations=asked.iterations))[: asked.solves]
    warming = tasks_of(
        [day], [BASELINE], seeds=range(10_000, 10_000 + 2 * asked.workers), budget=Budget(iterations=1000)
    )
    cluster = LocalCluster(n_workers=asked.workers, threads_per_worker=1, dashboard_address=None, memory_limit=None)
    with cluster, Client(cluster, set_as_default=False) as client:
        list(outcomes_of(warming, [day], travel=TRAVEL, kept={}, executor=on(client)))
        began = time.perf_counter()
        outcomes = {each.key: each for each in outcomes_of(tasks, [day], travel=TRAVEL, kept={}, executor=on(client))}
        seconds = time.perf_counter() - began
    # One solve alone on an idle machine, many times: what the ideal is made of.
    list(one_by_one(warming[:1], {day.problem.digest: day.problem}, TRAVEL, threading.Event()))
    began = time.perf_counter()
    again = {each.key: each for each in outcomes_of(tasks[: asked.compared], [day], travel=TRAVEL, kept={})}
    alone = (time.perf_counter() - began) / asked.compared
    on_cluster = figures_of(outcomes)
    found = {
        "solves": len(outcomes),
        "failed": len(outcomes) - len(on_cluster),
        "workers": asked.workers,
        "iterations": asked.iterations,
        "seconds_on_the_cluster": round(seconds, 2),
        "seconds_of_a_solve_alone": round(alone, 3),
        "efficiency": round(alone * len(outcomes) / asked.workers / seconds, 3),
        "compared": asked.compared,
        "results_are_the_same": figures_of(again) == {key: on_cluster[key] for key in again},
    }
    asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
