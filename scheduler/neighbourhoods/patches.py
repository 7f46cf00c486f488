"""Practices as a design sees them, read off a problem: list, older people, and the work that its visits make."""

import numpy as np

from scheduler.model.demand import Visit
from scheduler.model.geography import PracticeCode
from scheduler.model.place import Location
from scheduler.model.problem import Problem
from scheduler.neighbourhoods.question import BY_CAR, Patch
from scheduler.travel.estimate import EstimatedTravel

NEAREST = 3
"""[assumption] The way to a visit is the mean of the ways from so many nearest other visits of the practice."""


def patches_of(problem: Problem) -> tuple[Patch, ...]:
    """Every practice of a problem, with the workload of the visits that the problem has."""
    workload = workload_minutes_by_practice(problem)
    return tuple(
        Patch(
            code=practice.code,
            name=practice.name,
            locality_id=problem.team_by_id[practice.team_id].locality_id,
            location=problem.location_by_id[practice.location_id],
            team_id=practice.team_id,
            list_size=practice.list_size,
            num_over_65=practice.list_size * practice.share_over_65,
            workload_minutes=workload[practice.code],
        )
        for practice in problem.practices
    )


def workload_minutes_by_practice(problem: Problem) -> dict[PracticeCode, float]:
    """Care and estimated travel for each practice's visits; both people of a double-up count.

    Care is service duration. Travel is by car in the day, to each visit that is not remote from the `NEAREST` other homes
    visited, or from the practice where there is no other: rounds are not known before teams are.
    """
    visits: dict[PracticeCode, list[Visit]] = {practice.code: [] for practice in problem.practices}
    for visit in problem.visits:
        visits[problem.patient_of(visit.id).practice_code].append(visit)
    return {
        code: sum(visit.duration_minutes * len(visit.attendances) for visit in of)
        + _travel_minutes(problem, problem.location_by_id[problem.practice_by_code[code].location_id], of)
        for code, of in visits.items()
    }


def _travel_minutes(problem: Problem, practice: Location, visits: list[Visit]) -> float:
    num_ways: dict[Location, int] = {}
    for visit in visits:
        if not visit.is_remote:
            home = problem.location_by_id[problem.patient_of(visit.id).location_id]
            num_ways[home] = num_ways.get(home, 0) + len(visit.attendances)
    homes = list(num_ways)
    if not homes:
        return 0.0
    places = homes if len(homes) > 1 else [*homes, practice]
    minutes = EstimatedTravel()(places, [BY_CAR]).minutes[BY_CAR]
    # The way from a place to itself is the shortest of all, and none.
    nearest = np.sort(minutes, axis=0)[1 : NEAREST + 1, : len(homes)].mean(axis=0)
    return float(nearest @ np.array(list(num_ways.values())))
