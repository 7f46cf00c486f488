"""Faults in the plan file: what is dropped, doubled, moved, or left out without saying why. The data stay as they are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from scheduler.model.plan import LeftOut, Outcome, Stop
from scheduler.model.workforce import ShiftId
from scheduler.rules import RuleId
from scheduler.units import Minute
from tests.scheduler.cli.planted.lawful_day import Fault, Finding, LawfulDay, Placed, Planted, first


def a_visit_is_dropped(day: LawfulDay) -> Planted:
    gone = day.plain[0]
    return day.with_stops(put(gone), Finding(RuleId.ACCOUNTED_FOR, 1, gone.visit.id))


def a_visit_is_made_twice_by_one_person(day: LawfulDay) -> Planted:
    twice = first(
        placed
        for placed in day.plain
        if day.spare_after(placed) >= placed.visit.duration_minutes
        and placed.end <= placed.visit.windows[0].latest_start
        and num_stops(day, placed.shift.id) < day.problem.visit_limit_of(placed.shift)
    )
    again = replace(twice.stop, start=Minute(twice.end))
    return day.with_stops(put(twice, twice.stop, again), Finding(RuleId.ACCOUNTED_FOR, 1, twice.visit.id))


def a_planned_visit_is_escalated_too(day: LawfulDay) -> Planted:
    placed = day.plain[0]
    entry = LeftOut(placed.visit.id, Outcome.ESCALATED, "Nobody has room.")
    return day.with_left_out((*day.plan.left_out, entry), Finding(RuleId.ACCOUNTED_FOR, 1, placed.visit.id))


def a_must_serve_visit_is_deferred(day: LawfulDay) -> Planted:
    """Breaks DEFERRAL_REASON too: a must-serve visit does its work on this day alone, so no later date can hold."""
    today = day.problem.horizon.last_date
    served = first(placed for placed in day.plain if placed.visit.is_must_serve and placed.visit.latest_on == today)
    entry = LeftOut(served.visit.id, Outcome.DEFERRED, "Nobody has room.", today + timedelta(days=1))
    dropped = day.with_stops(
        put(served),
        Finding(RuleId.MUST_SERVE, 1, served.visit.id),
        Finding(RuleId.DEFERRAL_REASON, 1, served.visit.id),
    )
    return dropped._replace(plan=replace(dropped.plan, left_out=(*day.plan.left_out, entry)))


def a_deferral_has_no_new_date(day: LawfulDay) -> Planted:
    return other_entry(day, new_latest_on=None)


def a_deferral_has_a_blank_reason(day: LawfulDay) -> Planted:
    return other_entry(day, reason=" ")


def a_deferral_ends_on_the_planned_day(day: LawfulDay) -> Planted:
    return other_entry(day, new_latest_on=day.problem.horizon.last_date)


def one_person_of_a_double_up_is_taken_out(day: LawfulDay) -> Planted:
    partner = first(placed for placed in day.placed if placed.stop.attendance == 1)
    return day.with_stops(put(partner), Finding(RuleId.DOUBLE_UP, 1, partner.visit.id))


def one_person_of_a_double_up_starts_a_minute_later(day: LawfulDay) -> Planted:
    partner = first(
        placed
        for placed in day.placed
        if placed.visit.is_double_up
        and placed.stop.start < placed.visit.windows[0].latest_start
        and day.spare_after(placed) >= 1
    )
    return day.with_stops(put(partner, later(partner, 1)), Finding(RuleId.SAME_START, 1, partner.visit.id))


def one_person_makes_both_parts_of_a_double_up(day: LawfulDay) -> Planted:
    """Breaks TRAVEL_TIME too, by the length of the visit: nobody is free for it twice at once."""
    one, other = first(
        (one, other)
        for other in day.placed
        if other.stop.attendance == 1
        for one in day.stops_of(other.visit.id)
        if one.stop.attendance == 0
        and all(one.staff.holds(asked, day.problem.horizon.first_date) for asked in other.need.skill_ids)
        and one.staff.band >= other.need.minimum_band
        and num_stops(day, one.shift.id) < day.problem.visit_limit_of(one.shift)
    )
    finds = (
        Finding(RuleId.DIFFERENT_STAFF, 1, one.visit.id),
        Finding(RuleId.TRAVEL_TIME, one.visit.duration_minutes, one.visit.id),
    )

    def change(shift_id: ShiftId, stop: Stop) -> tuple[Stop, ...]:
        if stop == other.stop:
            return ()
        return (stop, other.stop) if (shift_id, stop) == (one.shift.id, one.stop) else (stop,)

    return day.with_stops(change, *finds)


def a_start_lies_a_minute_before_its_window(day: LawfulDay) -> Planted:
    early = first(
        placed
        for placed in day.plain
        if placed.stop.start == placed.visit.windows[0].earliest_start and day.spare_before(placed) >= 1
    )
    return day.with_stops(put(early, later(early, -1)), Finding(RuleId.TIME_WINDOW, 1, early.visit.id))


def a_start_leaves_a_minute_too_little_for_the_way_to_the_next(day: LawfulDay) -> Planted:
    placed, following, delay = first(
        (placed, following, spare + 1)
        for placed in day.plain
        for following in day.placed
        if following.shift == placed.shift and not following.visit.is_remote
        for leg in day.legs_of(placed.shift)[0]
        if leg.ready == placed.end and leg.due == following.stop.start and not leg.calls and not leg.is_first
        for spare in (day.spare_after(placed),)
        if spare == leg.slack_minutes and placed.stop.start + spare < placed.visit.windows[0].latest_start
    )
    return day.with_stops(put(placed, later(placed, delay)), Finding(RuleId.TRAVEL_TIME, 1, following.visit.id))


def put(placed: Placed, *stops: Stop) -> Callable[[ShiftId, Stop], tuple[Stop, ...]]:
    """A change of one stop into others, or none."""
    return lambda shift_id, stop: stops if (shift_id, stop) == (placed.shift.id, placed.stop) else (stop,)


def later(placed: Placed, minutes: int) -> Stop:
    """The stop, some minutes later."""
    return replace(placed.stop, start=Minute(placed.stop.start + minutes))


def num_stops(day: LawfulDay, shift_id: ShiftId) -> int:
    """How many stops a shift has."""
    return sum(placed.shift.id == shift_id for placed in day.placed)


def other_entry(day: LawfulDay, **changes: Any) -> Planted:
    """The day with the first deferral said otherwise."""
    entry = first(left for left in day.plan.left_out if left.outcome is Outcome.DEFERRED)
    changed = [replace(left, **changes) if left is entry else left for left in day.plan.left_out]
    return day.with_left_out(changed, Finding(RuleId.DEFERRAL_REASON, 1, entry.visit_id))


FAULTS = (
    Fault(RuleId.ACCOUNTED_FOR, a_visit_is_dropped),
    Fault(RuleId.ACCOUNTED_FOR, a_visit_is_made_twice_by_one_person),
    Fault(RuleId.ACCOUNTED_FOR, a_planned_visit_is_escalated_too),
    Fault(RuleId.MUST_SERVE, a_must_serve_visit_is_deferred),
    Fault(RuleId.DEFERRAL_REASON, a_deferral_has_no_new_date),
    Fault(RuleId.DEFERRAL_REASON, a_deferral_has_a_blank_reason),
    Fault(RuleId.DEFERRAL_REASON, a_deferral_ends_on_the_planned_day),
    Fault(RuleId.DOUBLE_UP, one_person_of_a_double_up_is_taken_out),
    Fault(RuleId.SAME_START, one_person_of_a_double_up_starts_a_minute_later),
    Fault(RuleId.DIFFERENT_STAFF, one_person_makes_both_parts_of_a_double_up),
    Fault(RuleId.TIME_WINDOW, a_start_lies_a_minute_before_its_window),
    Fault(RuleId.TRAVEL_TIME, a_start_leaves_a_minute_too_little_for_the_way_to_the_next),
)
