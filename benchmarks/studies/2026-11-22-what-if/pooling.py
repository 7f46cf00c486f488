"""One plan for all employers against each organisation's own, on the visits that both make: staff and door-knocks a person.

Writes ``pooling.json``, a line for each locality, day and seed with both plans' figures, and prints the paired differences.
"""

import argparse
import json
import sys
import threading
from dataclasses import replace
from datetime import date, timedelta
from math import sqrt
from pathlib import Path
from statistics import fmean, stdev
from tempfile import TemporaryDirectory

from scipy.stats import t

from data.synthetic.generator import generate
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.io.tables.writing import write_folder
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.planning import check_plan, scorecard_of
from scheduler.scenarios.apart import plan_apart, plan_together
from scheduler.scenarios.changes import SeparatePlans
from scheduler.scenarios.editing import without_visits
from scheduler.scenarios.scenario import Scenario
from scheduler.solvers.stopping import Budget
from scheduler.travel.estimate import EstimatedTravel

HERE = Path(__file__).parent
TRAVEL = EstimatedTravel()
APART = Scenario("Separate plans", (SeparatePlans(),))


def a_weekday(locality: str | None, day: date, seed: int) -> Problem:
    with TemporaryDirectory() as name:
        write_folder(generate(seed, day=day, localities=[locality] if locality else None), Path(name))
        return problem_for(read_folder(Path(name)), first_date=day, travel=TRAVEL)


def planned_in(plan: Plan) -> set[VisitId]:
    return {stop.visit_id for _, stop in plan.stops()}


def figures_on(problem: Problem, plan: Plan, visits: set[VisitId]) -> dict[str, float | None]:
    """A plan's figures on some of its visits alone."""
    others = {visit.id for visit in problem.visits if visit.id not in visits}
    part, rest = without_visits(problem, others), plan.without(others)
    card = scorecard_of(part, rest, check_plan(part, rest))
    return {
        "staff_a_day": card.continuity.staff_per_patient_and_day,
        "knocks_a_day": card.whole_person.knocks_per_person_and_day,
        "organisations_a_day": card.whole_person.organisations_per_person_and_day,
        "travel_minutes_of_the_whole_plan": scorecard_of(
            problem, plan, check_plan(problem, plan)
        ).mileage.travel_minutes,
    }


def pair_of(problem: Problem, seed: int, budget: Budget) -> dict[str, object]:
    """Both plans of one day and seed."""
    never = threading.Event()
    pooled = replace(problem, policy=replace(problem.policy, pools_across_organisations=True))
    together = plan_together(pooled, budget=budget, seed=seed, cancelled=never)
    separate = APART.apply(pooled, seed=seed, travel=TRAVEL)
    apart = plan_apart(separate, budget=budget, seed=seed, cancelled=never)
    both = planned_in(together.plan) & planned_in(apart.plan)
    return {
        "visits": len(problem.visits),
        "planned_by_both": len(both),
        "pooled": {"planned": len(planned_in(together.plan)), **figures_on(pooled, together.plan, both)},
        "separate": {"planned": len(planned_in(apart.plan)), **figures_on(separate, apart.plan, both)},
    }


def say(rows: list[dict[str, object]]) -> None:
    """Pooled minus separate, over all pairs: mean, standard deviation, 95 % interval."""
    for measure in rows[0]["pooled"]:
        differences = [row["pooled"][measure] - row["separate"][measure] for row in rows]
        mean, num = fmean(differences), len(differences)
        spread = stdev(differences) if num > 1 else 0.0
        low, high = t.interval(0.95, num - 1, loc=mean, scale=spread / sqrt(num)) if spread else (mean, mean)
        sys.stdout.write(f"{measure}: {mean:+.3f} (sd {spread:.3f}, 95 % {low:+.3f} to {high:+.3f}, {num} pairs)\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locality", help="all of the county unless given")
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=None)
    parser.add_argument("--iterations", type=int, default=None)
    parser.add_argument("--out", type=Path, default=HERE / "pooling.json")
    asked = parser.parse_args()
    budget = Budget(asked.seconds, asked.iterations)
    rows: list[dict[str, object]] = []
    for number in range(asked.days):
        # A week has five weekdays; later ones come from the week after, drawn anew.
        day = date(2026, 11, 23) + timedelta(days=number % 5 + 7 * (number // 5))
        problem = a_weekday(asked.locality, day, seed=1 + number)
        for seed in range(1, asked.seeds + 1):
            rows.append({"day": str(day), "seed": seed, **pair_of(problem, seed, budget)})
            sys.stdout.write(json.dumps(rows[-1]) + "\n")
            asked.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    say(rows)


if __name__ == "__main__":
    main()
