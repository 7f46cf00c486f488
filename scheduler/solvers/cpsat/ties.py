"""Which shifts of a plan hang together in time: to move a start in one may move, or price, a start in another.

Their order and what they cost is no business of this file; `retiming` decides one such group without the others.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from scipy.cluster.hierarchy import DisjointSet

from scheduler.encoding.codec import TaskRoutes
from scheduler.encoding.encode import Encoding
from scheduler.rules import RuleId


def tied_shifts(encoding: Encoding, routes: TaskRoutes) -> list[set[int]]:
    """Groups of worked shifts, of which none hangs on another but by the largest lateness of the plan."""
    weights = encoding.problem.policy.weights
    if weights[RuleId.LARGEST_WAIT] or weights[RuleId.LARGEST_IDLE]:
        return [set(routes)]
    groups = DisjointSet(routes)
    for tie in _ties(encoding, routes):
        for one, other in pairwise(tie):
            groups.merge(one, other)
    return groups.subsets()


def _ties(encoding: Encoding, routes: TaskRoutes) -> Iterator[list[int]]:
    """Shifts that share a visit, a link, a patient's day, or a person whose rest or weekly hours could bind."""
    problem, index = encoding.problem, encoding.index
    shift_of = {task: shift for shift, stops in routes.items() for task, _ in stops}

    def of(tasks: Iterable[int]) -> list[int]:
        return [shift_of[task] for task in tasks if task in shift_of]

    for visit in problem.visits:
        yield of(index.tasks_by_visit[visit.id])
    for link in problem.links:
        yield of((*index.tasks_by_visit[link.first], *index.tasks_by_visit[link.second]))
    if problem.policy.weights[RuleId.DOOR_KNOCKS] or problem.policy.weights[RuleId.DISTINCT_STAFF]:
        yield from _ties_of_patients(encoding, shift_of)
    yield from _ties_of_staff(encoding, routes)


def _ties_of_patients(encoding: Encoding, shift_of: dict[int, int]) -> Iterator[list[int]]:
    """Shifts that come to one patient on one day; a shift over midnight belongs to both days."""
    facts = encoding.facts
    first_day = np.searchsorted(facts.day_starts, facts.shifts.start, side="right")
    last_day = np.searchsorted(facts.day_starts, facts.shifts.end + facts.shifts.overtime_limit, side="right")
    on_day: dict[tuple[int, int], list[int]] = {}
    for task, shift in shift_of.items():
        for day in range(first_day[shift], last_day[shift] + 1):
            on_day.setdefault((int(facts.tasks.patient[task]), day), []).append(shift)
    yield from on_day.values()


def _ties_of_staff(encoding: Encoding, routes: TaskRoutes) -> Iterator[list[int]]:
    """Shifts of one person: starts decide their overtime, and overtime what is left of rest and weekly hours."""
    shifts, staff = encoding.facts.shifts, encoding.facts.staff
    by_staff: dict[int, list[int]] = {}
    for shift in routes:
        by_staff.setdefault(int(shifts.staff[shift]), []).append(shift)
    for member, worked in by_staff.items():
        if staff.is_watched[member] and shifts.overtime_limit[worked].any():
            yield worked
