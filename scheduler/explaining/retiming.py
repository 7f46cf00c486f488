"""A route with one more stop, read in time: as early as it goes, and late where it does not go.

Stops keep their order. Whether the result is lawful is for the validator to say.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from scheduler.model.demand import Visit, VisitId
from scheduler.model.plan import Route, Stop
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import Case
from scheduler.solvers.manual.openings import Openings, common, exactly, openings_of
from scheduler.solvers.manual.timing import Booking, Item, ShiftDay
from scheduler.units import MINUTES_PER_DAY, Minute, Minutes


class Retiming:
    """One shift of a case, ready to have the visit put between its stops."""

    def __init__(self, case: Case, shift_id: ShiftId) -> None:
        self.case = case
        self.shift_id = shift_id
        self.stops = case.stops_of(shift_id)
        # Work that does not fit is still read in time: home may be a day late. (A later end would change the traffic.)
        longer = replace(case.problem.shift_by_id[shift_id], admin_minutes=Minutes(-MINUTES_PER_DAY))
        self._days = [ShiftDay(case.problem, longer), ShiftDay(case.problem, replace(longer, rest_break=None))]

    def lawful_openings(self, attendance: int) -> Openings:
        """When the visit may start beside whatever it is linked to and however it is pinned; perhaps never."""
        return self._openings(self.case.visit, attendance, frozenset())

    def routes_with(self, attendance: int, position: int, openings: Openings) -> Iterator[Route]:
        """The route with the visit before the stop now at `position`, made at the openings, or else after them.

        First with the other stops no earlier than they are now, then with everything as early as it goes.
        """
        visit = self.case.visit
        new = Booking(visit, attendance, self._item(visit, openings))
        found = list[tuple[Minute, ...]]()
        for others in (self._as_they_are, self._as_early_as_they_go):
            bookings = [*others[:position], new, *others[position:]]
            starts = next((starts for day in self._days if (starts := day.starts(bookings)) is not None), None)
            if starts is not None and starts not in found:
                found.append(starts)
                stops = zip(bookings, starts, strict=True)
                yield Route(self.shift_id, tuple(Stop(each.visit.id, start, each.attendance) for each, start in stops))

    @cached_property
    def _as_early_as_they_go(self) -> list[Booking]:
        return [self._booking(stop, Minute(0)) for stop in self.stops]

    @cached_property
    def _as_they_are(self) -> list[Booking]:
        return [self._booking(stop, stop.start) for stop in self.stops]

    def _booking(self, stop: Stop, not_before: Minute) -> Booking:
        visit = self.case.problem.visit_by_id[stop.visit_id]
        in_route = frozenset(each.visit_id for each in self.stops)
        openings = self._openings(visit, stop.attendance, in_route) or exactly(stop.start)
        return Booking(visit, stop.attendance, self._item(visit, _from(openings, not_before)))

    def _item(self, visit: Visit, openings: Openings) -> Item:
        last = openings[-1].latest_start
        late = TimeWindow(Minute(last + 1), Minute(last + 2 * MINUTES_PER_DAY))
        return Item(self.case.problem.location_of(visit.id), visit.duration_minutes, (*openings, late))

    def _openings(self, visit: Visit, attendance: int, moving: frozenset[VisitId]) -> Openings:
        """Lawful starts of an attendance beside everything planned that does not move with it."""
        problem, placed = self.case.problem, self.case.placed
        fixing = self.case.fixed.get((visit.id, attendance))
        if fixing is not None and fixing.start is not None:
            return exactly(fixing.start)
        openings = openings_of(problem, visit, lateness=problem.policy.limits.lateness_minutes)
        partner = placed.get((visit.id, 1 - attendance)) if visit.is_double_up else None
        if partner is not None:
            openings = common(openings, exactly(partner[1].start))
        for link in problem.links:
            is_second = link.second == visit.id
            if not is_second and link.first != visit.id:
                continue
            other = link.first if is_second else link.second
            if other in moving or (other, 0) not in placed:
                continue
            at, least, most = placed[other, 0][1].start, link.gap_least_minutes, link.gap_most_minutes
            span = (at + least, at + most) if is_second else (at - most, at - least)
            openings = common(openings, [TimeWindow(Minute(span[0]), Minute(span[1]))])
        return openings


def _from(openings: Openings, not_before: Minute) -> Openings:
    """The openings from a minute on; that minute where they are over by then."""
    return common(openings, [TimeWindow(not_before, Minute(max(not_before, openings[-1].latest_start)))]) or exactly(
        not_before
    )
