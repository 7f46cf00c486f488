"""The whole person: who comes to a patient and how often somebody knocks, seen from the patient's side."""

from collections.abc import Iterator

from ortools.sat.python.cp_model import IntVar, LinearExpr

from scheduler.rules import RuleId
from scheduler.solvers.cpsat.reading import Held, Post, Price, paired
from scheduler.solvers.cpsat.variables import Routes

OnDay = dict[int, IntVar]
"""By visit: whether it is made on one day."""


def continuity(routes: Routes) -> LinearExpr:
    """Attendances by staff whom the patient, who knows others, does not know."""
    return paired(routes, RuleId.CONTINUITY)


def named_staff(routes: Routes) -> LinearExpr:
    """Attendances that the patient's named staff member could make and does not."""
    return paired(routes, RuleId.NAMED_STAFF)


def preference(routes: Routes) -> LinearExpr:
    """Wishes that an attendance does not meet."""
    return paired(routes, RuleId.PREFERENCE)


def unwelcome(routes: Routes) -> LinearExpr:
    """Attendances by staff whom the patient would rather not meet."""
    return paired(routes, RuleId.UNWELCOME)


def distinct_staff(routes: Routes) -> LinearExpr:
    """Staff beyond the first whom a patient meets in a day."""
    beyond: list[IntVar] = []
    for name, on_day in _patient_days(routes):
        attendances = [(task, made) for visit, made in on_day.items() for task in routes.tasks_of(visit)]
        staff = sorted({member for task, _ in attendances for member in routes.staff_for(task)})
        if len(attendances) < 2 or len(staff) < 2:
            continue
        meets = []
        for member in staff:
            meets.append(routes.model.new_bool_var(f"meets[{name},{member}]"))
            for task, made in attendances:
                if member in routes.staff_for(task):
                    routes.model.add(meets[-1] >= routes.attends(member, task) + made - 1)
        beyond.append(_beyond_the_first(routes, f"staff[{name}]", meets))
    return LinearExpr.sum(beyond)


def door_knocks(routes: Routes) -> LinearExpr:
    """Knocks at the door beyond the first in a day; who follows closely enough belongs to the same knock."""
    beyond: list[IntVar] = []
    for name, on_day in _patient_days(routes):
        at_home = {visit: made for visit, made in on_day.items() if not routes.problem.visits[visit].is_remote}
        if len(at_home) < 2:
            continue
        knocks = []
        for visit, made in at_home.items():
            joined = [_joins(routes, name, visit, other, at_home) for other in at_home if other != visit]
            knocks.append(routes.model.new_bool_var(f"knock[{name},{visit}]"))
            routes.model.add_bool_or([knocks[-1], ~made, *(literal for literal in joined if literal is not None)])
        beyond.append(_beyond_the_first(routes, f"knocks[{name}]", knocks))
    return LinearExpr.sum(beyond)


def _joins(routes: Routes, name: str, visit: int, other: int, on_day: OnDay) -> IntVar | None:
    """Whether a visit follows another so closely that nobody knocks again; None where that cannot be."""
    time, earlier = routes.time_of(visit), routes.time_of(other)
    reach = int(routes.problem.visits[other].duration_minutes) + routes.facts.figures.knock
    # Two that start together are one knock: the one with the lower number counts, or each would join the other.
    least = 0 if other < visit else 1
    if time.latest - earlier.earliest < least or time.earliest - earlier.latest > reach:
        return None
    joins = routes.model.new_bool_var(f"joins[{name},{visit},{other}]")
    routes.model.add_linear_constraint(time.start - earlier.start, least, reach).only_enforce_if(joins)
    routes.model.add_implication(joins, on_day[other])
    return joins


def _beyond_the_first(routes: Routes, name: str, counted: list[IntVar]) -> IntVar:
    beyond = routes.model.new_int_var(0, len(counted) - 1, f"beyond_first_{name}")
    routes.model.add(beyond >= LinearExpr.sum(counted) - 1)
    return beyond


def _patient_days(routes: Routes) -> Iterator[tuple[str, OnDay]]:
    """Each day of each patient who may have several attendances and of whose visits the part may change one."""
    rows, facts = routes.facts.tasks_of_patient, routes.facts
    movable, settled = set(routes.movable), set(routes.settled)
    for patient in range(len(routes.problem.patients)):
        tasks = rows.items[rows.start[patient] : rows.start[patient + 1]]
        visits = sorted({int(facts.tasks.visit[task]) for task in tasks})
        if movable.isdisjoint(visits):
            continue
        by_day: dict[int, OnDay] = {}
        for visit in visits:
            if visit in movable or visit in settled:
                for day, made in routes.time_of(visit).days(facts.day_starts.tolist()).items():
                    by_day.setdefault(day, {})[visit] = made
        yield from ((f"{patient},{day}", on_day) for day, on_day in by_day.items())


HARD: dict[RuleId, Post] = {}
SOFT: dict[RuleId, Price] = {
    RuleId.CONTINUITY: continuity,
    RuleId.NAMED_STAFF: named_staff,
    RuleId.PREFERENCE: preference,
    RuleId.UNWELCOME: unwelcome,
    RuleId.DISTINCT_STAFF: distinct_staff,
    RuleId.DOOR_KNOCKS: door_knocks,
}
HOLDS_BY_CONSTRUCTION: Held = {}
