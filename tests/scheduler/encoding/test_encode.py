"""Travel tables of a large problem are gigabytes: where the matrix holds them as they are needed, nobody copies them."""

from dataclasses import replace

import numpy as np

from scheduler.encoding.encode import encode
from scheduler.model.problem import Problem
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer
from scheduler.model.workforce import TravelMode
from scheduler.travel.estimate import EstimatedTravel
from tests.builders import a_problem, a_shift, a_visit

BY_DAY, AT_NIGHT = (TravelLayer(TravelMode.CAR, period) for period in (TrafficPeriod.DAY, TrafficPeriod.NIGHT))


def travelling_by_estimate(problem: Problem, *layers: TravelLayer) -> Problem:
    return replace(problem, travel=EstimatedTravel()(problem.locations, layers))


def test_estimated_travel_is_not_copied_where_shifts_use_all_of_it() -> None:
    shifts = [a_shift("day", hours=(480, 960)), a_shift("night", staff="s2", hours=(1380, 1439))]
    problem = travelling_by_estimate(a_problem([a_visit("v1")], shifts), AT_NIGHT, BY_DAY)

    travel = encode(problem).facts.travel

    for table, layer in zip(travel, (BY_DAY, AT_NIGHT), strict=True):
        assert np.shares_memory(table, problem.travel.minutes[layer])
        assert np.array_equal(table, problem.travel.minutes[layer])


def test_of_several_tables_only_those_that_shifts_use_are_encoded() -> None:
    problem = travelling_by_estimate(a_problem([a_visit("v1")], [a_shift("day")]), AT_NIGHT, BY_DAY)

    travel = encode(problem).facts.travel

    assert travel.tolist() == [problem.travel.minutes[BY_DAY].tolist()]
