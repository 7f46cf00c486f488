"""Changes of who plans for whom: one plan for all employers, or each organisation's own."""

from dataclasses import replace
from typing import Literal

from pydantic.dataclasses import dataclass
from typing_extensions import override

from scheduler.model.problem import Problem
from scheduler.scenarios.change import AS_DATA, Change
from scheduler.scenarios.means import Means


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class PoolEmployers(Change):
    """One plan for all employers: anybody with the skills may make a visit, whoever holds the referral."""

    change: Literal["pool_employers"] = "pool_employers"

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        return replace(problem, policy=replace(problem.policy, pools_across_organisations=True))

    @property
    @override
    def sentence(self) -> str:
        return "one plan for all employers, whose staff stand in for each other"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class SeparatePlans(Change):
    """Each organisation plans its own visits with its own staff, and none sees the plan of another."""

    change: Literal["separate_plans"] = "separate_plans"
    are_apart: bool = True
    """Whether plans are made apart; else one plan is made in which nobody makes another employer's visits."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        return replace(problem, policy=replace(problem.policy, pools_across_organisations=False))

    @property
    @override
    def sentence(self) -> str:
        return (
            "each organisation plans its own visits with its own staff, not knowing of the others"
            if self.are_apart
            else "one plan for all, in which nobody makes another employer's visits"
        )
