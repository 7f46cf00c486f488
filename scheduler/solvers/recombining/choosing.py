"""The choice among pooled routes as a model: at most one a shift, every visit made or left out, linked visits in time.

A visit without links may stand in several chosen routes; all but one are dropped in `solver`, which only saves. Of what routes
cost together, different staff and the largest lateness are seen here; for the rest the caller reads the plan again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from scheduler.encoding.arrays import NEVER, Facts
from scheduler.rules import RuleId
from scheduler.solvers.bounding.starts import starts_of
from scheduler.solvers.recombining.play import Play, play_of
from scheduler.solvers.recombining.pool import PooledRoute


@dataclass(frozen=True, eq=False)
class Choice:
    """Decisions about a pool of routes."""

    model: CpModel
    is_chosen: tuple[IntVar, ...]
    """By route of the pool."""
    is_left_out: tuple[IntVar, ...]
    start_of_visit: dict[int, IntVar] = field(default_factory=dict)
    """Of visits that must be in step with others."""


def choice_among(facts: Facts, routes: Sequence[PooledRoute]) -> Choice:
    """The model of a pool."""
    model = CpModel()
    chosen = tuple(model.new_bool_var(f"route[{number}]") for number in range(len(routes)))
    left_out = tuple(model.new_bool_var(f"left_out[{visit}]") for visit in range(len(facts.leaving_out)))
    choice = Choice(model, chosen, left_out)
    _one_route_a_shift(choice, routes)
    in_step = _visits_in_step(facts)
    _every_visit_made_or_left_out(choice, facts, routes, in_step)
    _linked_visits_meet(choice, facts, routes, in_step)
    costs = [
        LinearExpr.weighted_sum(chosen, [route.cost for route in routes]),
        LinearExpr.weighted_sum(left_out, facts.leaving_out.tolist()),
        int(facts.price[RuleId.LARGEST_LATENESS]) * _largest_lateness(choice, routes),
        int(facts.price[RuleId.DISTINCT_STAFF]) * _staff_beyond_the_first(choice, facts, routes),
    ]
    model.minimize(LinearExpr.sum(costs))
    return choice


def _one_route_a_shift(choice: Choice, routes: Sequence[PooledRoute]) -> None:
    by_shift: dict[int, list[IntVar]] = {}
    for route, is_chosen in zip(routes, choice.is_chosen, strict=True):
        by_shift.setdefault(route.shift, []).append(is_chosen)
    for literals in by_shift.values():
        choice.model.add_at_most_one(literals)


def _visits_in_step(facts: Facts) -> set[int]:
    """Visits whose start is bound to another stop's: double-ups and both ends of links."""
    rows, links = facts.tasks_of_visit, facts.links
    double_ups = {visit for visit in range(len(facts.leaving_out)) if rows.start[visit + 1] - rows.start[visit] > 1}
    ends = {int(facts.tasks.visit[task]) for side in (links.first, links.second) for task in side}
    return double_ups | ends


def _largest_lateness(choice: Choice, routes: Sequence[PooledRoute]) -> IntVar:
    largest = choice.model.new_int_var(0, max((route.latest for route in routes), default=0), "largest_lateness")
    for route, is_chosen in zip(routes, choice.is_chosen, strict=True):
        if route.latest:
            choice.model.add(largest >= route.latest).only_enforce_if(is_chosen)
    return largest


def _staff_beyond_the_first(choice: Choice, facts: Facts, routes: Sequence[PooledRoute]) -> LinearExpr:
    """People beyond the first whom a patient meets on a day, taken as the day on which their shift starts."""
    model, rows = choice.model, facts.tasks_of_patient
    day = np.searchsorted(facts.day_starts, facts.shifts.start, side="right")
    meets: dict[tuple[int, int], dict[int, IntVar]] = {}
    for route, is_chosen in zip(routes, choice.is_chosen, strict=True):
        staff = int(facts.shifts.staff[route.shift])
        for patient in {int(facts.tasks.patient[task]) for task, _ in route.stops} - {-1}:
            if rows.start[patient + 1] > rows.start[patient]:
                met = meets.setdefault((patient, int(day[route.shift])), {})
                if staff not in met:
                    met[staff] = model.new_bool_var(f"meets[{patient},{staff}]")
                model.add_implication(is_chosen, met[staff])
    beyond = []
    for met in meets.values():
        beyond.append(model.new_int_var(0, len(met) - 1, "beyond"))
        model.add(beyond[-1] >= LinearExpr.sum(list(met.values())) - 1)
    return LinearExpr.sum(beyond)


def _every_visit_made_or_left_out(
    choice: Choice, facts: Facts, routes: Sequence[PooledRoute], in_step: set[int]
) -> None:
    makers: dict[int, list[IntVar]] = {}
    for route, is_chosen in zip(routes, choice.is_chosen, strict=True):
        for task, _ in route.stops:
            makers.setdefault(task, []).append(is_chosen)
    for task, visit in enumerate(facts.tasks.visit.tolist()):
        literals = [*makers.get(task, []), choice.is_left_out[visit]]
        if visit in in_step:
            choice.model.add_exactly_one(literals)
        elif visit >= 0:
            choice.model.add_at_least_one(literals)


def _linked_visits_meet(choice: Choice, facts: Facts, routes: Sequence[PooledRoute], in_step: set[int]) -> None:
    model, left_out, starts = choice.model, choice.is_left_out, starts_of(facts)
    plays: dict[int, list[tuple[IntVar, Play]]] = {}
    for route, is_chosen in zip(routes, choice.is_chosen, strict=True):
        if any(facts.tasks.visit[task] in in_step for task, _ in route.stops):
            for (task, _), play in zip(route.stops, play_of(facts, starts, route), strict=True):
                plays.setdefault(int(facts.tasks.visit[task]), []).append((is_chosen, play))
    for visit in sorted(in_step & plays.keys()):
        first, last = min(play.first for _, play in plays[visit]), max(play.last for _, play in plays[visit])
        start = choice.start_of_visit[visit] = model.new_int_var(first, last, f"start[{visit}]")
        for is_chosen, play in plays[visit]:
            model.add_linear_constraint(start, play.first, play.last).only_enforce_if(is_chosen)
    links = facts.links
    for number in range(len(links.first)):
        first_visit, second_visit = (int(facts.tasks.visit[side[number]]) for side in (links.first, links.second))
        if links.is_both_or_none[number]:
            model.add(left_out[first_visit] == left_out[second_visit])
        if first_visit in choice.start_of_visit and second_visit in choice.start_of_visit:
            apart = choice.start_of_visit[second_visit] - choice.start_of_visit[first_visit]
            both = (~left_out[first_visit], ~left_out[second_visit])
            most = min(int(links.most[number]), NEVER)
            model.add_linear_constraint(apart, int(links.least[number]), most).only_enforce_if(*both)
