"""What it costs at least that one thing comes straight after another: the arcs of the relaxation, as one square table.

Row i, column j: task j follows task i in a route. Rows after the tasks are starts of shifts, columns after them ends.
A task on the diagonal is left out; a shift from its start to its own end is not worked.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.arrays import NEVER, Facts, Ints
from scheduler.rules import RuleId
from scheduler.solvers.bounding.starts import Points, Starts


class Team(NamedTuple):
    """Shifts of one day that travel alike, and the tasks at a place that any of them may do."""

    shifts: Ints
    tasks: Ints
    may: NDArray[np.bool_]
    """Shape (tasks, shifts)."""
    starts: Starts
    travel: Ints
    """Minutes from task to task, NEVER where no shift may do both so; shape (tasks, tasks)."""
    way_out: Ints
    """Minutes from each shift's start, NEVER where it may not do the task; shape (shifts, tasks)."""
    way_back: Ints
    """Minutes to each shift's end, NEVER alike; shape (tasks, shifts)."""
    duration: Ints


def least_costs(facts: Facts, starts: Starts, leaving_out: Ints, *, tasks: Ints, shifts: Ints) -> Points:
    """Least points of every arc between some tasks at a place and the ends of shifts; infinite where it cannot be.

    Nothing is assumed of travel: a way round may be shorter than the direct one.
    """
    num_tasks, num_shifts = len(tasks), len(shifts)
    costs = np.full((num_tasks + num_shifts,) * 2, np.inf)
    row_of_task, row_of_shift = np.full(facts.may.shape[0], -1), np.full(facts.may.shape[1], -1)
    row_of_task[tasks], row_of_shift[shifts] = np.arange(num_tasks), np.arange(num_tasks, len(costs))
    furthest = _furthest_apart(facts)
    for team in _teams(facts, starts, tasks, shifts):
        _forbid(team, furthest)
        rows, ends = row_of_task[team.tasks], row_of_shift[team.shifts]
        out, inner, back = _costs_of(facts, team)
        costs[np.ix_(ends, rows)] = out
        costs[np.ix_(rows, ends)] = back
        costs[np.ix_(rows, rows)] = np.minimum(costs[np.ix_(rows, rows)], inner)
    np.fill_diagonal(costs, np.concatenate([leaving_out[tasks], np.zeros(num_shifts)]))
    return costs


def _teams(facts: Facts, starts: Starts, placed: Ints, chosen: Ints) -> Iterator[Team]:
    shifts = facts.shifts
    layer, day = shifts.layer[chosen], np.searchsorted(facts.day_starts, shifts.start[chosen], side="right")
    for of_layer, of_day in sorted(set(zip(layer.tolist(), day.tolist(), strict=True))):
        rows = chosen[(layer == of_layer) & (day == of_day)]
        able = facts.may[np.ix_(placed, rows)] > 0
        tasks, able = placed[able.any(axis=1)], able[able.any(axis=1)]
        table = facts.travel[of_layer].astype(np.int64)
        place = facts.tasks.place[tasks]
        together = able.astype(np.float32) @ able.T.astype(np.float32) > 0
        np.fill_diagonal(together, val=False)
        yield Team(
            shifts=rows,
            tasks=tasks,
            may=able,
            starts=starts.of(tasks),
            travel=np.where(together, table[np.ix_(place, place)], NEVER),
            way_out=np.where(able.T, table[np.ix_(shifts.start_place[rows], place)], NEVER),
            way_back=np.where(able, table[np.ix_(place, shifts.end_place[rows])], NEVER),
            duration=facts.tasks.duration[tasks],
        )


def _furthest_apart(facts: Facts) -> dict[tuple[int, int], int]:
    """By pair of tasks: how many minutes the second may start after the first, if one person does both; -1 for nobody."""
    rows, links = facts.tasks_of_visit, facts.links
    attendances = [rows.items[begin:end].tolist() for begin, end in zip(rows.start[:-1], rows.start[1:], strict=True)]
    furthest: dict[tuple[int, int], int] = {}
    for pair in attendances:
        furthest |= {(one, other): -1 for one in pair for other in pair}
    for number in range(len(links.first)):
        visits = facts.tasks.visit[links.first[number]], facts.tasks.visit[links.second[number]]
        most, least = (-1, 1) if links.wants_different[number] else (int(links.most[number]), int(links.least[number]))
        for one in attendances[visits[0]]:
            for other in attendances[visits[1]]:
                furthest[one, other] = min(most, furthest.get((one, other), NEVER))
                furthest[other, one] = min(-least, furthest.get((other, one), NEVER))
    return furthest


def _forbid(team: Team, furthest: dict[tuple[int, int], int]) -> None:
    """Take out what cannot follow because of who must differ or how close the starts must lie."""
    at = {int(task): row for row, task in enumerate(team.tasks)}
    for (one, other), minutes in furthest.items():
        if one in at and other in at:
            row, column = at[one], at[other]
            if team.duration[row] + team.travel[row, column] > minutes:
                team.travel[row, column] = NEVER


def _costs_of(facts: Facts, team: Team) -> tuple[Points, Points, Points]:
    """Points of the ways out, between tasks, and back."""
    shifts, price = facts.shifts, facts.price
    a_way, care = points_of_work(facts)
    dislike = np.where(team.may, facts.dislike[np.ix_(team.tasks, team.shifts)] + care[team.tasks, None], np.inf)
    desk = shifts.end[team.shifts] - shifts.admin[team.shifts]
    arrives = shifts.start[team.shifts][:, None] + team.way_out
    soonest = _soonest(team, arrives)
    last = _last(team, desk + shifts.overtime_limit[team.shifts])
    leaves = soonest + team.duration
    after = leaves[:, None] + team.travel
    home = leaves[:, None] + team.way_back
    out = a_way * team.way_out + dislike.T + team.starts.least_lateness(arrives)
    inner = a_way * team.travel + dislike.min(axis=1) + team.starts.least_lateness(after)
    back = a_way * team.way_back + price[RuleId.OVERTIME] * np.maximum(home - desk, 0.0)
    out[arrives > last] = np.inf
    inner[after > last] = np.inf
    back[home > desk + shifts.overtime_limit[team.shifts]] = np.inf
    return out, inner, back


def points_of_work(facts: Facts) -> tuple[int, Ints]:
    """What a minute of travel costs, and the minutes of care of each task, whoever does it."""
    a_minute = int(facts.price[RuleId.WORKED_MINUTES])
    return int(facts.price[RuleId.TRAVEL]) + a_minute, a_minute * facts.tasks.duration * (facts.tasks.visit >= 0)


def _soonest(team: Team, arrives: Ints) -> Ints:
    """A bound on the start of each task in any of the team's shifts, by the fastest way round."""
    soonest = team.starts.earliest(arrives.min(axis=0))
    while len(soonest):
        after = (soonest + team.duration)[:, None] + team.travel
        sooner = np.minimum(soonest, team.starts.earliest(after.min(axis=0)))
        if (sooner == soonest).all():
            break
        soonest = sooner
    return soonest


def _last(team: Team, returns: Ints) -> Ints:
    """A bound on the start of each task from the other side: whoever does it must be back in time."""
    last = team.starts.latest((returns - team.way_back).max(axis=1) - team.duration)
    while len(last):
        before = last[None, :] - team.travel
        later = np.maximum(last, team.starts.latest(before.max(axis=1) - team.duration))
        if (later == last).all():
            break
        last = later
    return last
