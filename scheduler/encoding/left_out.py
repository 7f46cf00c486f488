"""What becomes of a visit that a solver leaves out: deferred where its dates allow, else escalated to a person."""

from datetime import timedelta

from scheduler.model.demand import LevelOfCare, Visit
from scheduler.model.plan import LeftOut, Outcome
from scheduler.model.problem import Problem
from scheduler.rules import RuleId

_DAYS_TO_DEFER = {
    LevelOfCare.IMMEDIATE: 1,
    LevelOfCare.URGENT: 1,
    LevelOfCare.COMPLEX: 2,
    LevelOfCare.MANAGED: 4,
    LevelOfCare.ROUTINE: 7,
}
"""Days after the horizon by which a deferred visit without a latest date must be made [assumption]."""


def outcome_of(problem: Problem, visit: Visit) -> Outcome:
    """What must be served, is due within the horizon or has its latest date there can only be escalated."""
    is_last_chance = visit.latest_on is not None and visit.latest_on <= problem.horizon.last_date
    is_due = visit.respond_by is not None and visit.respond_by < problem.horizon.end
    return Outcome.ESCALATED if visit.is_must_serve or is_due or is_last_chance else Outcome.DEFERRED


def leave_out(problem: Problem, visit: Visit, reason: str) -> LeftOut:
    """Leave a visit out for a stated reason; a deferral gets its new latest date."""
    outcome = outcome_of(problem, visit)
    if outcome is Outcome.ESCALATED:
        return LeftOut(visit.id, outcome, reason)
    by_level = problem.horizon.last_date + timedelta(days=_DAYS_TO_DEFER[LevelOfCare(visit.level_of_care)])
    return LeftOut(visit.id, outcome, reason, visit.latest_on or by_level)


def points_of_leaving_out(problem: Problem, visit: Visit) -> int:
    """What leaving a visit out costs, in points."""
    escalates = outcome_of(problem, visit) is Outcome.ESCALATED
    weight = problem.policy.weight_of(RuleId.ESCALATED if escalates else RuleId.DEFERRED)
    return weight * problem.policy.points_by_level[visit.level_of_care]
