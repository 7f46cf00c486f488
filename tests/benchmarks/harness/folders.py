"""Folders of small instances in the format of Mankowska, and runs that were never made."""

import csv
import random
from pathlib import Path
from typing import Any

from benchmarks.harness.instances import PUBLISHED
from benchmarks.harness.machine import Machine
from benchmarks.harness.record import Failure, Run, Task
from tests.scheduler.io.hhcrsp_files import written

MACHINE = Machine(cores=2, system="Linux", python="3.11", version="0")
SETTINGS: dict[str, Any] = {"solver": "portfolio", "seed": 1, "seconds_asked": 60.0, "workers": 2}


def a_random_instance(num_patients: int, *, seed: int = 1) -> dict[str, Any]:
    """Patients in a square of an hour's way, every third with two services; two caregivers who can do all."""
    rng = random.Random(seed)
    places = [(rng.uniform(0, 60), rng.uniform(0, 60)) for _ in range(num_patients + 1)]
    both = {"synchronization": {"type": "simultaneous"}}
    patients = []
    for number in range(num_patients):
        opens, is_pair = rng.randrange(0, 240), number % 3 == 0
        needs = [{"service": service, "duration": rng.randrange(10, 30)} for service in ("wash", "lift")]
        patients.append(
            {
                "id": f"p{number}",
                "time_window": [opens, opens + 120],
                "required_caregivers": needs if is_pair else needs[:1],
                **(both if is_pair else {}),
            }
        )
    return {
        "central_offices": [{"id": "d"}],
        "caregivers": [{"id": f"c{number}", "abilities": ["wash", "lift"]} for number in range(2)],
        "patients": patients,
        "distances": [[round(abs(x - u) + abs(y - v), 1) for u, v in places] for x, y in places],
    }


def a_folder_of_instances(
    folder: Path, instances: dict[str, dict[str, Any]], *, published: dict[str, float] | None = None
) -> Path:
    """Instances and best published costs by ``family/name``."""
    for full_name, document in instances.items():
        (folder / full_name).parent.mkdir(parents=True, exist_ok=True)
        written((folder / full_name).parent, document, name=Path(full_name).name)
    if published:
        with (folder / PUBLISHED).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["family", "instance", "best_published"])
            writer.writerows([*full_name.split("/"), cost] for full_name, cost in published.items())
    return folder


def a_task(**changes: Any) -> Task:
    return Task(**{"family": "kind", "instance": "one", **SETTINGS, **changes})


def a_run(**changes: Any) -> Run:
    """A lawful run at the best published cost of 100."""
    plain: dict[str, Any] = {
        **a_task().model_dump(),
        "patients": 10,
        "staff": 2,
        "seconds_used": 60.0,
        "cost": 100.0,
        "cost_exact": "100",
        "bound": None,
        "status": "feasible",
        "hard_violations": {},
        "moves": 600,
        "moves_per_second": 10.0,
        "best_published": 100.0,
        "gap": 0.0,
        "curve": ((0.1, 150.0), (60.0, 100.0)),
        "peak_memory_megabytes": 200.0,
        "machine": MACHINE,
    }
    return Run(**{**plain, **changes})


def a_failure(**changes: Any) -> Failure:
    return Failure(**a_task().model_dump(), machine=MACHINE, error="no JSON").model_copy(update=changes)
