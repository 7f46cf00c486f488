"""Changes of when the work is done: core hours, and weekends."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass
from typing_extensions import override

from scheduler.model.demand import Visit
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import FixedEvent, Shift, StaffId
from scheduler.scenarios.change import AS_DATA, Change
from scheduler.scenarios.editing import with_more_staff, with_more_visits, with_shifts_as, without_staff, without_visits
from scheduler.scenarios.means import Means
from scheduler.scenarios.selecting import Which, Who, drawn_groups, linked_groups, portion
from scheduler.units import Minute

SATURDAY = 5


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class CoreHours(Change):
    """A longer day: some shifts move so that they end later, and visits that can wait may start until then.

    A shift keeps its length, its break moves with it, and an event it no longer covers (a handover at noon) falls away.
    """

    change: Literal["core_hours"] = "core_hours"
    until: time
    """When the day ends, such as 20:00."""
    percent: Annotated[float, Field(ge=0, le=100)] = 25
    """Of the shifts that end earlier, how many move, whichever chance picks."""
    who: Who = Who()
    visits_follow: bool = True
    """Whether visits of an afternoon window that are not time-critical may start until the day ends, too."""
    which: Which = Which()
    """Those visits."""
    afternoon_from: time = time(14)
    """A window that is still open then is one of the afternoon."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        earlier = [shift for shift in self.who.shifts(problem) if self._ends(problem, shift.start) - shift.end > 0]
        moving = means.draw.some(earlier, portion(means.draw, len(earlier), self.percent))
        changed = with_shifts_as(
            problem, means, [_moved(one, self._ends(problem, one.start) - one.end) for one in moving]
        )
        if not self.visits_follow:
            return changed
        later = {visit.id: self._later(problem, visit) for visit in self.which.visits(problem)}
        return replace(changed, visits=tuple(later.get(visit.id, visit) for visit in changed.visits))

    def _ends(self, problem: Problem, at: Minute) -> Minute:
        """The end of the day in which a minute lies."""
        return problem.horizon.minute_at(problem.horizon.date_of(at), self.until)

    def _later(self, problem: Problem, visit: Visit) -> Visit:
        if visit.is_time_critical or visit.respond_by is not None:
            return visit
        windows = [self._wider(problem, visit, window) for window in visit.windows]
        apart = all(one.latest_start < next_.earliest_start for one, next_ in pairwise(windows))
        return replace(visit, windows=tuple(windows)) if apart else visit

    def _wider(self, problem: Problem, visit: Visit, window: TimeWindow) -> TimeWindow:
        day = problem.horizon.date_of(window.earliest_start)
        if window.latest_start < problem.horizon.minute_at(day, self.afternoon_from):
            return window
        last = Minute(self._ends(problem, window.earliest_start) - visit.duration_minutes)
        return replace(window, latest_start=max(window.latest_start, last))

    @property
    @override
    def sentence(self) -> str:
        follow = f"; {self.which.phrase} that can wait may start until then" if self.visits_follow else ""
        return f"the day of {self.percent:g} % of {self.who.phrase} ends at {self.until:%H:%M}{follow}"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class EqualWeekends(Change):
    """The same on every day of the week: what can wait, and staff, move from weekdays to weekends.

    What must be served and what is time-critical stays on its day. Hours at weekends cost more: see the pay.
    """

    change: Literal["equal_weekends"] = "equal_weekends"
    weekend_percent_today: Annotated[float, Field(gt=0, le=100)] = 60
    """What a day of the weekend has today, of what a weekday has."""
    which: Which = Which()
    """The visits that are spread."""
    who: Who = Who()
    """The staff who are spread."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        for weekend in (False, True):
            days = {day for day in problem.horizon.dates() if (day.weekday() >= SATURDAY) is weekend}
            percent = self._percent_more(is_weekend=weekend)
            problem = self._staff_scaled(problem, means, days, percent)
            problem = self._visits_scaled(problem, means, days, percent)
        return problem

    def _percent_more(self, *, is_weekend: bool) -> float:
        """How many more in a hundred a day has once all seven are equal."""
        today = self.weekend_percent_today if is_weekend else 100
        return 100 * (500 + 2 * self.weekend_percent_today) / 7 / today - 100

    def _staff_scaled(self, problem: Problem, means: Means, days: set[date], percent: float) -> Problem:
        days_of: dict[StaffId, set[date]] = {}
        for shift in problem.shifts:
            days_of.setdefault(shift.staff_id, set()).add(problem.horizon.date_of(shift.start))
        on_duty = [member for member in self.who.on_duty(problem) if days_of[member.id] <= days]
        chosen = means.draw.some(on_duty, portion(means.draw, len(on_duty), abs(percent)))
        return with_more_staff(problem, chosen) if percent > 0 else without_staff(problem, chosen)

    def _visits_scaled(self, problem: Problem, means: Means, days: set[date], percent: float) -> Problem:
        can_wait = [
            visit
            for visit in self.which.visits(problem)
            if not (visit.is_must_serve or visit.is_time_critical)
            and {problem.horizon.date_of(window.earliest_start) for window in visit.windows} <= days
        ]
        most = portion(means.draw, len(can_wait), abs(percent))
        chosen = drawn_groups(means.draw, linked_groups(problem, can_wait), most)
        if percent < 0:
            return without_visits(problem, {visit_id for group in chosen for visit_id in group})
        patients = [problem.patient_of(group[0]) for group in chosen]
        return with_more_visits(problem, chosen, [(one.location_id, one) for one in patients])

    @property
    @override
    def sentence(self) -> str:
        return (
            f"every day of the week alike, where a day of the weekend has {self.weekend_percent_today:g} % of a weekday"
        )


def _moved(shift: Shift, minutes: int) -> Shift:
    """A shift so many minutes later."""
    start, end = Minute(shift.start + minutes), Minute(shift.end + minutes)
    rest = shift.rest_break and replace(
        shift.rest_break,
        earliest_start=Minute(shift.rest_break.earliest_start + minutes),
        latest_start=Minute(shift.rest_break.latest_start + minutes),
    )
    return replace(shift, start=start, end=end, rest_break=rest, events=tuple(_covered(shift.events, start, end)))


def _covered(events: Iterable[FixedEvent], start: Minute, end: Minute) -> Iterable[FixedEvent]:
    return (event for event in events if start <= event.start and event.end <= end)
