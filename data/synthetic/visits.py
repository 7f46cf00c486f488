"""Draws one team's visits, day by day, with their windows, attendances and links."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from data.reference.catalogue import ClockSpan, VisitType, visit_types
from data.synthetic.people import Course, People
from data.synthetic.shares import num_for_team
from data.synthetic.shifts import fits, is_weekend
from data.synthetic.workforce import Member
from scheduler.draw import Draw, Quota
from scheduler.io.tables.rows import VisitAttendanceRow, VisitLinkRow, VisitRow, VisitWindowRow
from scheduler.model.demand import LinkedStaff


class Visits:
    """The visits of one team; its row lists grow with each day drawn."""

    def __init__(self, draw: Draw, team_id: str, people: People, dates: Sequence[date], scale: int) -> None:
        self._draw, self._team_id, self._people, self._dates, self._scale = draw, team_id, people, dates, scale
        self._courses: dict[tuple[str, int, int], Course] = {}
        self._double_ups = {line.visit_type: Quota(draw, line.double_up_percent) for line in visit_types()}
        self.visits: list[VisitRow] = []
        self.windows: list[VisitWindowRow] = []
        self.attendances: list[VisitAttendanceRow] = []
        self.links: list[VisitLinkRow] = []

    def draw_day(self, day: date, on_duty: Sequence[Member]) -> None:
        """Add a day's visits; each has a window that somebody on duty can serve."""
        due_ids: dict[tuple[str, int], str] = {}
        for visit_type in visit_types():
            for number in range(self._num_visits(visit_type, day)):
                course = self._course(visit_type, day, number, on_duty)
                visit_id = self._add(course, day)
                due_ids[visit_type.visit_type, number] = visit_id
                if visit_type.linked_staff is not None:
                    self._link_to_followed(visit_type, due_ids[visit_type.follows or "", number], visit_id)

    def link_repeats(self) -> None:
        """Tie each visit of a course that asks for it to the next one, in the horizon."""
        for course in self._courses.values():
            visit_type = course.visit_type
            if visit_type.repeat_gap_least_minutes is None or visit_type.repeat_gap_most_minutes is None:
                continue
            self.links.extend(
                VisitLinkRow(
                    first_visit_id=first,
                    second_visit_id=second,
                    gap_least_minutes=visit_type.repeat_gap_least_minutes,
                    gap_most_minutes=visit_type.repeat_gap_most_minutes,
                    reason=f"{visit_type.name}: from one day to the next",
                )
                for first, second in pairwise(course.visit_ids)
            )

    def _num_visits(self, visit_type: VisitType, day: date) -> int:
        percent = visit_type.weekend_percent if is_weekend(day) else 100
        return num_for_team(self._team_id, visit_type.county_weekday_visits * self._scale * percent / 100)

    def _course(self, visit_type: VisitType, day: date, number: int, on_duty: Sequence[Member]) -> Course:
        """The course under way in this place of the cycle, or a new one."""
        phase = (day - self._dates[0]).days % visit_type.every_days
        key = (visit_type.visit_type, phase, number)
        if key not in self._courses:
            followed = self._courses.get((visit_type.follows or "", phase, number))
            person = followed.person if followed else self._people.someone_for(visit_type)
            is_double_up = self._double_ups[visit_type.visit_type].next()
            if followed and visit_type.double_up_percent:
                is_double_up = followed.is_double_up
            course = Course(person, visit_type, self._window(visit_type, day, on_duty), is_double_up)
            person.courses.append(course)
            self._courses[key] = course
        return self._courses[key]

    def _window(self, visit_type: VisitType, day: date, on_duty: Sequence[Member]) -> ClockSpan:
        """A window that the shift of somebody able covers, cut to the patient's own slice."""
        able = [member for member in on_duty if member.may(visit_type.skill_ids, visit_type.minimum_band, day)]
        served = [
            window
            for window in visit_type.windows
            if any(fits(member.pattern, window, visit_type.duration_minutes) for member in able)
        ]
        first, last = self._draw.pick(served or visit_type.windows)
        if not visit_type.slice_minutes:
            return first, last
        opens, closes = _minute(datetime.combine(day, first)), _minute(datetime.combine(day, last))
        steps = max(0, (closes - opens - visit_type.slice_minutes) // 15)
        opens += 15 * self._draw.whole(0, steps)
        midnight = datetime.combine(day, datetime.min.time())
        return (
            (midnight + timedelta(minutes=opens)).time(),
            (midnight + timedelta(minutes=opens + visit_type.slice_minutes)).time(),
        )

    def _add(self, course: Course, day: date) -> str:
        visit_type = course.visit_type
        visit_id = f"{self._team_id}-V{len(self.visits) + 1:04d}"
        opens = datetime.combine(day, course.window[0])
        self.visits.append(
            VisitRow(
                visit_id=visit_id,
                patient_id=course.person.patient_id,
                organisation_id=visit_type.organisation_id,
                service=visit_type.service,
                visit_type=visit_type.visit_type,
                duration_minutes=visit_type.duration_minutes,
                level_of_care=visit_type.level_of_care,
                is_must_serve=visit_type.is_must_serve,
                is_time_critical=visit_type.is_time_critical,
                is_remote=visit_type.is_remote,
                due_on=day,
                latest_on=day + timedelta(days=visit_type.latest_after_days),
                respond_by=opens + timedelta(minutes=visit_type.respond_minutes)
                if visit_type.respond_minutes
                else None,
                what_to_do=visit_type.what_to_do,
                kit=visit_type.kit,
            )
        )
        course.visit_ids.append(visit_id)
        course.dates.append(day)
        self.windows.extend(self._windows(visit_id, course, day))
        self.attendances.extend(_attendances(visit_id, course))
        return visit_id

    def _windows(self, visit_id: str, course: Course, day: date) -> list[VisitWindowRow]:
        """The due day's window, and the same on the later days of the horizon that still do."""
        visit_type = course.visit_type
        days = [day + timedelta(days=later) for later in range(visit_type.latest_after_days + 1)]
        days = [other for other in days if other <= self._dates[-1]]
        return [
            VisitWindowRow(
                visit_id=visit_id,
                earliest_start=datetime.combine(other, course.window[0]),
                latest_start=datetime.combine(other, course.window[1]),
            )
            for other in days
            if other == day or visit_type.weekend_percent or not is_weekend(other)
        ]

    def _link_to_followed(self, visit_type: VisitType, followed_id: str, visit_id: str) -> None:
        self.links.append(
            VisitLinkRow(
                first_visit_id=followed_id,
                second_visit_id=visit_id,
                gap_least_minutes=visit_type.gap_least_minutes or 0,
                gap_most_minutes=visit_type.gap_most_minutes or 0,
                staff=visit_type.linked_staff or LinkedStaff.ANY,
                is_both_or_none=visit_type.linked_staff is LinkedStaff.DIFFERENT,
                reason=f"{visit_type.name}: timed by the visit that it follows",
            )
        )


def _attendances(visit_id: str, course: Course) -> list[VisitAttendanceRow]:
    visit_type = course.visit_type
    first = VisitAttendanceRow(
        visit_id=visit_id, attendance=1, skill_ids=visit_type.skill_ids, minimum_band=visit_type.minimum_band
    )
    if not course.is_double_up:
        return [first]
    return [first, VisitAttendanceRow(visit_id=visit_id, attendance=2, skill_ids=visit_type.second_skill_ids)]


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
