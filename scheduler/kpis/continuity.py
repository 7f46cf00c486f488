"""Who comes to whom: familiar faces, and how many different ones."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from scheduler.model.problem import Problem
from scheduler.model.workforce import PatientId, StaffId
from scheduler.roster.roster import Roster


@dataclass(frozen=True, slots=True)
class Continuity:
    """Shares are of attendances, 0 to 1, None where there is nothing to share; past care is that of the last 28 days."""

    known_staff_share: float | None
    """Attendances by somebody who has cared for the patient or is named, of those for patients with any past care."""
    named_staff_share: float | None
    """Attendances by the named staff member, of those for patients who have one."""
    usual_provider_share: float | None
    """UPC: the share of a patient's attendances, past and planned, made by the most frequent carer; the mean over
    planned patients with two attendances or more (Breslau and Reeb 1975)."""
    staff_per_patient: float | None
    """Different staff, past and planned; the mean over planned patients."""
    staff_per_patient_and_day: float | None
    """Different staff a person meets in a day of the plan; the mean over persons and days."""


def continuity_of(problem: Problem, roster: Roster) -> Continuity:
    """Read continuity from a roster and the care history."""
    attended = [
        (patient_id, visit.staff_id, problem.horizon.date_of(visit.start))
        for patient_id, visits in roster.by_patient.items()
        for visit in visits
    ]
    named = {patient.id: patient.named_staff_id for patient in problem.patients}
    history = problem.history
    carers = _carers(problem, roster)
    by_day: dict[object, set[StaffId]] = defaultdict(set)
    for patient_id, staff_id, day in attended:
        by_day[patient_id, day].add(staff_id)
    return Continuity(
        known_staff_share=_mean(
            [
                float(named[patient] == staff or history.num_visits(patient, staff) > 0)
                for patient, staff, _ in attended
                if history.has_any(patient)
            ]
        ),
        named_staff_share=_mean([float(named[patient] == staff) for patient, staff, _ in attended if named[patient]]),
        usual_provider_share=_mean(
            [max(counts.values()) / counts.total() for counts in carers.values() if counts.total() > 1]
        ),
        staff_per_patient=_mean([len(counts) for counts in carers.values()]),
        staff_per_patient_and_day=_mean([len(staff) for staff in by_day.values()]),
    )


def _carers(problem: Problem, roster: Roster) -> dict[PatientId, Counter[StaffId]]:
    """How often each staff member attends each planned patient, past care and plan together."""
    carers = {
        patient_id: Counter(visit.staff_id for visit in visits) for patient_id, visits in roster.by_patient.items()
    }
    for record in problem.history.records:
        if record.patient_id in carers:
            carers[record.patient_id][record.staff_id] += record.num_visits
    return carers


def _mean(figures: list[float] | list[int]) -> float | None:
    return sum(figures) / len(figures) if figures else None
