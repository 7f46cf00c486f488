"""Eligibility: whether whoever makes an attendance may. Most of it is known before any route is."""

from ortools.sat.python.cp_model import LinearExpr

from scheduler.model.demand import Visit
from scheduler.model.workforce import Delegation
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.reading import Held, Post, Price, paired
from scheduler.solvers.cpsat.variables import Routes


def delegation(routes: Routes) -> None:
    """No more visits under one delegation than are left before its review."""
    problem = routes.problem
    in_order = sorted(problem.delegations, key=lambda given: given.reviewed_on)
    latest = {(given.patient_id, given.staff_id, given.skill_id): given for given in in_order}
    for given in latest.values():
        if problem.staff_by_id[given.staff_id].is_registered or not problem.skill_by_id[given.skill_id].is_registered:
            continue
        left = max(0, problem.policy.limits.delegation_review_visits - 1 - given.visits_since_review)
        staff = routes.encoding.index.staff_index[given.staff_id]
        uses = [routes.attends(staff, task) for task in _tasks_under(routes, given)]
        if len(uses) > left:
            routes.model.add(LinearExpr.sum(uses) <= left)


def _tasks_under(routes: Routes, given: Delegation) -> list[int]:
    """Attendances on the patient that ask for the delegated skill."""

    def asks(visit: Visit, number: int) -> bool:
        return visit.patient_id == given.patient_id and given.skill_id in visit.attendances[number].skill_ids

    visits = routes.problem.visit_by_id
    attendances = routes.encoding.index.attendances
    return [task for task, (visit_id, number) in enumerate(attendances) if asks(visits[visit_id], number)]


def wished_skill(routes: Routes) -> LinearExpr:
    """Wished skills that whoever attends does not hold."""
    return paired(routes, RuleId.WISHED_SKILL)


_PAIRED = "a shift has no literal for an attendance that `encoding.eligibility` bars it from"

HARD: dict[RuleId, Post] = {RuleId.DELEGATION: delegation}
SOFT: dict[RuleId, Price] = {RuleId.WISHED_SKILL: wished_skill}
HOLDS_BY_CONSTRUCTION: Held = {
    RuleId.SKILL: _PAIRED,
    RuleId.BAND: _PAIRED,
    RuleId.EXCLUSION: _PAIRED,
    RuleId.GENDER: _PAIRED,
    RuleId.TEAM: _PAIRED,
    RuleId.ORGANISATION: _PAIRED,
}
