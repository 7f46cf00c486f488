"""A problem after a plan was told: what is frozen and pinned can be kept, some of the rest is wide of what is best.

The plan that was told is one made by hand, so that a problem is the same whatever becomes of the searches.
"""

import random
from dataclasses import replace

from scheduler.model.plan import Plan, Route, Stop
from scheduler.model.problem import Pin, Problem
from scheduler.model.workforce import ShiftId
from scheduler.planning import lawful_part
from scheduler.solvers.manual.planner import solve_manually
from scheduler.units import Minute


def published(draw: random.Random, problem: Problem) -> Problem:
    """The problem with its first stops frozen, one pinned, and others told at another time or to another person."""
    kept, _, _ = lawful_part(problem, solve_manually(problem))
    stops = sorted(kept.stops(), key=lambda made: (made[1].start, made[0]))
    num_frozen = min(2, len(stops))
    frozen_until = Minute(stops[num_frozen - 1][1].start + 1) if stops else Minute(0)
    told = [made if made[1].start < frozen_until else _moved(draw, problem, made) for made in stops]
    pinned = draw.sample(stops, min(1, len(stops)))
    return replace(
        problem,
        published=_plan_of([made for made in told if made[1].start < frozen_until or draw.random() < 0.7]),
        frozen_until=frozen_until,
        pins=tuple(Pin(stop.visit_id, shift, stop.attendance) for shift, stop in pinned),
    )


def _moved(draw: random.Random, problem: Problem, made: tuple[ShiftId, Stop]) -> tuple[ShiftId, Stop]:
    """Perhaps told another time, perhaps another person."""
    shift, stop = made
    if draw.random() < 0.3:
        shift = draw.choice(problem.shifts).id
    return shift, replace(stop, start=Minute(stop.start + draw.choice([0, 0, 10, 40])))


def _plan_of(stops: list[tuple[ShiftId, Stop]]) -> Plan:
    by_shift: dict[ShiftId, list[Stop]] = {}
    for shift, stop in stops:
        by_shift.setdefault(shift, []).append(stop)
    return Plan(tuple(Route(each, tuple(sorted(made, key=lambda stop: stop.start))) for each, made in by_shift.items()))
