"""What a service chooses: the weight of each soft rule and the limits that rules speak of. The rules stand in `rules`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from scheduler.errors import InvalidNounError
from scheduler.model.demand import LevelOfCare
from scheduler.rules import CATALOGUE, SOFT_RULES, RuleId, RuleKind
from scheduler.units import Minutes

COST_OF_A_TRAVEL_MINUTE = 10
"""Weights are in points; ten points weigh as much as a minute of travel."""

DEFAULT_WEIGHTS: dict[RuleId, int] = {
    RuleId.ESCALATED: 3000,
    RuleId.DEFERRED: 600,
    RuleId.LATENESS: 20,
    RuleId.LARGEST_LATENESS: 10,
    RuleId.OVERTIME: 40,
    RuleId.TRAVEL: COST_OF_A_TRAVEL_MINUTE,
    RuleId.WAITING: 1,
    RuleId.BUSY_SHIFT: 60,
    RuleId.WORKLOAD: 3,
    RuleId.CONTINUITY: 60,
    RuleId.NAMED_STAFF: 120,
    RuleId.PREFERENCE: 40,
    RuleId.DISTINCT_STAFF: 60,
    RuleId.DOOR_KNOCKS: 40,
    RuleId.ABOVE_BAND: 1,
    RuleId.SUPERVISION: 100,
    RuleId.STAFF_CHANGED: 80,
    RuleId.START_MOVED: 2,
    # What few services ask for has no weight until one gives it.
    RuleId.WISHED_SKILL: 0,
    RuleId.UNWELCOME: 0,
    RuleId.MISSED_BREAK: 0,
    RuleId.LARGEST_WAIT: 0,
    RuleId.LARGEST_IDLE: 0,
    RuleId.WORKED_MINUTES: 0,
    RuleId.WORKLOAD_BALANCE: 0,
}
"""Points per unit of violation [assumption]."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures that rules speak of; every one is an assumption or a regulation that a service may tighten."""

    lateness_minutes: Minutes = Minutes(120)
    """How late a visit that is not time-critical may start."""
    contact_visits: int = 9
    """Visits in a shift; one more needs an override."""
    busy_from_visits: int = 9
    """A shift with this many visits, or more, counts as busy."""
    care_minutes: Minutes = Minutes(390)
    """Care in a shift."""
    workload_percent: int = 85
    """Care and travel as a share of paid time that leaves slack for the unplanned."""
    rest_minutes: Minutes = Minutes(11 * 60)
    week_minutes: Minutes = Minutes(48 * 60)
    delegation_review_days: int = 28
    delegation_review_visits: int = 4
    """The registered professional makes every fourth visit: three may lie between reviews."""
    daylight_from_minute_of_day: int = 8 * 60
    daylight_to_minute_of_day: int = 16 * 60
    """A visit alone at a daylight-only address starts after the first and ends by the second."""
    joint_knock_minutes: Minutes = Minutes(10)
    """Attendances this close after one another are one knock at the door."""
    start_tolerance_minutes: Minutes = Minutes(15)
    """A published start may move this far without counting as moved."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A dated choice of weights and limits."""

    name: str = "CILT default"
    valid_from: date = date(2026, 4, 1)
    weights: tuple[int, ...] = tuple(DEFAULT_WEIGHTS.get(rule, 0) for rule in RuleId)
    """Points per unit of violation, by `RuleId`; hard rules have none: they are not traded."""
    points_by_level: tuple[int, ...] = (0, 1, 2, 4, 8, 16)
    """Level points of a visit left out, by `LevelOfCare`; index 0 is unused."""
    limits: Limits = field(default_factory=Limits)
    pools_across_organisations: bool = True
    """Whether any employer's staff may make a visit that another organisation holds."""
    waits_before_first_stop: bool = False
    """Whether people leave when their shift starts, so that a wait before the first stop counts; else as late as they can."""
    care_ends_in_window: bool = False
    """Whether care is late that ends after its window; else only care that starts after it."""

    def __post_init__(self) -> None:
        if len(self.weights) != len(RuleId):
            raise InvalidNounError(f"policy {self.name} has {len(self.weights)} weights, expected {len(RuleId)}")
        for rule in RuleId:
            if self.weights[rule] < 0:
                raise InvalidNounError(
                    f"policy {self.name} weight of {rule.code} is {self.weights[rule]}, expected 0 or more"
                )
            if self.weights[rule] and CATALOGUE[rule].kind is RuleKind.HARD:
                raise InvalidNounError(f"policy {self.name} weighs {rule.code}, expected no weight on a hard rule")
        if len(self.points_by_level) != max(LevelOfCare) + 1:
            raise InvalidNounError(
                f"policy {self.name} has {len(self.points_by_level)} level points, expected {max(LevelOfCare) + 1}"
            )

    def weight_of(self, rule: RuleId) -> int:
        """Points per unit of a soft rule."""
        return self.weights[rule]

    def with_weights(self, changes: Mapping[RuleId, int]) -> "Policy":
        """The same policy with some weights changed."""
        return replace(self, weights=tuple(changes.get(rule, self.weights[rule]) for rule in RuleId))

    def cost_of(self, amounts: Mapping[RuleId, int]) -> int:
        """The weighted sum of soft amounts: what solvers make small."""
        return sum(self.weights[rule] * amounts.get(rule, 0) for rule in SOFT_RULES)
