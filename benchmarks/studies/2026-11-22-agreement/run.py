"""Do annealing, repair and proof agree? 100 random problems of 10 to 60 visits with every rule on; see `README.md`.

Appends one JSON line for each problem to `results.jsonl`; problems that stand there already are passed over, so a run
that was stopped goes on where it was.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from problems import a_rich_problem

from scheduler.encoding.encode import encode
from scheduler.model.plan import LeftOut, Outcome, Plan, Route, Stop
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.rules import RuleId
from scheduler.solvers.contract import SolveStatus
from scheduler.solvers.portfolio import SOLVERS, warm_up
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.units import Minute
from scheduler.validation.validator import validate
from tests.agreement.random_problems import small_steps

HERE = Path(__file__).parent
SIZES = range(10, 61, 5)
WITHIN = 0.005
"""Costs agree if the dearest is no more than this share above the cheapest."""
SOLVED_BY = {"anneal": "portfolio", "lns": "lns", "cpsat": "cpsat"}
"""By name in the results; in so few seconds the portfolio is annealing, and what follows it without repairs."""
WORKERS = {"anneal": 1, "lns": 1, "cpsat": 8}


def figures(seed: int, num_visits: int, seconds: Mapping[str, float]) -> dict[str, object]:
    """Solve one problem in three ways, each from the same first plan, and judge every plan."""
    problem = a_rich_problem(seed, num_visits)
    encoding = encode(problem)
    first = SOLVERS["insertion"](encoding, Stopwatch(Budget(iterations=1)), seed=seed, workers=1).plan
    outcomes = {
        name: SOLVERS[SOLVED_BY[name]](
            encoding, Stopwatch(Budget(allowed)), seed=seed, workers=WORKERS[name], start=first
        )
        for name, allowed in seconds.items()
    }
    judged = {name: validate(problem, outcome.plan) for name, outcome in outcomes.items()}
    costs = {name: int(report.cost) for name, report in judged.items()}
    exact = outcomes["cpsat"]
    return {
        "seed": seed,
        "problem": problem.digest,
        "visits": num_visits,
        "shifts": len(problem.shifts),
        "planned": {name: report.num_planned for name, report in judged.items()},
        "costs": costs,
        "claimed": {name: outcome.cost for name, outcome in outcomes.items()},
        "bound": exact.bound,
        "is_proved": exact.status is SolveStatus.OPTIMAL,
        "broken": {name: sorted({v.rule.code for v in report.hard_violations}) for name, report in judged.items()},
        "bites": bites(problem, outcomes["cpsat"].plan, seed),
        "seconds": {name: round(outcome.seconds, 2) for name, outcome in outcomes.items()},
    }


def bites(problem: Problem, plan: Plan, seed: int) -> list[str]:
    """The rules that some plan of this problem misses: small steps away from a good one, and careless ones."""
    draw = random.Random(seed)  # noqa: S311 - problems, no secret
    plans = [plan, *small_steps(plan, seed, count=40), *(_careless(problem, draw) for _ in range(8))]
    missed = {violation.rule for each in plans for violation in validate(problem, each).violations}
    return sorted(rule.code for rule in missed)


def _careless(problem: Problem, draw: random.Random) -> Plan:
    """Anybody goes at any time, now and then one of two; what is left out is put off without a word."""
    stops: dict[ShiftId, list[Stop]] = {}
    left_out = []
    for visit in problem.visits:
        if draw.random() < 0.2:
            left_out.append(LeftOut(visit.id, draw.choice(list(Outcome)), ""))
            continue
        for number in range(len(visit.attendances) if draw.random() < 0.9 else 1):
            start = Minute(visit.windows[0].earliest_start + draw.randrange(-60, 240))
            stops.setdefault(draw.choice(problem.shifts).id, []).append(Stop(visit.id, start, number))
    routes = (Route(shift, tuple(sorted(made, key=lambda stop: stop.start))) for shift, made in stops.items())
    return Plan(tuple(routes), tuple(left_out))


def verdict(line: Mapping[str, Any]) -> str:
    """One word for a problem: what disagrees, if anything does."""
    costs, best = line["costs"].values(), min(line["costs"].values())
    if any(line["broken"].values()):
        return "unlawful"
    if line["bound"] is not None and best < line["bound"]:
        return "below the bound"
    if max(costs) > best * (1 + WITHIN):
        return "disagrees"
    return "agrees"


def is_as_good_as_proved(line: Mapping[str, Any]) -> bool:
    """Whether the bound shows that no plan is cheaper by more than the tolerance."""
    return line["bound"] is not None and min(line["costs"].values()) <= line["bound"] * (1 + WITHIN)


def tell(line: Mapping[str, Any]) -> None:
    """One line for a problem on the screen."""
    proof = "proved" if line["is_proved"] else f"bound {line['bound']}"
    print(f"{line['seed']:4} {line['visits']:3} visits  {line['costs']}  {proof}  {line['seconds']}  {verdict(line)}")  # noqa: T201


def main() -> None:
    """Run what is missing, then count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(range(1, 101)), help="one problem each")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    for name, default in (("anneal", 5.0), ("lns", 20.0), ("cpsat", 60.0)):
        parser.add_argument(f"--{name}", type=float, default=default, help="seconds")
    parser.add_argument("--out", type=Path, default=HERE / "results.jsonl")
    asked = parser.parse_args()

    done = [json.loads(line) for line in asked.out.read_text("utf-8").splitlines()] if asked.out.exists() else []
    known = {line["seed"] for line in done}
    seconds = {name: getattr(asked, name) for name in WORKERS}
    warm_up(encode(a_rich_problem(0, asked.sizes[0])))
    for seed in asked.seeds:
        if seed not in known:
            line = figures(seed, asked.sizes[seed % len(asked.sizes)], seconds)
            with asked.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            done.append(line)
            tell(line)
    counts = Counter(verdict(line) for line in done)
    proved = sum(line["is_proved"] for line in done)
    nearly = sum(is_as_good_as_proved(line) for line in done)
    never = sorted({rule.code for rule in RuleId} - {code for line in done for code in line["bites"]})
    print(dict(counts), f"proved {proved}, bound within {WITHIN:.1%} {nearly}, of {len(done)}; no bite: {never}")  # noqa: T201


if __name__ == "__main__":
    main()
