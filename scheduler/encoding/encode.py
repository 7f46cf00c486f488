"""Problem to arrays: `encode` builds an `Encoding`, which every compiled solver reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.affinity import points_of_pairing
from scheduler.encoding.arrays import Facts, Figures, Ints, Links, Rows
from scheduler.encoding.eligibility import MAY, MAY_NOT, Eligibility
from scheduler.encoding.fixing import Fixing, fixings, num_asked_by_task
from scheduler.encoding.index import Index
from scheduler.encoding.left_out import points_of_leaving_out
from scheduler.encoding.lists import ints, rows_of
from scheduler.encoding.neighbours import mean_points_of_a_leg, near_tasks
from scheduler.encoding.shift_arrays import shift_arrays, staff_arrays
from scheduler.encoding.supervision import supervision
from scheduler.encoding.task_arrays import groups_of, members_of, task_arrays
from scheduler.model.demand import LinkedStaff
from scheduler.model.problem import Problem
from scheduler.model.travel_matrix import TravelLayer
from scheduler.rules import HARD_RULES, RuleId

LEAST_PENALTY = 100_000


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

    @cached_property
    def near(self) -> NDArray[np.int64]:
        """The nearest tasks of each attendance, nearest first; see `near_tasks`."""
        return near_tasks(self.facts, self.num_attendances)

    @cached_property
    def points_of_a_leg(self) -> float:
        """What one ordinary leg of travel costs: the measure of a search's temperatures."""
        return mean_points_of_a_leg(self.facts, self.near)


def encode(problem: Problem) -> Encoding:
    """Arrays of a problem; about 0.1 s for a locality day."""
    index = Index(problem)
    eligibility = Eligibility(index)
    fixed = fixings(problem)
    layers = sorted({problem.travel_layer_of(shift) for shift in problem.shifts})
    unsupervised, supervision_of_shift = supervision(problem)
    groups = groups_of(index)
    leaving_out = ints(points_of_leaving_out(problem, visit) for visit in problem.visits)
    num_asked = _num_asked(index)
    price = _price(problem, leaving_out, num_asked)
    tasks, windows = task_arrays(index, fixed, groups)
    facts = Facts(
        tasks=tasks,
        windows=windows,
        shifts=shift_arrays(index, layers, supervision_of_shift),
        staff=staff_arrays(problem),
        links=_links(index),
        travel=_travel(problem, layers),
        may=_may(index, eligibility, fixed),
        dislike=points_of_pairing(index),
        leaving_out=leaving_out + num_asked * price[RuleId.PIN],
        tasks_of_visit=rows_of(index.tasks_by_visit[visit.id] for visit in problem.visits),
        tasks_of_patient=_tasks_of_patient(index),
        tasks_of_group=rows_of(members_of(groups)),
        links_of_task=_links_of_task(index),
        day_starts=ints(problem.horizon.day_starts),
        unsupervised=unsupervised,
        price=price,
        figures=_figures(problem),
    )
    return Encoding(index, eligibility, facts)


def _travel(problem: Problem, layers: Sequence[TravelLayer]) -> NDArray[np.int32]:
    """Tables of the layers in one array: the matrix's own where it holds just these, since it is most of the memory."""
    tables = [problem.travel.minutes[layer] for layer in layers]
    size = len(problem.travel.location_ids)
    if not tables:
        return np.zeros((0, size, size), dtype=np.int32)
    whole = tables[0].base
    is_whole = isinstance(whole, np.ndarray) and whole.shape == (len(tables), size, size)
    if whole is not None and is_whole and all(map(_is_same_memory, whole, tables)):
        return np.ascontiguousarray(whole)
    return np.stack(tables)


def _is_same_memory(one: NDArray[np.int32], other: NDArray[np.int32]) -> bool:
    return one.__array_interface__ == other.__array_interface__


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


def _links(index: Index) -> Links:
    links = index.problem.links
    return Links(
        first=ints(index.tasks_by_visit[link.first][0] for link in links),
        second=ints(index.tasks_by_visit[link.second][0] for link in links),
        least=ints(link.gap_least_minutes for link in links),
        most=ints(link.gap_most_minutes for link in links),
        wants_same=ints(int(link.staff is LinkedStaff.SAME) for link in links),
        wants_different=ints(int(link.staff is LinkedStaff.DIFFERENT) for link in links),
        is_both_or_none=ints(int(link.is_both_or_none) for link in links),
    )


def _links_of_task(index: Index) -> Rows:
    rows: list[list[int]] = [[] for _ in range(index.num_tasks)]
    for number, link in enumerate(index.problem.links):
        for task in (*index.tasks_by_visit[link.first], *index.tasks_by_visit[link.second]):
            rows[task].append(number)
    return rows_of(rows)


def _tasks_of_patient(index: Index) -> Rows:
    """Tasks of patients with more than one attendance: only theirs cost something together."""
    rows: list[list[int]] = [[] for _ in index.problem.patients]
    for task, (visit_id, _) in enumerate(index.attendances):
        rows[index.patient_index[index.problem.visit_by_id[visit_id].patient_id]].append(task)
    return rows_of(tasks if len(tasks) > 1 else [] for tasks in rows)


def _num_asked(index: Index) -> Ints:
    """Pins and frozen stops that are missed where a visit is left out, by visit."""
    num_asked = np.zeros(len(index.problem.visits), dtype=np.int64)
    for task, num in num_asked_by_task(index.problem).items():
        visit_id, _ = index.attendances[task]
        num_asked[index.visit_index[visit_id]] += num
    return num_asked


def _price(problem: Problem, leaving_out: Ints, num_asked: Ints) -> Ints:
    """Weights of soft rules; for each unit of a broken hard rule a penalty above anything that leaving out can cost.

    A pin or frozen stop that is missed costs least of these: rather that than to keep it against another rule.
    """
    penalty = max(LEAST_PENALTY, 2 * int(leaving_out.max(initial=0)))
    price = np.array(problem.policy.weights, dtype=np.int64)
    price[list(HARD_RULES)] = (1 + int(num_asked.max(initial=0))) * penalty
    price[[RuleId.PIN, RuleId.FREEZE]] = penalty
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
        waits_first=int(problem.policy.waits_before_first_stop),
    )
