"""What a table of arcs costs at least if every task is entered and left once, and all of it hangs on shifts."""

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from scheduler.encoding.arrays import Ints
from scheduler.solvers.bounding.starts import Points


def assigned(costs: Points) -> tuple[float, Points]:
    """Least cost of one successor and one predecessor for everything, and what is left of each arc's cost above it."""
    rows, columns = linear_sum_assignment(costs)
    follower = columns[np.argsort(rows)]
    chosen = costs[np.arange(len(costs)), follower]
    # Prices of columns by shortest paths; none is negative, since no change of the assignment saves anything.
    above = costs - chosen[:, None]
    price = np.zeros(len(costs))
    while True:
        lower = np.minimum(price, (above + price[follower][:, None]).min(axis=0))
        if (lower == price).all():
            break
        price = lower
    return float(chosen.sum()), above + price[follower][:, None] - price


def hung_on_shifts(rest: Points, num_tasks: int) -> float:
    """Least further cost so that every task done is reached from the start of a shift; lowers `rest` by it, in place.

    Whatever set of tasks has no free way in, one of its tasks must be entered from outside or left out: the cheapest
    way to do so is due (Wong 1984, doi 10.1007/BF02612335).
    """
    raised = 0.0
    while True:
        part_of_task, num_parts = _parts(rest, num_tasks)
        enters = rest[:, :num_tasks].copy()
        enters[:num_tasks][part_of_task[:, None] == part_of_task[None, :]] = np.inf
        enters[np.arange(num_tasks), np.arange(num_tasks)] = rest.diagonal()[:num_tasks]
        due = np.full(num_parts, np.inf)
        np.minimum.at(due, part_of_task, enters.min(axis=0))
        due[np.isinf(due)] = 0.0
        if not due.any():
            return raised
        raised += float(due.sum())
        rest[:, :num_tasks] = np.where(np.isinf(enters), rest[:, :num_tasks], enters - due[part_of_task])


def _parts(rest: Points, num_tasks: int) -> tuple[Ints, int]:
    """Tasks that reach each other for nothing share a part."""
    free = csr_array(rest[:num_tasks, :num_tasks] == 0)
    num_parts, part_of_task = connected_components(free, directed=True, connection="strong")
    return part_of_task.astype(np.int64), num_parts
