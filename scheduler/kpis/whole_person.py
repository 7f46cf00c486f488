"""What a day looks like from the patient's door: how often somebody knocks, and how many organisations come."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.model.problem import Problem
from scheduler.model.workforce import OrganisationId, PatientId
from scheduler.roster.roster import Roster
from scheduler.rules import RuleId


@dataclass(frozen=True, slots=True)
class WholePerson:
    """Means over persons and days on which somebody comes to the home; None where nobody does."""

    persons_and_days: int
    """Persons visited at home, once for each day."""
    knocks_per_person_and_day: float | None
    """Separate times at which somebody comes, as the judge counts them (DOOR_KNOCKS)."""
    organisations_per_person_and_day: float | None
    """Different employers whose staff come."""


def whole_person_of(problem: Problem, roster: Roster, amounts: Sequence[int]) -> WholePerson:
    """Read who comes to the door from a roster, and the knocks beyond the first from the judge's amounts."""
    employers: dict[tuple[PatientId, date], set[OrganisationId]] = defaultdict(set)
    for patient_id, visits in roster.by_patient.items():
        for visit in visits:
            if not problem.visit_by_id[visit.visit_id].is_remote:
                day = problem.horizon.date_of(visit.start)
                employers[patient_id, day].add(problem.staff_by_id[visit.staff_id].organisation_id)
    num = len(employers)
    return WholePerson(
        persons_and_days=num,
        knocks_per_person_and_day=1 + amounts[RuleId.DOOR_KNOCKS] / num if num else None,
        organisations_per_person_and_day=sum(map(len, employers.values())) / num if num else None,
    )
