"""Problem to arrays: `encode` builds an `Encoding`, which every compiled solver reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.affinity import points_of_pairing
from scheduler.encoding.arrays import NEVER, Facts, Figures, Links, Rows, Shifts, Staff, Tasks, Windows
from scheduler.encoding.eligibility import MAY, MAY_NOT, Eligibility
from scheduler.encoding.fixing import Fixing, fixings
from scheduler.encoding.index import Index
from scheduler.encoding.left_out import points_of_leaving_out
from scheduler.encoding.supervision import supervision
from scheduler.model.demand import LinkedStaff, RiskFlag, Visit
from scheduler.model.problem import Problem
from scheduler.model.travel_matrix import TravelLayer
from scheduler.model.workforce import Shift, StaffId
from scheduler.rules import CATALOGUE, RuleKind
from scheduler.units import Minute

PENALTY = 100_000
"""A solver's price for each unit of a broken hard rule: above anything a soft rule can win. Never reported."""


@dataclass(frozen=True, eq=False)
class Encoding:
    """A problem in arrays, with what is needed to read them back."""

    index: Index
    eligibility: Eligibility
    facts: Facts

    @property
    def problem(self) -> Problem:
        """The problem that was encoded."""
        return self.index.problem

    @cached_property
    def num_attendances(self) -> int:
        """Tasks below this number are attendances, the others events."""
        return len(self.index.attendances)


def encode(problem: Problem) -> Encoding:
    """Arrays of a problem; about 0.1 s for a locality day."""
    index = Index(problem)
    eligibility = Eligibility(index)
    fixed = fixings(problem)
    layers = sorted({problem.travel_layer_of(shift) for shift in problem.shifts})
    unsupervised, supervision_of_shift = supervision(problem)
    groups = _groups(index)
    tasks, windows = _tasks(index, fixed, groups)
    facts = Facts(
        tasks=tasks,
        windows=windows,
        shifts=_shifts(index, layers, supervision_of_shift),
        staff=_staff(problem),
        links=_links(index),
        travel=_travel(problem, layers),
        may=_may(index, eligibility, fixed),
        dislike=_dislike(index),
        leaving_out=_ints(points_of_leaving_out(problem, visit) for visit in problem.visits),
        tasks_of_visit=_rows(index.tasks_by_visit[visit.id] for visit in problem.visits),
        tasks_of_patient=_tasks_of_patient(index),
        tasks_of_group=_rows(_members(groups)),
        links_of_task=_links_of_task(index),
        day_starts=_ints(problem.horizon.day_starts),
        unsupervised=unsupervised,
        price=_price(problem),
        figures=_figures(problem),
    )
    return Encoding(index, eligibility, facts)


def _ints(values: Iterable[int]) -> NDArray[np.int64]:
    return np.array(list(values), dtype=np.int64)


def _rows(lists: Iterable[Sequence[int]]) -> Rows:
    kept = [list(items) for items in lists]
    starts = np.concatenate([[0], np.cumsum([len(items) for items in kept])]).astype(np.int64)
    return Rows(starts, _ints(item for items in kept for item in items))


def _tasks(index: Index, fixed: dict[int, Fixing], groups: list[int]) -> tuple[Tasks, Windows]:
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
        visit=_ints([index.visit_index[visit.id] for visit in visits] + [-1] * num_events),
        patient=_ints([index.patient_index[visit.patient_id] for visit in visits] + [-1] * num_events),
        place=_ints(-1 if place is None else index.place_index(place) for place in places),
        duration=_ints([visit.duration_minutes for visit in visits] + [event.end - event.start for _, event in events]),
        anchor=_ints(-1 if anchor is None else anchor for anchor in anchors),
        window_from=np.concatenate([[0], np.cumsum(window_counts)]).astype(np.int64),
        lateness_limit=_ints([0 if visit.is_time_critical else limit for visit in visits] + [0] * num_events),
        is_critical=_ints([int(visit.is_time_critical) for visit in visits] + [0] * num_events),
        respond_by=_ints([NEVER if visit.respond_by is None else visit.respond_by for visit in visits] + never),
        published_start=_ints([published.get(key, -1) for key in index.attendances] + [-1] * num_events),
        group=_ints(groups),
        own_shift=_ints([-1] * len(visits) + [index.shift_index[shift_id] for shift_id, _ in events]),
    )
    columns = np.array(flat, dtype=np.int64).reshape(-1, 4)
    return tasks, Windows(*(np.ascontiguousarray(columns[:, column]) for column in range(4)))


