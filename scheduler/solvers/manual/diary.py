"""The coordinators' diary: who is booked for what, and where one more booking fits. Whom to ask stands in `planner.py`."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from scheduler.model.demand import VisitId
from scheduler.model.plan import Route, Stop
from scheduler.model.problem import Problem
from scheduler.model.workforce import PatientId, Shift, ShiftId, StaffId
from scheduler.solvers.manual.openings import exactly
from scheduler.solvers.manual.timing import Booking, ShiftDay
from scheduler.units import Minute


class Fit(NamedTuple):
    """A way to write a booking into a shift: the shift's list with it, when it starts, how far it is from the one before."""

    shift_id: ShiftId
    bookings: tuple[Booking, ...]
    position: int
    start: Minute
    travel_minutes: int

    def held(self) -> "Fit":
        """The same, with the new booking kept at its start whatever is written around it later."""
        booking = self.bookings[self.position]
        fixed = booking._replace(item=booking.item._replace(openings=exactly(self.start)))
        return self._replace(bookings=(*self.bookings[: self.position], fixed, *self.bookings[self.position + 1 :]))


class Diary:
    """Every shift's bookings so far; each list works, with limits, rest and weekly hours kept."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._days = {shift.id: ShiftDay(problem, shift) for shift in problem.shifts}
        self._bookings: dict[ShiftId, tuple[Booking, ...]] = {}

    def copy(self) -> "Diary":
        """A diary with the same bookings: write in one, keep the other."""
        other = Diary.__new__(Diary)
        other.__dict__.update(self.__dict__)
        other._bookings = dict(self._bookings)
        return other

    def write(self, fit: Fit) -> None:
        """Make a booking that was found to fit."""
        self._bookings[fit.shift_id] = fit.bookings

    def care_minutes(self, shift_id: ShiftId) -> int:
        """Care booked in a shift."""
        return sum(booking.visit.duration_minutes for booking in self._bookings.get(shift_id, ()))

    def num_attended(self, patient_id: PatientId, staff_id: StaffId) -> int:
        """Bookings of a staff member with a patient, in all their shifts."""
        return sum(
            booking.visit.patient_id == patient_id
            for shift in self._shifts_by_staff[staff_id]
            for booking in self._bookings.get(shift.id, ())
        )

    def staff_of(self, visit_id: VisitId) -> frozenset[StaffId]:
        """Who is booked for a visit."""
        return frozenset(
            self.problem.shift_by_id[shift_id].staff_id
            for shift_id, bookings in self._bookings.items()
            for booking in bookings
            if booking.visit.id == visit_id
        )

    def start_of(self, visit_id: VisitId) -> Minute | None:
        """When a visit starts by now; None if it is not booked."""
        starts = (stop.start for route in self.routes() for stop in route.stops if stop.visit_id == visit_id)
        return next(starts, None)

    def fits(self, shift_id: ShiftId, booking: Booking) -> Iterator[Fit]:
        """Every place in a shift's list where a booking works."""
        booked = self._bookings.get(shift_id, ())
        shift = self.problem.shift_by_id[shift_id]
        if not self._has_room(shift, booking) or not (booked or self._may_be_worked(shift)):
            return
        day = self._days[shift_id]
        for position in range(len(booked) + 1):
            bookings = (*booked[:position], booking, *booked[position:])
            starts = day.starts(bookings)
            if starts is not None:
                yield Fit(shift_id, bookings, position, starts[position], self._way_to(day, bookings, position))

    def routes(self) -> Iterator[Route]:
        """What is booked, as routes; shifts without bookings have none."""
        for shift_id, bookings in self._bookings.items():
            starts = self._days[shift_id].starts(bookings) or ()
            stops = zip(bookings, starts, strict=True)
            yield Route(shift_id, tuple(Stop(each.visit.id, start, each.attendance) for each, start in stops))

    @cached_property
    def _shifts_by_staff(self) -> dict[StaffId, list[Shift]]:
        shifts = sorted(self.problem.shifts, key=lambda shift: shift.start)
        return {member.id: [shift for shift in shifts if shift.staff_id == member.id] for member in self.problem.staff}

    def _has_room(self, shift: Shift, booking: Booking) -> bool:
        num_visits = len(self._bookings.get(shift.id, ())) + 1
        care = self.care_minutes(shift.id) + booking.visit.duration_minutes
        return num_visits <= self.problem.visit_limit_of(shift) and care <= self.problem.policy.limits.care_minutes

    def _may_be_worked(self, shift: Shift) -> bool:
        """Whether a shift may be opened beside those the same person already works."""
        member, limits = self.problem.staff_by_id[shift.staff_id], self.problem.policy.limits
        worked = [each for each in self._shifts_by_staff[member.id] if each is shift or self._bookings.get(each.id)]
        ends = [member.last_shift_ended_at, *(each.end for each in worked)]
        if any(
            end is not None and each.start - end < limits.rest_minutes for end, each in zip(ends, worked, strict=False)
        ):
            return False
        week = self._week_of(shift)
        minutes = sum(each.paid_minutes for each in worked if self._week_of(each) == week)
        return minutes + (member.minutes_worked_this_week if week == 0 else 0) <= limits.week_minutes

    def _week_of(self, shift: Shift) -> int:
        return self.problem.horizon.day_index_of(shift.start) // 7

    @staticmethod
    def _way_to(day: ShiftDay, bookings: tuple[Booking, ...], position: int) -> int:
        """Minutes from the last place before a booking; 0 for a remote one."""
        here = bookings[position].item.place
        before = [each.item.place for each in bookings[:position] if each.item.place is not None]
        return 0 if here is None else day.travel_minutes((before or [day.shift.start_location_id])[-1], here)
