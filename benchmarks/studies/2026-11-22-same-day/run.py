"""How soon a locality is answered on the same day: urgent visits placed, absences repaired; see `README.md`."""

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.model.workforce import Shift
from scheduler.planning import best_placements, plan_visits, repair
from scheduler.solvers.stopping import Budget
from scheduler.travel.estimate import EstimatedTravel

HERE = Path(__file__).parent
WEST = HERE.parents[2] / "data/west_weekday"
TOLD_MINUTES = 15
"""A start that moves by more is counted as changed."""


def inserts(problem: Problem, plan: Plan, number: int) -> dict[str, object]:
    """Planned visits taken out in turn, spread over the plan, and asked for as if they had just come in."""
    planned = list(dict.fromkeys(stop.visit_id for _, stop in plan.stops()))
    asked = [planned[index * len(planned) // number] for index in range(number)]
    best_placements(problem, plan, asked[0])
    seconds, processor, choices = [], [], []
    for visit_id in asked:
        around = plan.without((visit_id,))
        began, used = time.perf_counter(), time.process_time()
        choices.append(len(best_placements(problem, around, visit_id)))
        seconds.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    return {
        "asked": number,
        "seconds": _spread(seconds),
        "processor_seconds": _spread(processor),
        "choices": dict(sorted(Counter(choices).items())),
    }


def absences(problem: Problem, plan: Plan, number: int, seed: int) -> dict[str, object]:
    """Worked shifts taken out in turn, spread over the plan, and the rest of the day repaired."""
    worked = [problem.shift_by_id[route.shift_id] for route in plan.routes]
    gone = [worked[index * len(worked) // number] for index in range(number)]
    repair(problem, plan, seed=seed)
    rows, seconds, processor = [], [], []
    for shift in gone:
        left = without(problem, plan, shift)
        began, used = time.perf_counter(), time.process_time()
        result = repair(left, plan, seed=seed)
        seconds.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
        rows.append(
            {
                "shift": shift.id,
                "attendances_lost": sum(each == shift.id for each, _ in plan.stops()),
                "left_out_before": len(problem.visits) - result.baseline.coverage.all.planned,
                "left_out_after": len(result.plan.left_out),
                **changed(plan, result.plan, shift),
                "is_lawful": result.report.is_lawful,
                "taken_out": len(result.taken_out),
                "seconds": round(seconds[-1], 3),
            }
        )
    return {"seconds": _spread(seconds), "processor_seconds": _spread(processor), "absences": rows}


def without(problem: Problem, plan: Plan, shift: Shift) -> Problem:
    """The day after a shift has fallen out, the standing plan published."""
    pins = tuple(pin for pin in problem.pins if pin.shift_id != shift.id)
    return replace(
        problem, shifts=tuple(each for each in problem.shifts if each is not shift), pins=pins, published=plan
    )


def changed(before: Plan, after: Plan, gone: Shift) -> dict[str, int]:
    """Stops of other shifts that change hands, or keep them and start more than the tolerance away."""
    now = {(stop.visit_id, stop.attendance): (shift_id, stop.start) for shift_id, stop in after.stops()}
    kept = [
        (shift_id, stop.start, *now[stop.visit_id, stop.attendance])
        for shift_id, stop in before.stops()
        if shift_id != gone.id and (stop.visit_id, stop.attendance) in now
    ]
    hands = sum(old != new for old, _, new, _ in kept)
    times = sum(old == new and abs(was - starts) > TOLD_MINUTES for old, was, new, starts in kept)
    return {"staff_changed": hands, "time_changed": times}


def _spread(seconds: Iterable[float]) -> dict[str, float]:
    ranked = sorted(seconds)
    p95 = ranked[max(0, -(-95 * len(ranked) // 100) - 1)]
    return {"p50": round(ranked[len(ranked) // 2], 3), "p95": round(p95, 3), "max": round(ranked[-1], 3)}


def main() -> None:
    """Plan the committed day of West for 10 seconds, then ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--inserts", type=int, default=100)
    parser.add_argument("--absences", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=HERE / "results.json")
    asked = parser.parse_args()

    problem = problem_for(read_folder(WEST), first_date=date(2026, 11, 23), locality="West", travel=EstimatedTravel())
    planned = plan_visits(problem, budget=Budget(seconds=asked.seconds), seed=asked.seed)
    told: dict[str, object] = {
        "visits": len(problem.visits),
        "shifts": len(problem.shifts),
        "planned": planned.report.num_planned,
        "load_before": os.getloadavg(),
        "inserts": inserts(problem, planned.plan, asked.inserts),
        "repairs": absences(problem, planned.plan, asked.absences, asked.seed),
        "load_after": os.getloadavg(),
    }
    asked.out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
