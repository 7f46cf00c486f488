"""Who has cared for whom."""

from dataclasses import dataclass
from functools import cached_property

from scheduler.errors import InvalidNounError
from scheduler.model.workforce import PatientId, StaffId


@dataclass(frozen=True, slots=True)
class PastCare:
    """How often one staff member visited one patient in the 28 days before the horizon."""

    patient_id: PatientId
    staff_id: StaffId
    num_visits: int

    def __post_init__(self) -> None:
        if self.num_visits < 1:
            raise InvalidNounError(
                f"past care of {self.patient_id} by {self.staff_id} num_visits is {self.num_visits}, expected 1 or more"
            )


@dataclass(frozen=True)
class CareHistory:
    """Past care of every patient, for continuity."""

    records: tuple[PastCare, ...] = ()

    @cached_property
    def _num_visits(self) -> dict[tuple[PatientId, StaffId], int]:
        return {(record.patient_id, record.staff_id): record.num_visits for record in self.records}

    @cached_property
    def _known_patients(self) -> frozenset[PatientId]:
        return frozenset(record.patient_id for record in self.records)

    def num_visits(self, patient_id: PatientId, staff_id: StaffId) -> int:
        """Visits of one staff member to one patient in the last 28 days."""
        return self._num_visits.get((patient_id, staff_id), 0)

    def has_any(self, patient_id: PatientId) -> bool:
        """Whether anybody is known to have cared for this patient; a new patient has nobody to be familiar with."""
        return patient_id in self._known_patients
