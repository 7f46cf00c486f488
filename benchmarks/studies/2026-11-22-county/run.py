"""A county's nursing day, and ten times that: the first lawful plan, memory, and cost over time; see `README.md`.

Writes `results-<scale>.json`; `plot.py` draws the curves.
"""

import argparse
import json
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from nursing_day import a_nursing_day

from scheduler.encoding.encode import encode
from scheduler.model.problem import Problem
from scheduler.solvers.anneal.solver import hood_of
from scheduler.solvers.contract import Progress
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.portfolio import plan_by_portfolio, warm_up
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation.validator import ValidationReport, validate

HERE = Path(__file__).parent


class Stages:
    """What each stage took: seconds by the clock and of the processor, and the peak of memory after it."""

    def __init__(self) -> None:
        self.lines: list[dict[str, object]] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what stands inside."""
        by_clock, by_processor = time.perf_counter(), time.process_time()
        yield
        line: dict[str, object] = {
            "stage": name,
            "seconds": round(time.perf_counter() - by_clock, 2),
            "processor_seconds": round(time.process_time() - by_processor, 2),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        self.lines.append(line)
        print(*(f"{key} {figure}" for key, figure in line.items()), flush=True)  # noqa: T201


def judged(report: ValidationReport) -> dict[str, object]:
    """What the validator says."""
    return {"cost": report.cost, "planned": report.num_planned, "hard_violations": len(report.hard_violations)}


def run(problem: Problem, stages: Stages, *, seconds: float, seed: int, workers: int) -> dict[str, object]:
    """Plan the day, at first by insertion alone."""
    with stages.stage("encode"):
        encoding = encode(problem)
    with stages.stage("insertion"):
        first = solve_by_insertion(encoding, Stopwatch(Budget(iterations=1)))
    with stages.stage("judge"):
        first_report = validate(problem, first.plan)
    with stages.stage("neighbours"):
        hood_of(encoding)
    curve: list[tuple[float, int]] = []

    def note(progress: Progress) -> None:
        curve.append((round(progress.seconds, 2), progress.cost))

    with stages.stage("search"):
        outcome = plan_by_portfolio(encoding, Stopwatch(Budget(seconds)), seed=seed, workers=workers, report=note)
    return {
        "visits": len(problem.visits),
        "shifts": len(problem.shifts),
        "first": judged(first_report),
        "last": judged(validate(problem, outcome.plan)),
        "iterations": outcome.iterations,
        "curve": curve,
    }


def main() -> None:
    """Run one scale; the budget can be cut to see that it works."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=HERE)
    asked = parser.parse_args()

    stages = Stages()
    with stages.stage("make the day"):
        problem = a_nursing_day(asked.scale)
    # Compiled, or loaded from the cache, outside the stages that are measured.
    warm_up(encode(replace(problem, visits=problem.visits[:5], links=(), pins=())))
    told = run(problem, stages, seconds=asked.seconds, seed=asked.seed, workers=asked.workers)
    told["stages"] = stages.lines
    (asked.out / f"results-{asked.scale}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