def _windows_of(problem: Problem, visit: Visit) -> list[tuple[int, int, int, int]]:
    """Opens, earliest, closes and dark-from of each window of a visit."""
    limits, horizon = problem.policy.limits, problem.horizon
    alone = not visit.is_remote and not visit.is_double_up
    if not (alone and problem.patient_of(visit.id).risk_flag is RiskFlag.DAYLIGHT_ONLY):
        return [(w.earliest_start, w.earliest_start, w.latest_start, NEVER) for w in visit.windows]
    rows: list[tuple[int, int, int, int]] = []
    for window in visit.windows:
        offset = window.earliest_start - horizon.minute_of_day(window.earliest_start)
        light = Minute(offset + limits.daylight_from_minute_of_day)
        dark = offset + limits.daylight_to_minute_of_day - visit.duration_minutes + 1
        rows.append((max(window.earliest_start, light), window.earliest_start, window.latest_start, dark))
    return rows


def _shifts(index: Index, layers: Sequence[TravelLayer], supervision_of_shift: list[int]) -> Shifts:
    problem, shifts = index.problem, index.problem.shifts
    next_of, first_of = _order_of_staff_shifts(index)
    return Shifts(
        staff=_ints(index.staff_index[shift.staff_id] for shift in shifts),
        start=_ints(shift.start for shift in shifts),
        end=_ints(shift.end for shift in shifts),
        admin=_ints(shift.admin_minutes for shift in shifts),
        overtime_limit=_ints(shift.overtime_limit_minutes for shift in shifts),
        start_place=_ints(index.place_index(shift.start_location_id) for shift in shifts),
        end_place=_ints(index.place_index(shift.end_location_id) for shift in shifts),
        layer=_ints(layers.index(problem.travel_layer_of(shift)) for shift in shifts),
        break_minutes=_ints(shift.rest_break.duration_minutes if shift.rest_break else 0 for shift in shifts),
        break_from=_ints(shift.rest_break.earliest_start if shift.rest_break else 0 for shift in shifts),
        break_to=_ints(shift.rest_break.latest_start if shift.rest_break else 0 for shift in shifts),
        visit_limit=_ints(problem.visit_limit_of(shift) for shift in shifts),
        fair_minutes=_ints(_fair_minutes(problem, shift) for shift in shifts),
        paid_minutes=_ints(shift.paid_minutes for shift in shifts),
        supervision=_ints(supervision_of_shift),
        next_of_staff=_ints(next_of),
        first_of_staff=_ints(first_of),
        week=_ints(problem.horizon.day_index_of(shift.start) // 7 for shift in shifts),
    )


def _fair_minutes(problem: Problem, shift: Shift) -> int:
    events = sum(event.end - event.start for event in shift.events)
    return (shift.paid_minutes - shift.admin_minutes - events) * problem.policy.limits.workload_percent // 100


def _order_of_staff_shifts(index: Index) -> tuple[list[int], list[int]]:
    shifts = index.problem.shifts
    by_staff: dict[StaffId, list[int]] = {}
    for row in sorted(range(len(shifts)), key=lambda row: shifts[row].start):
        by_staff.setdefault(shifts[row].staff_id, []).append(row)
    next_of, first_of = [-1] * len(shifts), [-1] * len(shifts)
    for rows in by_staff.values():
        for row, later in zip(rows, [*rows[1:], -1], strict=True):
            next_of[row], first_of[row] = later, rows[0]
    return next_of, first_of


def _staff(problem: Problem) -> Staff:
    limits = problem.policy.limits
    longest: dict[StaffId, int] = {}
    num_shifts: dict[StaffId, int] = {}
    for shift in problem.shifts:
        longest[shift.staff_id] = longest.get(shift.staff_id, 0) + shift.paid_minutes + shift.overtime_limit_minutes
        num_shifts[shift.staff_id] = num_shifts.get(shift.staff_id, 0) + 1
    return Staff(
        worked_minutes=_ints(member.minutes_worked_this_week for member in problem.staff),
        rested_from=_ints(-NEVER if m.last_shift_ended_at is None else m.last_shift_ended_at for m in problem.staff),
        is_watched=_ints(
            int(
                num_shifts.get(member.id, 0) > 1
                or member.last_shift_ended_at is not None
                or member.minutes_worked_this_week + longest.get(member.id, 0) > limits.week_minutes
            )
            for member in problem.staff
        ),
    )


def _travel(problem: Problem, layers: Sequence[TravelLayer]) -> NDArray[np.int32]:
    tables = [problem.travel.minutes[layer] for layer in layers]
    size = len(problem.travel.location_ids)
    return np.stack(tables) if tables else np.zeros((0, size, size), dtype=np.int32)


def _may(index: Index, eligibility: Eligibility, fixed: dict[int, Fixing]) -> NDArray[np.uint8]:
    num_shifts = len(index.problem.shifts)
    may = np.full((index.num_tasks, num_shifts), MAY_NOT, dtype=np.uint8)
    may[: len(index.attendances)] = eligibility.may
    for task, fixing in fixed.items():
        kept = may[task, index.shift_index[fixing.shift_id]]
        may[task] = MAY_NOT
        may[task, index.shift_index[fixing.shift_id]] = kept
    for task, (shift_id, _) in enumerate(index.events, start=len(index.attendances)):
        may[task, index.shift_index[shift_id]] = MAY
    return may


def _dislike(index: Index) -> NDArray[np.int32]:
    dislike = np.zeros((index.num_tasks, len(index.problem.shifts)), dtype=np.int32)
    dislike[: len(index.attendances)] = points_of_pairing(index)
    return dislike


def _groups(index: Index) -> list[int]:
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


def _members(groups: list[int]) -> list[list[int]]:
    members: list[list[int]] = [[] for _ in groups]
    for task, group in enumerate(groups):
        members[group].append(task)
    return members


def _links(index: Index) -> Links:
    links = index.problem.links
    return Links(
        first=_ints(index.tasks_by_visit[link.first][0] for link in links),
        second=_ints(index.tasks_by_visit[link.second][0] for link in links),
        least=_ints(link.gap_least_minutes for link in links),
        most=_ints(link.gap_most_minutes for link in links),
        wants_same=_ints(int(link.staff is LinkedStaff.SAME) for link in links),
        wants_different=_ints(int(link.staff is LinkedStaff.DIFFERENT) for link in links),
        is_both_or_none=_ints(int(link.is_both_or_none) for link in links),
    )


def _links_of_task(index: Index) -> Rows:
    rows: list[list[int]] = [[] for _ in range(index.num_tasks)]
    for number, link in enumerate(index.problem.links):
        for task in (*index.tasks_by_visit[link.first], *index.tasks_by_visit[link.second]):
            rows[task].append(number)
    return _rows(rows)


def _tasks_of_patient(index: Index) -> Rows:
    """Tasks of patients with more than one attendance: only theirs cost something together."""
    rows: list[list[int]] = [[] for _ in index.problem.patients]
    for task, (visit_id, _) in enumerate(index.attendances):
        rows[index.patient_index[index.problem.visit_by_id[visit_id].patient_id]].append(task)
    return _rows(tasks if len(tasks) > 1 else [] for tasks in rows)


def _price(problem: Problem) -> NDArray[np.int64]:
    price = np.array(problem.policy.weights, dtype=np.int64)
    for rule, entry in CATALOGUE.items():
        if entry.kind is RuleKind.HARD:
            price[rule] = PENALTY
    return price


def _figures(problem: Problem) -> Figures:
    limits = problem.policy.limits
    return Figures(
        care_limit=limits.care_minutes,
        busy_from=limits.busy_from_visits,
        rest=limits.rest_minutes,
        week=limits.week_minutes,
        knock=limits.joint_knock_minutes,
        tolerance=limits.start_tolerance_minutes,
    )
