"""Who knows whom: named staff, care history, delegations. What patients ask for or refuse stands in `wishes`."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from data.reference.catalogue import VisitType
from data.reference.catalogue import skills as all_skills
from data.synthetic.people import Course, Person
from data.synthetic.shifts import fits
from data.synthetic.workforce import Member
from scheduler.draw import Draw
from scheduler.io.tables.rows import CareHistoryRow, DelegationRow

_PERCENT_NEW_TO_US = 12
_PERCENT_DELEGATED = 40
_DELEGABLE = frozenset(skill.skill_id for skill in all_skills() if skill.is_delegable)
_FOUR_WEEKS = 28


class Familiarity:
    """Draws what the staff who serve one team and its patients know of each other."""

    def __init__(self, draw: Draw, members: Sequence[Member], on_duty: Mapping[date, Sequence[Member]]) -> None:
        self._draw, self._members, self._on_duty = draw, members, on_duty
        self._first_date = min(on_duty)

    def who_may_come(self, course: Course) -> list[list[Member]]:
        """For each visit of a course on its due day, and each person it asks for: who on duty may make it."""
        visit_type = course.visit_type
        asked = [(visit_type.skill_ids, visit_type.minimum_band)]
        if course.is_double_up:
            asked.append((visit_type.second_skill_ids, 0))
        return [
            _able(self._on_duty[day], course, skill_ids, band, day) for day in course.dates for skill_ids, band in asked
        ]

    def familiar_members(self, person: Person) -> list[tuple[Member, int]]:
        """Who visited a patient in the last 28 days and how often; the one who answers for the patient comes first."""
        num_by_id: dict[str, int] = {}
        member_by_id = {member.staff_id: member for member in self._members}
        for course in person.courses:
            if course.visit_type.is_first_contact or self._draw.chance(_PERCENT_NEW_TO_US):
                continue
            num_visits = _visits_in_four_weeks(course.visit_type)
            for position, member in enumerate(self._faces(course, person, set(num_by_id))):
                # The named person makes about half of the visits, the others share the rest.
                num = max(1, num_visits // 2 if position == 0 else num_visits // 5)
                num_by_id[member.staff_id] = num_by_id.get(member.staff_id, 0) + num
        return [(member_by_id[staff_id], num) for staff_id, num in num_by_id.items()]

    def delegations(self, person: Person) -> list[DelegationRow]:
        """Registered tasks delegated for this patient, by name, to support workers who have the skill."""
        rows = []
        for course in person.courses:
            visit_type = course.visit_type
            skill_ids = set(visit_type.skill_ids)
            if not skill_ids or not skill_ids <= _DELEGABLE or not self._draw.chance(_PERCENT_DELEGATED):
                continue
            rows += [
                DelegationRow(
                    patient_id=person.patient_id,
                    staff_id=member.staff_id,
                    skill_id=skill,
                    reviewed_on=self._first_date - timedelta(days=self._draw.whole(2, 20)),
                    visits_since_review=self._draw.whole(0, 2),
                )
                for member in self._draw.some(self._support_workers(course), 1)
                for skill in sorted(skill_ids)
            ]
        return _once_each(rows)

    def _support_workers(self, course: Course) -> list[Member]:
        visit_type = course.visit_type
        return [
            member
            for member in self._members
            if not member.role.is_registered
            and member.band >= visit_type.minimum_band
            and fits(member.pattern, course.window, visit_type.duration_minutes)
            and all(member.holds(skill, self._first_date) for skill in visit_type.skill_ids)
        ]

    def _faces(self, course: Course, person: Person, known_ids: set[str]) -> list[Member]:
        """Up to four members: one already known or whose patch it is first, then others of the same team."""
        visit_type = course.visit_type
        able = _able(self._members, course, visit_type.skill_ids, visit_type.minimum_band, self._first_date)
        keyed = sorted(
            (
                member.staff_id not in known_ids,
                member.patch not in (None, person.ods_code),
                self._draw.fraction(),
                index,
            )
            for index, member in enumerate(able)
        )
        return [able[index] for *_, index in keyed[: self._draw.whole(2, 4)]]


def _able(
    members: Sequence[Member], course: Course, skill_ids: Sequence[str], minimum_band: int, day: date
) -> list[Member]:
    """Who may attend without a delegation, in a shift that covers the course's window; in staff order."""
    return [
        member
        for member in members
        if member.may(skill_ids, minimum_band, day)
        and fits(member.pattern, course.window, course.visit_type.duration_minutes)
    ]


def _visits_in_four_weeks(visit_type: VisitType) -> int:
    return max(1, _FOUR_WEEKS // visit_type.every_days)


def _once_each(rows: list[DelegationRow]) -> list[DelegationRow]:
    return list({(row.patient_id, row.staff_id, row.skill_id): row for row in rows}.values())


def history_rows(person: Person, familiar: Sequence[tuple[Member, int]]) -> list[CareHistoryRow]:
    """The care history table's rows of one patient."""
    return [
        CareHistoryRow(patient_id=person.patient_id, staff_id=member.staff_id, num_visits=num)
        for member, num in familiar
    ]
