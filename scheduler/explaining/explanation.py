"""What an explanation is made of, for the command, the API and tests. How it is found stands in `explain`."""

from dataclasses import dataclass, field

from scheduler.explaining.relaxing.relaxation import Relaxation
from scheduler.model.demand import VisitId
from scheduler.model.plan import Outcome, Plan
from scheduler.model.workforce import Role, ShiftId, StaffId
from scheduler.placing.costs import Costs, costs_as_dict
from scheduler.rules import RuleId
from scheduler.units import Minute
from scheduler.validation.violation import Violation

WHO_MAY = frozenset(
    {
        RuleId.SKILL,
        RuleId.BAND,
        RuleId.DELEGATION,
        RuleId.EXCLUSION,
        RuleId.GENDER,
        RuleId.TEAM,
        RuleId.ORGANISATION,
        RuleId.LONE_WORKING,
    }
)
"""Rules about who may make a visit; the others are about room."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an attendance of the visit stands in the plan, and why there."""

    shift_id: ShiftId
    staff_id: StaffId
    role: Role
    attendance: int
    start: Minute
    says: str
    """What decided the start, in one sentence."""
    costs: Costs
    """What this placement adds to the plan's cost."""

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {**_who(self), "start": self.start, "says": self.says, "costs": costs_as_dict(self.costs)}


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place that breaks no hard rule."""

    shift_id: ShiftId
    staff_id: StaffId
    role: Role
    attendance: int
    start: Minute
    says: str
    points: int
    """The plan's cost with it, less the plan's cost as it is; below 0 it is the better place."""
    costs: Costs
    """The same by rule, in points."""
    plan: Plan = field(repr=False, compare=False)
    """The whole plan with it."""

    def as_dict(self) -> dict[str, object]:
        """For JSON: everything but the plan."""
        who = _who(self)
        return {
            **who,
            "start": self.start,
            "says": self.says,
            "points": self.points,
            "costs": costs_as_dict(self.costs),
        }


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a shift does not take the visit: what breaks at the place where least breaks."""

    shift_id: ShiftId
    staff_id: StaffId
    role: Role
    attendance: int
    """Which attendance was tried in this shift."""
    start: Minute
    rules: tuple[RuleId, ...]
    says: str
    violations: tuple[Violation, ...]
    """The validator's, of `plan`."""
    plan: Plan = field(repr=False, compare=False)
    """The whole plan that was tried."""

    def as_dict(self) -> dict[str, object]:
        """For JSON: everything but the plan."""
        return {**_who(self), "start": self.start, "rules": [rule.code for rule in self.rules], "says": self.says}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a visit is where it is, or is nowhere."""

    visit_id: VisitId
    outcome: Outcome | None
    """What became of a visit that is not planned; None for a planned one."""
    summary: str
    placements: tuple[Placement, ...]
    """One for each attendance planned."""
    alternatives: tuple[Alternative, ...]
    """Lawful places in other shifts, the cheapest first. For a visit left out any is one that the search missed or found dear."""
    obstacles: tuple[Obstacle, ...]
    """By shift on duty that cannot take it: first those who may make it and lack room, and of them those that break least."""
    relaxations: tuple[Relaxation, ...]
    """What would let a visit fit that fits nowhere, what asks least first."""
    nearest: Relaxation | None = None
    """Where no single change would, or only one that the patient alone can answer: the fewest that would together."""
    reasons: tuple[str, ...] = ()
    """Where there is a `nearest`: what makes it necessary in the shifts it speaks of, by the validator and by CP-SAT's proof."""

    def as_dict(self) -> dict[str, object]:
        """For JSON: minutes since the horizon's first midnight, rules by code, no plans."""
        return {
            "visit_id": self.visit_id,
            "outcome": None if self.outcome is None else str(self.outcome),
            "summary": self.summary,
            "placements": [each.as_dict() for each in self.placements],
            "alternatives": [each.as_dict() for each in self.alternatives],
            "obstacles": [each.as_dict() for each in self.obstacles],
            "relaxations": [each.as_dict() for each in self.relaxations],
            "nearest": None if self.nearest is None else self.nearest.as_dict(),
            "reasons": list(self.reasons),
        }


def _who(place: Placement | Alternative | Obstacle) -> dict[str, object]:
    who = {"shift_id": place.shift_id, "staff_id": place.staff_id, "role": str(place.role)}
    return {**who, "attendance": place.attendance}
