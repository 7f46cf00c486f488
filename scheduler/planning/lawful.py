"""No unlawful stop is ever handed on: what the judge finds against a solver's plan is taken out, and logged as a fault."""

import logging
from collections.abc import Collection
from dataclasses import replace

from scheduler.encoding.left_out import leave_out
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.rules import RuleId
from scheduler.validation.validator import ValidationReport, validate
from scheduler.validation.violation import Violation

_log = logging.getLogger(__name__)

_TAKEN_OUT = "Taken out after planning: the check found {rules}. A fault of the planning software, please report it."
_ASKS_FOR_A_STOP = {RuleId.PIN, RuleId.FREEZE}
"""Rules that miss a stop: to take the visit out would not mend them."""


def lawful_part(problem: Problem, plan: Plan) -> tuple[Plan, ValidationReport, tuple[VisitId, ...]]:
    """Take out the visits of hard violations until none is left that taking out could mend.

    Pins and published stops that cannot be kept remain: they are what was asked, and the report names them.
    """
    taken_out: list[VisitId] = []
    verdict = validate(problem, plan)
    while rules_by_visit := _to_take_out(problem, plan, verdict, taken_out):
        for visit_id, rules in rules_by_visit.items():
            _log.error("visit %s was planned against %s and is taken out", visit_id, rules)
        now = [
            leave_out(problem, problem.visit_by_id[visit_id], _TAKEN_OUT.format(rules=rules))
            for visit_id, rules in rules_by_visit.items()
        ]
        plan = plan.without(rules_by_visit)
        plan = replace(plan, left_out=(*plan.left_out, *now))
        taken_out += rules_by_visit
        verdict = validate(problem, plan)
    return plan, verdict, tuple(taken_out)


def _to_take_out(
    problem: Problem, plan: Plan, verdict: ValidationReport, taken_out: Collection[VisitId]
) -> dict[VisitId, str]:
    """The visits that hard violations speak of, each with the rules it breaks."""
    rules_by_visit: dict[VisitId, list[str]] = {}
    for violation in verdict.hard_violations:
        visit_id = _visit_of(problem, plan, violation)
        if visit_id is not None and visit_id not in taken_out and violation.rule not in _ASKS_FOR_A_STOP:
            rules_by_visit.setdefault(visit_id, []).append(violation.rule.code)
    return {visit_id: ", ".join(dict.fromkeys(rules)) for visit_id, rules in rules_by_visit.items()}


def _visit_of(problem: Problem, plan: Plan, violation: Violation) -> VisitId | None:
    """The visit that a violation names; else the last of the shift that it names, or of the staff member."""
    if violation.visit_id is not None:
        return violation.visit_id
    stops = [
        stop
        for shift_id, stop in plan.stops()
        if (violation.shift_id or shift_id) == shift_id and problem.staff_of(shift_id).id == violation.staff_id
    ]
    return max(stops, key=lambda stop: stop.start).visit_id if stops else None
