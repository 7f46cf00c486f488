"""Whom coordinators ask to make a visit, in which order. Where it then fits in a day stands in `diary.py`."""

from functools import cached_property

from scheduler.encoding.eligibility import MAY, Eligibility
from scheduler.encoding.fixing import Fixing, fixings
from scheduler.encoding.index import Index
from scheduler.model.demand import LinkedStaff, Visit, VisitId, VisitLink
from scheduler.model.geography import PracticeCode
from scheduler.model.problem import Problem
from scheduler.model.workforce import PatientId, Shift, ShiftId
from scheduler.solvers.manual.diary import Diary
from scheduler.solvers.manual.patches import attach_to_practices
from scheduler.travel.estimate import straight_metres
from scheduler.units import METRES_PER_MILE


class WhomToAsk:
    """Who may make each visit, best first: the named nurse, one's own organisation, the patch, the nearest patch."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.eligibility = Eligibility(Index(problem))
        self._patches = attach_to_practices(problem)

    def in_order(self, diary: Diary, visit: Visit, attendance: int) -> list[ShiftId]:
        """Shifts that may fill an attendance beside what is booked already, the first to ask first."""
        fixing = self.fixing_of(visit, attendance)
        shifts = [
            shift
            for shift in self.problem.shifts
            if (fixing is None or fixing.shift_id == shift.id)
            and self._is_eligible(diary, visit, attendance, shift)
            and self._suits_links(diary, visit, attendance, shift)
        ]
        return [shift.id for shift in sorted(shifts, key=lambda shift: self._rank(diary, visit, attendance, shift))]

    def fixing_of(self, visit: Visit, attendance: int) -> Fixing | None:
        """Where an attendance is pinned or frozen, if it is."""
        return self._fixings.get(self._index.task_by_attendance[visit.id, attendance])

    @cached_property
    def links_of(self) -> dict[VisitId, list[VisitLink]]:
        """The links of each visit that has any."""
        links: dict[VisitId, list[VisitLink]] = {}
        for link in self.problem.links:
            for visit_id in (link.first, link.second):
                links.setdefault(visit_id, []).append(link)
        return links

    @property
    def _index(self) -> Index:
        return self.eligibility.index

    @cached_property
    def _fixings(self) -> dict[int, Fixing]:
        return fixings(self.problem)

    @cached_property
    def _miles(self) -> dict[PracticeCode, dict[PatientId, int]]:
        """Whole miles in a straight line from practices to patients' homes."""
        places = self.problem.location_by_id
        practices = [places[practice.location_id] for practice in self.problem.practices]
        homes = [places[patient.location_id] for patient in self.problem.patients]
        table = straight_metres(practices, homes) // METRES_PER_MILE
        patient_ids = [patient.id for patient in self.problem.patients]
        return {
            practice.code: dict(zip(patient_ids, row.astype(int).tolist(), strict=True))
            for practice, row in zip(self.problem.practices, table, strict=True)
        }

    def _is_eligible(self, diary: Diary, visit: Visit, attendance: int, shift: Shift) -> bool:
        task = self._index.task_by_attendance[visit.id, attendance]
        visits_left = self.eligibility.may[task, self._index.shift_index[shift.id]]
        return bool(visits_left == MAY or diary.num_attended(visit.patient_id, shift.staff_id) < visits_left)

    def _suits_links(self, diary: Diary, visit: Visit, attendance: int, shift: Shift) -> bool:
        for link in self.links_of.get(visit.id, ()):
            linked = diary.staff_of(link.second if link.first == visit.id else link.first)
            if link.staff is LinkedStaff.DIFFERENT and shift.staff_id in linked:
                return False
            # One person in common is enough, so the first of two attendances sees to it.
            if link.staff is LinkedStaff.SAME and attendance == 0 and linked and shift.staff_id not in linked:
                return False
        return True

    def _rank(self, diary: Diary, visit: Visit, attendance: int, shift: Shift) -> tuple[object, ...]:
        member = self.problem.staff_by_id[shift.staff_id]
        patient = self.problem.patient_by_id[visit.patient_id]
        patch = self._patches[member.id]
        return (
            member.id != patient.named_staff_id,
            member.organisation_id != visit.organisation_id,
            patch != patient.practice_code,
            float("inf") if patch is None else self._miles[patch][patient.id],
            max(0, member.band - visit.attendances[attendance].minimum_band),
            diary.care_minutes(shift.id) / shift.paid_minutes,
            shift.start,
            shift.id,
        )
