"""The patients of one team in the making: found again for a second visit, or drawn anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from data.oxfordshire.facts import PracticeLine
from data.reference.catalogue import ClockSpan, VisitType
from data.synthetic import names
from data.synthetic.homes import Homes
from scheduler.draw import Draw
from scheduler.model.demand import Service
from scheduler.model.workforce import Gender

_PERCENT_KNOWN_TO_ANOTHER_SERVICE = 25
_PERCENT_IN_CARE_HOMES = 28
"""Of those whom services visit in care homes; home support and volunteers do not, so that 22 % of all remain."""
_OWN_HOME_SERVICES = frozenset({Service.HOME_SUPPORT, Service.VOLUNTARY})
_MOST_COURSES = 4
_SERIALS_PER_TEAM = 70_000
_SERIAL_STEP = 37
"""Shares no factor with the above: numbers look unrelated, and none comes twice."""


@dataclass(eq=False)
class Course:
    """Visits of one type to one patient, at their own time of day; the same on every day that they are due."""

    person: "Person"
    visit_type: VisitType
    window: ClockSpan
    is_double_up: bool
    visit_ids: list[str] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)
    """When the visits are due, one for each."""


@dataclass(eq=False)
class Person:
    """A patient in the making."""

    patient_id: str
    name: str
    nhs_number: str
    telephone: str
    gender: Gender
    ods_code: str
    location_id: str
    is_in_care_home: bool
    courses: list[Course] = field(default_factory=list)

    def has_service(self, service: Service) -> bool:
        """Whether a course of the service is under way."""
        return any(course.visit_type.service is service for course in self.courses)


class People:
    """One team's patients."""

    def __init__(
        self, draw: Draw, team_id: str, team_number: int, practices: Sequence[PracticeLine], homes: Homes
    ) -> None:
        self._draw, self._team_id, self._practices, self._homes = draw, team_id, practices, homes
        self._by_code = {practice.ods_code: practice for practice in practices}
        self._first_serial, self._num_serials = team_number * _SERIALS_PER_TEAM, 0
        self.all: list[Person] = []

    def someone_for(self, visit_type: VisitType) -> Person:
        """A patient for a new course: now and then one whom another service visits, else a new one."""
        if self._draw.chance(_PERCENT_KNOWN_TO_ANOTHER_SERVICE):
            known = [person for person in self.all if _may_take(person, visit_type)]
            if known:
                return self._draw.pick(known)
        return self._new_person(visit_type)

    def _new_person(self, visit_type: VisitType) -> Person:
        draw = self._draw
        is_in_care_home = visit_type.service not in _OWN_HOME_SERVICES and draw.chance(_PERCENT_IN_CARE_HOMES)
        if is_in_care_home:
            location, ods_code = self._homes.place_in_care_home()
        else:
            ods_code = draw.weighted(self._practices, [line.num_over_65 for line in self._practices]).ods_code
            location = self._homes.home(self._by_code[ods_code])
        gender = Gender.FEMALE if draw.chance(57) else Gender.MALE
        person = Person(
            patient_id=f"{self._team_id}-P{len(self.all) + 1:04d}",
            name=names.person_name(draw, gender),
            nhs_number=names.nhs_number(self._next_serial()),
            telephone=names.landline(draw),
            gender=gender,
            ods_code=ods_code,
            location_id=location.location_id,
            is_in_care_home=is_in_care_home,
        )
        self.all.append(person)
        return person

    def _next_serial(self) -> int:
        while True:
            serial = self._first_serial + self._num_serials * _SERIAL_STEP % _SERIALS_PER_TEAM
            self._num_serials += 1
            if names.has_nhs_number(serial):
                return serial


def _may_take(person: Person, visit_type: VisitType) -> bool:
    if person.is_in_care_home and visit_type.service in _OWN_HOME_SERVICES:
        return False
    return len(person.courses) < _MOST_COURSES and not person.has_service(visit_type.service)
