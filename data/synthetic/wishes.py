"""What patients ask for or refuse, and warnings about their address; never so much that nobody is left to come."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from data.synthetic.familiar import Familiarity
from data.synthetic.people import Course, Person
from data.synthetic.workforce import Member
from scheduler.draw import Draw
from scheduler.io.tables.rows import PatientRow
from scheduler.model.demand import RiskFlag
from scheduler.model.workforce import Gender

_PERCENT_FLAGGED = 6.5
"""Of those whose visits a flag allows, so that about 6 % of all are flagged."""
_PERCENT_GENDER_PREFERRED, _PERCENT_GENDER_REQUIRED = 6, 2
_PERCENT_WITH_PREFERRED_STAFF, _PERCENT_REFUSING_SOMEBODY = 6, 3
_FEWEST_LEFT = 3
_DAYLIGHT = (time(8), time(16))
_DAYLIGHT_ROOM_MINUTES = 120


def patient_row(
    person: Person, familiar: Sequence[tuple[Member, int]], familiarity: Familiarity, draw: Draw
) -> PatientRow:
    """The patient table's row, with drawn wishes."""
    named = familiar[0][0] if familiar else None
    required = _required_gender(person, familiarity, draw)
    preferred = person.gender if required is None and draw.chance(_PERCENT_GENDER_PREFERRED) else None
    has_preferred_staff = len(familiar) > 1 and draw.chance(_PERCENT_WITH_PREFERRED_STAFF)
    return PatientRow(
        patient_id=person.patient_id,
        name=person.name,
        nhs_number=person.nhs_number,
        location_id=person.location_id,
        ods_code=person.ods_code,
        telephone=person.telephone,
        gender=person.gender,
        gender_required=required,
        gender_preferred=preferred,
        named_staff_id=named.staff_id if named else None,
        preferred_staff_ids=tuple(member.staff_id for member, _ in familiar[:2]) if has_preferred_staff else (),
        excluded_staff_ids=() if required else _refused(person, named, familiarity, draw),
        risk_flag=_risk_flag(person, draw),
    )


def _required_gender(person: Person, familiarity: Familiarity, draw: Draw) -> Gender | None:
    if not draw.chance(_PERCENT_GENDER_REQUIRED):
        return None
    enough = all(
        sum(member.gender is person.gender for member in able) >= _FEWEST_LEFT
        for course in person.courses
        for able in familiarity.who_may_come(course)
    )
    return person.gender if enough else None


def _refused(person: Person, named: Member | None, familiarity: Familiarity, draw: Draw) -> tuple[str, ...]:
    if not draw.chance(_PERCENT_REFUSING_SOMEBODY):
        return ()
    able_lists = [able for course in person.courses for able in familiarity.who_may_come(course)]
    if any(len(able) <= _FEWEST_LEFT for able in able_lists):
        return ()
    candidates = [member for member in able_lists[0] if member is not named]
    return (draw.pick(candidates).staff_id,)


def _risk_flag(person: Person, draw: Draw) -> RiskFlag:
    attended = [course for course in person.courses if not course.visit_type.is_remote]
    if not attended or not draw.chance(_PERCENT_FLAGGED):
        return RiskFlag.NONE
    if all(course.is_double_up for course in attended):
        return RiskFlag.TWO_PEOPLE
    is_lawful = all(course.is_double_up or _has_daylight_room(course) for course in attended)
    return RiskFlag.DAYLIGHT_ONLY if is_lawful else RiskFlag.NONE


def _has_daylight_room(course: Course) -> bool:
    """Whether two hours of possible starts lie in daylight with all of their care."""
    opens, closes = (datetime.combine(date.min, moment) for moment in course.window)
    dawn, dusk = (datetime.combine(date.min, moment) for moment in _DAYLIGHT)
    closes = min(closes, dusk - timedelta(minutes=course.visit_type.duration_minutes))
    return closes - max(opens, dawn) >= timedelta(minutes=_DAYLIGHT_ROOM_MINUTES)
