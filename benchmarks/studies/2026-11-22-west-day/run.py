"""How good is one weekday of West: planned by several seeds, beside the same day planned as by hand.

Writes `results.csv`, one line for each seed, and `not_placeable.csv` beside this file; `README.md` says what they show.
"""

import argparse
import csv
import resource
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from scheduler.encoding.encode import encode
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.kpis.scorecard import Scorecard
from scheduler.model.demand import VisitId, VisitLink
from scheduler.model.problem import Problem
from scheduler.planning import PlanningResult, plan_visits
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.solver import solve_exactly
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.travel.estimate import EstimatedTravel
from scheduler.validation.validator import validate

HERE = Path(__file__).parent
WEST = HERE.parents[2] / "data/west_weekday"
DAY = date(2026, 11, 23)
SECONDS_FOR_ONE_VISIT = 10.0
MORE_THAN_ANY_JOURNEY = 1_000_000
"""Points for a visit left out, so that one is left out only where it cannot be planned."""
BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024
"""Of `ru_maxrss`."""


def west() -> Problem:
    """All services of West on the committed weekday."""
    return problem_for(read_folder(WEST), first_date=DAY, locality="West", travel=EstimatedTravel())


def placeable(problem: Problem) -> Iterator[VisitId]:
    """Visits that fit into an otherwise empty day, with the visits they are linked to, by the validator's word."""
    for visit in problem.visits:
        alone = reduced_to(problem, linked_with(problem, visit.id))
        if is_planned(alone, visit.id):
            yield visit.id


def linked_with(problem: Problem, visit_id: VisitId) -> set[VisitId]:
    """A visit and all that links join to it, directly or through others."""
    together, before = {visit_id}, 0
    while len(together) > before:
        before = len(together)
        together |= {end for link in problem.links if {link.first, link.second} & together for end in _ends(link)}
    return together


def reduced_to(problem: Problem, visit_ids: set[VisitId]) -> Problem:
    """The same day with these visits alone, none of which is cheaper to leave out than to make."""
    dear = {RuleId.ESCALATED: MORE_THAN_ANY_JOURNEY, RuleId.DEFERRED: MORE_THAN_ANY_JOURNEY}
    return replace(
        problem,
        visits=tuple(visit for visit in problem.visits if visit.id in visit_ids),
        links=tuple(link for link in problem.links if link.first in visit_ids),
        pins=tuple(pin for pin in problem.pins if pin.visit_id in visit_ids),
        policy=problem.policy.with_weights(dear),
    )


def is_planned(problem: Problem, visit_id: VisitId) -> bool:
    """Whether insertion, or else the exact solver, finds a plan with this visit that the validator calls lawful."""
    encoding = encode(problem)
    for solve in (solve_by_insertion, solve_exactly):
        plan = solve(encoding, Stopwatch(Budget(SECONDS_FOR_ONE_VISIT)), seed=1, workers=1).plan
        if any(stop.visit_id == visit_id for _, stop in plan.stops()) and validate(problem, plan).is_lawful:
            return True
    return False


def figures(seed: int, seconds: float, workers: int, can_be_placed: frozenset[VisitId]) -> dict[str, object]:
    """Plan with one seed, in a process of its own so that its peak of memory is its own."""
    problem = west()
    result = plan_visits(problem, budget=Budget(seconds), seed=seed, workers=workers)
    planned = {stop.visit_id for _, stop in result.plan.stops()}
    return {
        "seed": seed,
        "hard_violations": len(result.report.hard_violations),
        "placeable": len(can_be_placed),
        "planned_of_placeable_percent": round(100 * len(planned & can_be_placed) / len(can_be_placed), 2),
        **_both(result),
        "solver_seconds": round(result.provenance.seconds, 1),
        "iterations": result.provenance.iterations,
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_UNIT / 1e6),
    }


def write(rows: Iterable[Mapping[str, object]], path: Path) -> None:
    """Write a table; the keys of the first row are its columns."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Run the study; the budget can be cut to see that it works."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=HERE)
    asked = parser.parse_args()

    problem = west()
    can_be_placed = frozenset(placeable(problem))
    # One process a seed, one after another: two searches at once would share the cores.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        jobs = [pool.submit(figures, seed, asked.seconds, asked.workers, can_be_placed) for seed in asked.seeds]
        write([job.result() for job in jobs], asked.out / "results.csv")
    others = [visit for visit in problem.visits if visit.id not in can_be_placed]
    write(
        [{"visit_id": visit.id, "visit_type": visit.visit_type, "level": int(visit.level_of_care)} for visit in others],
        asked.out / "not_placeable.csv",
    )


def _ends(link: VisitLink) -> tuple[VisitId, VisitId]:
    return link.first, link.second


def _both(result: PlanningResult) -> dict[str, object]:
    """The measures of the plan, each beside the baseline's."""
    ours, by_hand = _measures(result.scorecard), _measures(result.baseline)
    return {
        "visits_in": result.report.num_visits_in,
        "deferred": result.report.num_deferred,
        "escalated": result.report.num_escalated,
        "must_serve_in": result.scorecard.coverage.must_serve.visits_in,
        **{name: figure for key in ours for name, figure in ((key, ours[key]), (f"{key}_baseline", by_hand[key]))},
    }


def _measures(card: Scorecard) -> dict[str, object]:
    travel, stops = card.mileage.travel_minutes, card.working_time.stops
    return {
        "planned": card.coverage.all.planned,
        "must_serve_planned": card.coverage.must_serve.planned,
        "travel_minutes": travel,
        "travel_minutes_per_stop": round(travel / stops, 2) if stops else "",
        "known_staff_percent": _percent(card.continuity.known_staff_share),
        "named_staff_percent": _percent(card.continuity.named_staff_share),
        "staff_per_patient_and_day": round(card.continuity.staff_per_patient_and_day or 0, 3),
        "cost_points": card.cost,
    }


def _percent(share: float | None) -> object:
    return "" if share is None else round(100 * share, 1)


if __name__ == "__main__":
    main()
