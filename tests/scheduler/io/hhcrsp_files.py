"""Small files in the format of Mankowska, written by the tests themselves."""

import json
from pathlib import Path
from typing import Any

ONE_PATIENT: dict[str, Any] = {
    "id": "p1",
    "location": [0, 0],
    "time_window": [60, 180],
    "required_caregivers": [{"service": "wash", "duration": 20}],
}
PAIR: dict[str, Any] = {
    "id": "p2",
    "location": [0, 0],
    "time_window": [0, 30],
    "required_caregivers": [{"service": "wash", "duration": 10}, {"service": "lift", "duration": 15}],
    "synchronization": {"type": "simultaneous"},
}


def an_instance(**changes: Any) -> dict[str, Any]:
    """Two caregivers who can wash and lift, a patient 10 and a pair 20 minutes away, 10.5 there and 30.25 back between."""
    plain: dict[str, Any] = {
        "central_offices": [{"id": "d", "location": [0, 0]}],
        "services": [{"id": "wash"}, {"id": "lift"}],
        "caregivers": [{"id": "c1", "abilities": ["wash", "lift"]}, {"id": "c2", "abilities": ["wash", "lift"]}],
        "patients": [ONE_PATIENT, PAIR],
        "distances": [[0, 10, 20], [10, 0, 10.5], [20, 30.25, 0]],
    }
    return {**plain, **changes}


def a_sequential_pair(least: float, most: float) -> dict[str, Any]:
    return {**PAIR, "synchronization": {"type": "sequential", "distance": [least, most]}}


def a_solution(**routes: list[tuple[str, str, float]]) -> dict[str, Any]:
    """Routes by caregiver, each of (patient, service, start)."""
    return {
        "routes": [
            {
                "caregiver_id": caregiver,
                "locations": [
                    {"patient": patient, "service": service, "arrival_time": start, "departure_time": start}
                    for patient, service, start in locations
                ],
            }
            for caregiver, locations in routes.items()
        ]
    }


def written(folder: Path, document: object, *, name: str = "tiny") -> Path:
    path = folder / f"{name}.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
