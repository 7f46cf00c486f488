"""Spoilers of workload: the third visit, of one minute, moves from shift d2 to shift d1."""

from typing import Any

from scheduler.model.policy import Limits, Policy
from scheduler.rules import RuleId
from tests.agreement.spoilers.spoiler import Spoiler, a_call
from tests.builders import a_plan, a_problem, a_shift


def _third_visit(rule: RuleId, step: str, *, limits: Limits | None = None, **shift: Any) -> Spoiler:
    calls = [a_call("v1"), a_call("v2"), a_call("v3", minutes=1)]
    problem = a_problem(
        calls, [a_shift("d1", **shift), a_shift("d2")], policy=Policy(limits=limits if limits else Limits())
    )
    return Spoiler(
        rule,
        step,
        problem,
        lawful=a_plan({"d1": [("v1", 500), ("v2", 600)], "d2": [("v3", 700)]}),
        spoiled=a_plan({"d1": [("v1", 500), ("v2", 600), ("v3", 700)]}),
        moves={rule: 1},
    )


SPOILERS = (
    _third_visit(RuleId.CONTACT_LIMIT, "one visit more than the shift's own limit", visit_limit=2),
    _third_visit(RuleId.CONTACT_LIMIT, "one visit more than the policy's limit", limits=Limits(contact_visits=2)),
    _third_visit(RuleId.CARE_LIMIT, "one minute of care more than the limit", limits=Limits(care_minutes=60)),
    _third_visit(RuleId.BUSY_SHIFT, "the visit that makes a shift busy", limits=Limits(busy_from_visits=3)),
    # 13 per cent of 480 minutes less 15 of admin, rounded down, is an hour.
    _third_visit(RuleId.WORKLOAD, "one minute of the slack", limits=Limits(workload_percent=13), admin_minutes=15),
)
