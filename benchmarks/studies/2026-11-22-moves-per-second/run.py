"""How many moves a second when only what a move touches is read, beside reading everything; see `README.md`.

Every count begins with the same plan, temperature and random numbers. Where both searches rehearse they make the same
moves and must arrive at the same cost; the search that reads every proposed move keeps others now and then.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from numpy.random import Generator

from benchmarks.micro.public_day import write_public_day
from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import Encoding, encode
from scheduler.io.hhcrsp import read_instance
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.model.problem import Problem
from scheduler.solvers.anneal.choices import Hood
from scheduler.solvers.anneal.cooling import rounds_for
from scheduler.solvers.anneal.search import Best, anneal, propose, remember
from scheduler.solvers.anneal.solver import hood_of
from scheduler.solvers.insertion.solver import hardest_first, insert_all
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.edits import begin, rebuild, take_back
from scheduler.solvers.kernels.packed import Packed, pack
from scheduler.solvers.kernels.pricing import total_cost
from scheduler.solvers.kernels.reading import activate, read_again
from scheduler.solvers.kernels.rehearsal import rehearsed_cost
from scheduler.solvers.kernels.state import State, Track
from scheduler.solvers.kernels.tracks import empty_state, routes_in
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.travel.estimate import EstimatedTravel
from scheduler.validation.validator import validate

HERE = Path(__file__).parent
WEST = HERE.parents[2] / "data/west_weekday"
SHARES = {"hot": 0.2, "cold": 0.8}
"""Shares of the budget used: the temperatures at which moves are counted."""
JUDGEMENTS = 20


@kernel
def anneal_reading_everything(
    facts: Packed,
    state: State,
    best: Best,
    hood: Hood,
    rng: Generator,
    temperature: float,
    num_moves: int,
    rehearses: bool,  # noqa: FBT001 - compiled functions take no keyword-only arguments.
) -> int:
    """`anneal`, but every route is read from its start, after every move or after those that pass the rehearsal."""
    cost = total_cost(facts, state)
    kept = 0
    for _ in range(num_moves):
        begin(state)
        if not propose(facts, state, hood, rng, rng.random()):
            take_back(state)
            continue
        allowance = -temperature * np.log(rng.random() + 1e-300)
        if rehearses and rehearsed_cost(facts, state) - cost > allowance:
            take_back(state)
            continue
        for shift in range(len(state.shifts)):
            if state.shifts[shift, Track.LENGTH] > 0:
                activate(state, shift, 0, state.shifts[shift, Track.LENGTH])
        changed = read_again(facts, state)
        if changed - cost > allowance:
            take_back(state)
            continue
        cost = changed
        kept += 1
        if cost < best.cost[0]:
            remember(state, best, cost)
    return kept


class Trial:
    """One day, and the first plan from which every count begins."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding, self.facts, self.hood = encoding, pack(encoding.facts), hood_of(encoding)
        self.first = empty_state(self.facts)
        insert_all(self.facts, self.first, hardest_first(encoding), Stopwatch(Budget(iterations=1)))
        self.state = empty_state(self.facts)

    def moves_a_second(self, search: Callable[..., int], share: float, num_moves: int) -> tuple[float, int]:
        """Moves tried in a second of the processor, and the cost that they end with."""
        cost = rebuild(self.facts, self.state, self.first.tasks, self.first.keys)
        best = Best(np.array([cost]), self.state.tasks.copy(), self.state.keys.copy())
        cooling = next(each for each in rounds_for(self.encoding) if share < each.until)
        temperature = cooling.at(share)
        rng, began = np.random.default_rng(1), time.process_time()
        search(self.facts, self.state, best, self.hood, rng, temperature, num_moves)
        return num_moves / (time.process_time() - began), int(total_cost(self.facts, self.state))

    def judgements_a_second(self) -> float:
        """Whole plans that the validator judges in a second of the processor."""
        plan, began = plan_of(self.encoding, routes_in(self.first)), time.process_time()
        for _ in range(JUDGEMENTS):
            validate(self.encoding.problem, plan)
        return JUDGEMENTS / (time.process_time() - began)


def figures(problem: Problem, *, num_moves: int, repeats: int) -> dict[str, object]:
    """All three counts at each temperature, by turns, with the medians of the ratios."""
    trial = Trial(encode(problem))
    everything = partial(anneal_reading_everything, rehearses=True)
    every_move = partial(anneal_reading_everything, rehearses=False)
    for search in (anneal, everything, every_move):
        trial.moves_a_second(search, 0.5, 10)
    judged = trial.judgements_a_second()
    told: dict[str, object] = {"visits": len(problem.visits), "shifts": len(problem.shifts), "judged_a_second": judged}
    for name, share in SHARES.items():
        counts: list[tuple[float, float, float]] = []
        for _ in range(repeats):
            touched, cost = trial.moves_a_second(anneal, share, num_moves)
            rehearsed, same_cost = trial.moves_a_second(everything, share, num_moves)
            assert cost == same_cost, f"{cost} and {same_cost}, expected the same moves to cost the same"
            unrehearsed, other_cost = trial.moves_a_second(every_move, share, num_moves)
            counts.append((touched, rehearsed, unrehearsed))
        now, same_moves, full = (statistics.median(column) for column in zip(*counts, strict=True))
        told[name] = {
            "moves_a_second": round(now),
            "cost": cost,
            "reading_everything_after_rehearsal": round(same_moves),
            **_ratios("of_the_reading", [touched / rehearsed for touched, rehearsed, _ in counts]),
            "reading_everything_after_every_move": round(full),
            "cost_without_rehearsal": other_cost,
            **_ratios("of_the_search", [touched / unrehearsed for touched, _, unrehearsed in counts]),
            "ratio_to_judging": round(now / judged),
        }
    return told


def _ratios(of_what: str, ratios: list[float]) -> dict[str, object]:
    return {f"ratio_{of_what}": round(statistics.median(ratios), 1), f"ratios_{of_what}": [round(r, 1) for r in ratios]}


def main() -> None:
    """Count on a day of 200 patients in a public format, and on the committed day of West."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=50_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, default=HERE / "results.json")
    asked = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        public = read_instance(write_public_day(Path(folder) / "public.json", num_patients=200, seed=1)).problem
    west = problem_for(read_folder(WEST), first_date=date(2026, 11, 23), locality="West", travel=EstimatedTravel())
    days = {"public, 200 patients": public, "West": west}
    told = {name: figures(day, num_moves=asked.moves, repeats=asked.repeats) for name, day in days.items()}
    asked.out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
