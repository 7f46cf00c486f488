"""Visits and fixed events as `Tasks` and `Windows`, and which tasks start together."""

from datetime import time, timedelta

import numpy as np

from scheduler.encoding.arrays import NEVER, Tasks, Windows
from scheduler.encoding.fixing import Fixing
from scheduler.encoding.index import Index
from scheduler.encoding.lists import ints
from scheduler.model.clock import Horizon
from scheduler.model.demand import RiskFlag, Visit
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.units import MINUTES_PER_DAY

_Row = tuple[int, int, int, int]


def task_arrays(index: Index, fixed: dict[int, Fixing], groups: list[int]) -> tuple[Tasks, Windows]:
    """Tasks in the order of the index, and their windows."""
    problem = index.problem
    visits = [problem.visit_by_id[visit_id] for visit_id, _ in index.attendances]
    events, num_events = index.events, len(index.events)
    never = [NEVER] * num_events
    places = [problem.location_of(visit.id) for visit in visits] + [event.location_id for _, event in events]
    anchors = [fixed[task].start if task in fixed else None for task in range(len(visits))]
    anchors += [event.start for _, event in events]
    window_rows = [_windows_of(problem, visit) for visit in visits]
    window_counts = [len(rows) for rows in window_rows] + [0] * num_events
    flat = [row for rows in window_rows for row in rows]
    limit = problem.policy.limits.lateness_minutes
    published = (
        {(stop.visit_id, stop.attendance): stop.start for _, stop in problem.published.stops()}
        if problem.published
        else {}
    )
    tasks = Tasks(
        visit=ints([index.visit_index[visit.id] for visit in visits] + [-1] * num_events),
        patient=ints([index.patient_index[visit.patient_id] for visit in visits] + [-1] * num_events),
        place=ints(-1 if place is None else index.place_index(place) for place in places),
        duration=ints([visit.duration_minutes for visit in visits] + [event.end - event.start for _, event in events]),
        anchor=ints(-1 if anchor is None else anchor for anchor in anchors),
        window_from=np.concatenate([[0], np.cumsum(window_counts)]).astype(np.int64),
        lateness_limit=ints([0 if visit.is_time_critical else limit for visit in visits] + [0] * num_events),
        is_critical=ints([int(visit.is_time_critical) for visit in visits] + [0] * num_events),
        respond_by=ints([NEVER if visit.respond_by is None else visit.respond_by for visit in visits] + never),
        published_start=ints([published.get(key, -1) for key in index.attendances] + [-1] * num_events),
        group=ints(groups),
        own_shift=ints([-1] * len(visits) + [index.shift_index[shift_id] for shift_id, _ in events]),
    )
    columns = np.array(flat, dtype=np.int64).reshape(-1, 4)
    return tasks, Windows(*(np.ascontiguousarray(columns[:, column]) for column in range(4)))


def _windows_of(problem: Problem, visit: Visit) -> list[_Row]:
    """Opens, earliest, closes and dark-from of each window of a visit; by daylight, of each day of each window."""
    alone = not visit.is_remote and not visit.is_double_up
    if not (alone and problem.patient_of(visit.id).risk_flag is RiskFlag.DAYLIGHT_ONLY):
        return [(w.earliest_start, w.earliest_start, problem.closing_of(visit, w), NEVER) for w in visit.windows]
    return [row for window in visit.windows for row in _by_daylight(problem, visit, window)]


def _by_daylight(problem: Problem, visit: Visit, window: TimeWindow) -> list[_Row]:
    """The days of a window: each is judged from the dark before it, and what ends with the dark is not late."""
    limits, horizon = problem.policy.limits, problem.horizon
    days = range(horizon.day_index_of(window.earliest_start), horizon.day_index_of(window.latest_start) + 1)
    hours = []
    for day in days:
        light = _clock(horizon, day, limits.daylight_from_minute_of_day)
        dark = _clock(horizon, day, limits.daylight_to_minute_of_day - visit.duration_minutes + 1)
        hours.append((max(window.earliest_start, light), dark))
    hours = [(opens, dark) for opens, dark in hours if opens < dark] or hours[:1]
    earliest = [window.earliest_start, *(dark for _, dark in hours)]
    closes = [*(dark - 1 for _, dark in hours[:-1]), problem.closing_of(visit, window)]
    return [
        (opens, since, until, dark) for (opens, dark), since, until in zip(hours, earliest[:-1], closes, strict=True)
    ]


def _clock(horizon: Horizon, day: int, minute_of_day: int) -> int:
    """The minute of a wall-clock time on a day of the horizon; 24:00 is the next midnight."""
    days, minutes = divmod(minute_of_day, MINUTES_PER_DAY)
    return horizon.minute_at(horizon.first_date + timedelta(days=day + days), time(*divmod(minutes, 60)))


def groups_of(index: Index) -> list[int]:
    """Tasks that must start together, by the lowest task among them (double-ups, and links without any gap)."""
    lowest = list(range(index.num_tasks))

    def root(task: int) -> int:
        while lowest[task] != task:
            task = lowest[task]
        return task

    pairs = [tasks for tasks in index.tasks_by_visit.values() if len(tasks) == 2]
    pairs += [
        (index.tasks_by_visit[link.first][0], index.tasks_by_visit[link.second][0])
        for link in index.problem.links
        if link.gap_least_minutes == 0 == link.gap_most_minutes
    ]
    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        lowest[high] = low
    return [root(task) for task in range(index.num_tasks)]


def members_of(groups: list[int]) -> list[list[int]]:
    """Tasks of each group; empty for tasks that are not the lowest of theirs."""
    members: list[list[int]] = [[] for _ in groups]
    for task, group in enumerate(groups):
        members[group].append(task)
    return members
