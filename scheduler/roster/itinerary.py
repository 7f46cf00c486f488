"""A route read in time: when its staff member leaves, travels, cares, rests, waits, writes up and is back.

Everything here is derived from problem and plan. Whether it is lawful is judged in `scheduler.validation`; how it looks
on paper stands in `scheduler.io`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.errors import PlanMismatchError
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan, Stop
from scheduler.model.problem import Problem
from scheduler.model.workforce import FixedEvent, Shift, ShiftId, StaffId
from scheduler.roster.items import Admin, Attend, Event, Item, Travel
from scheduler.roster.legs import BreakRoom, Engagement, Leg, agenda_of, break_room, fill, legs_of
from scheduler.units import Metres, Minute, Minutes

ShiftsByVisit = Mapping[VisitId, Mapping[int, ShiftId]]
"""Whose shift fills each attendance of each visit."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a shift adds up to; all nought for a shift without visits."""

    num_visits: int = 0
    care_minutes: Minutes = Minutes(0)
    travel_minutes: Minutes = Minutes(0)
    metres: Metres | None = Metres(0)
    """None where the length of a way is not known."""
    waiting_minutes: Minutes = Minutes(0)
    """Between the first and the last place, and before the first where the policy says so, without the break."""
    longest_wait_minutes: Minutes = Minutes(0)
    """The longest of these waits, on one way from place to place."""
    short_minutes: Minutes = Minutes(0)
    """Travel time that the plan does not leave: 0 in a lawful plan."""
    missing_break_minutes: Minutes = Minutes(0)
    """The break owed for which there is no room: 0 in a lawful plan."""
    overtime_minutes: Minutes = Minutes(0)
    paid_minutes: Minutes = Minutes(0)
    """The shift without its break, and the overtime."""


@dataclass(frozen=True, slots=True)
class Itinerary:
    """One shift of one staff member, in time."""

    shift_id: ShiftId
    staff_id: StaffId
    items: tuple[Item, ...]
    """In order of start."""
    leaves_at: Minute
    """Departure from the start location, as late as reaches the next place on time; the shift's start if it is never left."""
    returns_at: Minute
    """Arrival at the end location."""
    finish: Minute
    """When way back and admin are done, as the rules count it; the shift's end where there are no visits."""
    totals: Totals

    @property
    def visits(self) -> tuple[Attend, ...]:
        """The visits in order; none means that the staff member is available."""
        return tuple(item for item in self.items if isinstance(item, Attend))


def itinerary(problem: Problem, plan: Plan, shift_id: ShiftId) -> Itinerary:
    """Read one shift of a plan in time; raises PlanMismatchError for a shift or visit the problem does not have."""
    routes = {route.shift_id: route.stops for route in plan.routes}
    return read_route(problem, plan, shift_id, routes.get(shift_id, ()), shifts_by_visit(plan))


def shifts_by_visit(plan: Plan) -> ShiftsByVisit:
    """Who fills which attendance: what a double-up's partner is found by."""
    shifts: dict[VisitId, dict[int, ShiftId]] = {}
    for shift_id, stop in plan.stops():
        shifts.setdefault(stop.visit_id, {})[stop.attendance] = shift_id
    return shifts


def read_route(
    problem: Problem, plan: Plan, shift_id: ShiftId, stops: Sequence[Stop], partners: ShiftsByVisit
) -> Itinerary:
    """Read the stops that a plan gives one shift in time; raises PlanMismatchError for a shift or visit the problem does not have."""
    if shift_id not in problem.shift_by_id:
        raise PlanMismatchError(f"plan names shift {shift_id}, expected one of the problem's")
    unknown = [stop.visit_id for stop in stops if stop.visit_id not in problem.visit_by_id]
    if unknown:
        raise PlanMismatchError(f"route {shift_id} names visit {unknown[0]}, expected one of the problem's")
    shift = problem.shift_by_id[shift_id]
    agenda = agenda_of(problem, shift, stops)
    engagements = list(_engagements(agenda, partners, shift_id))
    if not stops:
        return Itinerary(shift_id, shift.staff_id, tuple(engagements), shift.start, shift.end, shift.end, Totals())
    legs = legs_of(problem, shift, agenda)
    room = break_room(shift, legs, plan.rest_starts(shift))
    between = [piece for leg in legs for piece in fill(leg, room)]
    drives = [piece for piece in between if isinstance(piece, Travel)]
    leaves_at = drives[0].start if drives else shift.start
    returns_at = max([legs[-1].ready, *(drive.end for drive in drives)])
    admin = _admin(shift, max(piece.end for piece in [*engagements, *between]))
    items: list[Item] = sorted([*engagements, *between, *admin], key=lambda item: (item.start, item.end))
    return Itinerary(
        shift_id=shift_id,
        staff_id=shift.staff_id,
        items=tuple(items),
        leaves_at=leaves_at,
        returns_at=returns_at,
        finish=Minute(legs[-1].arrival + shift.admin_minutes),
        totals=_totals(problem, shift, legs, room, [item for item in engagements if isinstance(item, Attend)]),
    )


def _engagements(agenda: Sequence[Engagement], partners: ShiftsByVisit, shift_id: ShiftId) -> Iterator[Attend | Event]:
    number = 0
    for engagement in agenda:
        subject = engagement.subject
        if isinstance(subject, FixedEvent):
            yield Event(engagement.start, engagement.end, subject.name, subject.location_id)
            continue
        number += 1
        others = [
            other
            for attendance, other in partners[subject.visit_id].items()
            if attendance != subject.attendance and other != shift_id
        ]
        partner = others[0] if others else None
        yield Attend(engagement.start, engagement.end, subject.visit_id, subject.attendance, number, partner)


def _admin(shift: Shift, start: Minute) -> list[Admin]:
    return [Admin(start, Minute(start + shift.admin_minutes))] if shift.admin_minutes else []


def sum_if_known(lengths: Sequence[Metres | None]) -> Metres | None:
    """How far ways are together; None where the length of one is not known."""
    known = [metres for metres in lengths if metres is not None]
    return Metres(sum(known)) if len(known) == len(lengths) else None


def _totals(
    problem: Problem, shift: Shift, legs: Sequence[Leg], room: BreakRoom | None, visits: Sequence[Attend]
) -> Totals:
    owed = shift.rest_break.duration_minutes if shift.rest_break else 0
    *out, back = legs
    counted = out if problem.policy.waits_before_first_stop else out[1:]
    rests_on = room.leg if room is not None else None
    waits = [max(0, leg.slack_minutes - (owed if leg is rests_on else 0)) for leg in counted]
    finish = back.arrival + shift.admin_minutes
    overtime = max(0, finish - shift.end)
    return Totals(
        num_visits=len(visits),
        care_minutes=Minutes(sum(visit.minutes for visit in visits)),
        travel_minutes=Minutes(sum(leg.travel_minutes for leg in legs)),
        metres=sum_if_known([leg.metres for leg in legs]),
        waiting_minutes=Minutes(sum(waits)),
        longest_wait_minutes=Minutes(max(waits, default=0)),
        short_minutes=Minutes(
            back.overlap_minutes + sum(leg.overlap_minutes + max(0, leg.arrival - leg.due) for leg in out)
        ),
        missing_break_minutes=Minutes(0 if room else owed),
        overtime_minutes=Minutes(overtime),
        paid_minutes=Minutes(shift.paid_minutes + overtime),
    )
