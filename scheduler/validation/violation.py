"""What a check yields: one rule, broken or paid for by an amount, at one place in the plan. How it is found stands in `checks`."""

from dataclasses import dataclass

from scheduler.errors import InvalidNounError
from scheduler.model.demand import VisitId
from scheduler.model.workforce import PatientId, ShiftId, StaffId
from scheduler.rules import RuleId
from scheduler.units import Minute


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule missed by an amount, in the unit of the rule's catalogue entry."""

    rule: RuleId
    amount: int
    """1 or more: what holds is not mentioned."""
    says: str
    """One plain sentence for a coordinator: ids, wall-clock times and figures, never a name or a fault."""
    visit_id: VisitId | None = None
    shift_id: ShiftId | None = None
    staff_id: StaffId | None = None
    patient_id: PatientId | None = None
    minute: Minute | None = None
    """The moment it speaks of."""
    overridden_by: str | None = None
    """Who took responsibility, where the rule allows it."""

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise InvalidNounError(f"violation of {self.rule.code} has amount {self.amount}, expected 1 or more")
