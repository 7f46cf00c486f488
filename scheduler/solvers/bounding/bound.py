"""A lower bound on the cost of any lawful plan, in seconds and at any size. How plans are found stands elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from scheduler.encoding.arrays import Facts, Ints
from scheduler.encoding.encode import Encoding
from scheduler.encoding.left_out import points_of_leaving_out
from scheduler.encoding.lists import ints
from scheduler.solvers.bounding.joining import assigned, hung_on_shifts
from scheduler.solvers.bounding.starts import Points, Starts, starts_of
from scheduler.solvers.bounding.ways import least_costs, points_of_work

MOST_NODES = 5_000
"""Tasks and shifts that are bounded together: tables of their squares, some hundred megabytes at this size."""


@dataclass(frozen=True, eq=False)
class Relaxation:
    """What was found out about all lawful plans at once."""

    bound: int
    """No lawful plan without overrides costs less."""
    above: Points
    """By tail and head, at least how far above the bound a plan is that does the one straight after the other.

    Rows and columns are tasks, then shifts: as a tail its start, as a head its end. A task's own column is that it is left
    out. 0 where nothing is known, infinite where no lawful plan does so. Shape (tasks + shifts,) twice.
    """


def lower_bound(encoding: Encoding) -> int:
    """Points below which no lawful plan without overrides can cost; 0 where nothing better is known.

    Each attendance has one thing before and one after it, or is left out; each arc costs the travel, dislike, lateness
    and overtime that it cannot avoid. That is an assignment, and what it leaves of the arcs' costs is raised further
    until everything hangs on shifts, from their starts and then from their ends (additive bounds: Fischetti, Toth
    1989, doi 10.1287/opre.37.2.319). All other soft rules can be met for nothing, for all it knows. Where not every pin
    can be kept, a plan that misses only pins costs no less either: their penalty is no part of the bound.
    """
    problem = encoding.problem
    soft = ints(points_of_leaving_out(problem, visit) for visit in problem.visits)
    facts = encoding.facts._replace(leaving_out=soft)
    starts, leaving_out = starts_of(facts), _shares_of_leaving_out(facts)
    of_placed = sum(bound for _, bound, _ in _of_placed(facts, starts, leaving_out))
    return of_placed + _of_remote(facts, starts, leaving_out)


def relaxation(encoding: Encoding) -> Relaxation:
    """The lower bound with pins that are missed at their penalty, and what each arc costs above it."""
    facts = encoding.facts
    starts, leaving_out = starts_of(facts), _shares_of_leaving_out(facts)
    bound, above = _of_remote(facts, starts, leaving_out), np.zeros((sum(facts.may.shape),) * 2)
    for nodes, of_part, rest in _of_placed(facts, starts, leaving_out):
        bound += of_part
        above[np.ix_(nodes, nodes)] = rest
    return Relaxation(bound, above)


def _of_placed(facts: Facts, starts: Starts, leaving_out: Ints) -> Iterator[tuple[Ints, int, Points]]:
    """For each group of strangers its tasks and shifts as rows of `Relaxation.above`, its bound, and its part of that table."""
    for tasks, shifts in _strangers(facts, np.flatnonzero(facts.tasks.place >= 0)):
        if len(tasks) + len(shifts) <= MOST_NODES:
            costs = least_costs(facts, starts, leaving_out, tasks=tasks, shifts=shifts)
            bound, rest = assigned(costs)
            bound += hung_on_shifts(rest, len(tasks))
            bound += hung_on_shifts(rest.T, len(tasks))
            yield np.concatenate([tasks, len(leaving_out) + shifts]), round(bound), rest


def _strangers(facts: Facts, placed: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Groups of tasks at a place and shifts of which no shift may do a task of another group."""
    num_tasks, num_shifts = facts.may.shape
    task, shift = np.nonzero(facts.may)
    able = coo_array((np.ones(len(task)), (task, num_tasks + shift)), shape=(num_tasks + num_shifts,) * 2)
    num_groups, group = connected_components(able, directed=False)
    for number in range(num_groups):
        tasks = placed[group[placed] == number]
        if len(tasks):
            yield tasks, np.flatnonzero(group[num_tasks:] == number)


def _shares_of_leaving_out(facts: Facts) -> Ints:
    """What leaving a visit out costs, shared among its attendances; nothing for events."""
    rows, shares = facts.tasks_of_visit, np.zeros(len(facts.tasks.visit), dtype=np.int64)
    for visit, points in enumerate(facts.leaving_out):
        tasks = rows.items[rows.start[visit] : rows.start[visit + 1]]
        shares[tasks] = points // len(tasks)
        shares[tasks[0]] += points % len(tasks)
    return shares


def _of_remote(facts: Facts, starts: Starts, leaving_out: Ints) -> int:
    """Least points of what is done wherever the person is: no travel, but it may be disliked or late."""
    remote = np.flatnonzero((facts.tasks.place < 0) & (facts.tasks.visit >= 0))
    care = points_of_work(facts)[1][remote, None]
    dislike = np.where(facts.may[remote] > 0, facts.dislike[remote] + care, np.inf)
    late = starts.of(remote).least_lateness(np.broadcast_to(facts.shifts.start[:, None], dislike.T.shape))
    least = (dislike + late.T).min(axis=1, initial=np.inf)
    return int(np.minimum(least, leaving_out[remote]).sum())
