"""Team designs of every locality and of the county: how even, proved or not, how long; see `README.md`."""

import argparse
import json
import os
import time
from pathlib import Path

from scheduler.neighbourhoods.answering import Choice, design_teams
from scheduler.neighbourhoods.question import Balance, DesignQuestion
from scheduler.solvers.stopping import Budget
from tests.scheduler.neighbourhoods.grounds import county

HERE = Path(__file__).parent
ASKED = (
    *(("west", 2), ("north", 2), ("south-east", 2), ("south-west", 2), ("north-east", 2), ("oxford-city", 3)),
    *(("oxford-city", 4), ("county", 13)),
)
MORE_SEEDS = (2, 3, 4, 5)
"""Of the county, people aged 65 or over: what took longest."""


def measured(
    locality: str, num_teams: int, balance: Balance, seconds: float, workers: int, seed: int = 1
) -> dict[str, object]:
    """One question, asked once."""
    whole = county(as_the_oracles=False)
    patches = tuple(each for each in whole.patches if locality in ("county", each.locality_id))
    question = DesignQuestion(patches, whole.borders_among(patches), balance, (num_teams,))
    began, used = time.perf_counter(), time.process_time()
    answer = design_teams(question, {}, whole, choice=Choice(1), budget=Budget(seconds), seed=seed, workers=workers)
    times = {
        "seconds": round(time.perf_counter() - began, 2),
        "processor_seconds": round(time.process_time() - used, 2),
    }
    found = [
        {
            "imbalance_percent": round(100 * each.verdict.imbalance, 3),
            "least_percent": round(100 * each.least_imbalance, 3),
            "is_proved": each.is_proved,
            "is_best": each.is_best,
            "minutes_to_centre": each.verdict.minutes_to_centre,
            "parted_buildings": len(each.verdict.parted_buildings),
            "moved": len(each.verdict.moved),
        }
        for each in answer.proposals
    ]
    repairs = [repair.name for repair in answer.repairs]
    asked = {"of": locality, "teams": num_teams, "balance": balance.value, "seed": seed}
    return {**asked, **times, "is_infeasible": answer.is_infeasible, "repairs": repairs, "designs": found}


def main() -> None:
    """Ask everything, and keep what came out beside the machine's load."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    asked = [(*where, balance, 1) for where in ASKED for balance in (Balance.OVER_65, Balance.LIST)]
    asked += [("county", 13, Balance.OVER_65, seed) for seed in MORE_SEEDS]
    rows = []
    for locality, num_teams, balance, seed in asked:
        rows.append(measured(locality, num_teams, balance, given.seconds, given.workers, seed))
        about = {"load": os.getloadavg(), "cores": len(os.sched_getaffinity(0)), "workers": given.workers}
        (HERE / "results.json").write_text(json.dumps({**about, "rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
