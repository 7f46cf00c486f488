"""Small files in the unified format, written by the tests themselves."""

from typing import Any

COMPONENTS: dict[str, Any] = {"travel_time": 2, "total_tardiness": 3, "optional_patients": 100}
PATIENTS: list[dict[str, Any]] = [
    {
        "id": "p1",
        "distance_matrix_index": 2,
        "required_services": [{"service": "wash", "duration": 20}],
        "time_windows": [{"start": 60, "end": 90}],
        "optional": False,
    },
    {
        "id": "p2",
        "distance_matrix_index": 3,
        "required_services": [{"service": "wash"}, {"service": "lift", "duration": 15}],
        "time_windows": [{"start": 100, "end": 200}],
        "synchronization": {"type": "sequential", "distance": {"min": 0, "max": 30}},
        "optional": True,
    },
]
CAREGIVER: dict[str, Any] = {
    "abilities": ["wash", "lift"],
    "departing_point": "d1",
    "arrival_point": "d2",
    "working_shift": {"start": 0, "end": 400},
}


def an_instance(*, met: str = "at_service_start", components: dict[str, Any] | None = None, **changes: Any) -> Any:
    """Two caregivers from d1 to d2; p1 must be visited, p2 needs both of them and is optional; 10 minutes anywhere."""
    plain: dict[str, Any] = {
        "metadata": {"time_window_met": met, "cost_components": COMPONENTS if components is None else components},
        "terminal_points": [{"id": "d1", "distance_matrix_index": 0}, {"id": "d2", "distance_matrix_index": 1}],
        "services": [{"id": "wash", "default_duration": 12}, {"id": "lift"}],
        "caregivers": [{"id": "c1", **CAREGIVER}, {"id": "c2", **CAREGIVER}],
        "patients": PATIENTS,
        "distances": [[0 if row == column else 10 for column in range(4)] for row in range(4)],
    }
    return {**plain, **changes}


def a_solution(**routes: list[tuple[str, str, float, float]]) -> dict[str, Any]:
    """Routes by caregiver, each of (patient, service, start, end)."""
    return {
        "routes": [
            {
                "caregiver_id": caregiver,
                "locations": [
                    {"patient": patient, "service": service, "arrival_time": start, "departure_time": end}
                    for patient, service, start, end in locations
                ],
            }
            for caregiver, locations in routes.items()
        ]
    }
