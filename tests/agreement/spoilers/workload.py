"""Spoilers of workload: the third visit, of one minute, moves from shift d2 to shift d1."""

from typing import Any

from scheduler.model.policy import Limits, Policy
from scheduler.rules import RuleId
from tests.agreement.spoilers.spoiler import Spoiler, a_call
from tests.builders import a_plan, a_problem, a_shift, a_visit


def _third_visit(
    rule: RuleId, step: str, *, limits: Limits | None = None, amount: int = 1, weight: int = 0, **shift: Any
) -> Spoiler:
    calls = [a_call("v1"), a_call("v2"), a_call("v3", minutes=1)]
    policy = Policy(limits=limits if limits else Limits())
    if weight:
        policy = policy.with_weights({rule: weight})
    problem = a_problem(calls, [a_shift("d1", **shift), a_shift("d2")], policy=policy)
    return Spoiler(
        rule,
        step,
        problem,
        lawful=a_plan({"d1": [("v1", 500), ("v2", 600)], "d2": [("v3", 700)]}),
        spoiled=a_plan({"d1": [("v1", 500), ("v2", 600), ("v3", 700)]}),
        moves={rule: amount},
    )


SPOILERS = (
    _third_visit(RuleId.CONTACT_LIMIT, "one visit more than the shift's own limit", visit_limit=2),
    _third_visit(RuleId.CONTACT_LIMIT, "one visit more than the policy's limit", limits=Limits(contact_visits=2)),
    _third_visit(RuleId.CARE_LIMIT, "one minute of care more than the limit", limits=Limits(care_minutes=60)),
    _third_visit(RuleId.BUSY_SHIFT, "the visit that makes a shift busy", limits=Limits(busy_from_visits=3)),
    # 60 and 1 minutes are each 29.5 away from their mean of 30.5, rounded up 30; 61 and 0 are 30.5 away, rounded up 31.
    _third_visit(RuleId.WORKLOAD_BALANCE, "a minute more for the busier shift", weight=1, amount=2),
    Spoiler(
        RuleId.WORKED_MINUTES,
        "a visit passes to whoever comes from a minute further away",
        a_problem(
            [a_visit("v1")],
            [a_shift("d1", start_location_id="h1", end_location_id="h1"), a_shift("d2", end_location_id="h1")],
            minutes_per_unit=1,
            policy=Policy().with_weights({RuleId.WORKED_MINUTES: 1}),
        ),
        lawful=a_plan({"d1": [("v1", 600)]}),
        spoiled=a_plan({"d2": [("v1", 600)]}),
        moves={RuleId.WORKED_MINUTES: 1, RuleId.TRAVEL: 1},
    ),
    # 13 per cent of 480 minutes less 15 of admin, rounded down, is an hour.
    _third_visit(RuleId.WORKLOAD, "one minute of the slack", limits=Limits(workload_percent=13), admin_minutes=15),
)
