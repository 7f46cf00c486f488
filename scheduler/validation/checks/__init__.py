"""One file a rule family; the same file names as `solvers/cpsat/constraints`. `CHECKS` holds one check for every rule."""

from scheduler.rules import RuleId
from scheduler.validation.check import Check
from scheduler.validation.checks import (
    coverage,
    eligibility,
    links,
    person,
    shifts,
    skill_mix,
    stability,
    timing,
    working_time,
    workload,
)

CHECKS: dict[RuleId, Check] = {
    **coverage.CHECKS,
    **eligibility.CHECKS,
    **timing.CHECKS,
    **links.CHECKS,
    **shifts.CHECKS,
    **working_time.CHECKS,
    **workload.CHECKS,
    **person.CHECKS,
    **skill_mix.CHECKS,
    **stability.CHECKS,
}
"""The check of every rule, in the order of `RuleId`."""

__all__ = ["CHECKS", "Check"]
