"""Faults in times, links and limits: the data change after planning, the plan stays as it is."""

from collections import Counter

from scheduler.io.tables.rows import PinRow, PolicyRow, ShiftRow, VisitLinkRow, VisitRow, VisitWindowRow
from scheduler.model.demand import LinkedStaff
from scheduler.model.travel_matrix import TrafficPeriod
from scheduler.model.workforce import ShiftId
from scheduler.rules import RuleId
from tests.scheduler.cli.planted.lawful_day import Fault, Finding, LawfulDay, Planted, first

ANY_GAP = {"gap_least_minutes": -1440, "gap_most_minutes": 1440}


def the_window_of_a_time_critical_visit_closes_a_minute_before_its_start(day: LawfulDay) -> Planted:
    return window_closed(day, is_time_critical=True, minutes=1)


def the_window_of_any_visit_closes_a_minute_beyond_what_is_tolerated(day: LawfulDay) -> Planted:
    return window_closed(day, is_time_critical=False, minutes=day.problem.policy.limits.lateness_minutes + 1)


def an_urgent_response_was_due_a_minute_before_its_start(day: LawfulDay) -> Planted:
    placed = first(placed for placed in day.placed if placed.visit.respond_by is not None)
    row = day.row(VisitRow, visit_id=placed.visit.id)
    respond_by = day.moment(placed.stop.start - 1)
    return day.with_cells(row, {"respond_by": respond_by}, Finding(RuleId.URGENT_RESPONSE, 1, placed.visit.id))


def two_visits_of_one_person_need_different_people(day: LawfulDay) -> Planted:
    one, other = first(
        (one, other) for one, other in zip(day.plain, day.plain[1:], strict=False) if one.staff.id == other.staff.id
    )
    row = VisitLinkRow(
        first_visit_id=one.visit.id, second_visit_id=other.visit.id, staff=LinkedStaff.DIFFERENT, **ANY_GAP
    )
    return day.with_row(row, Finding(RuleId.DIFFERENT_STAFF, 1, other.visit.id))


def visits_of_two_people_need_the_same_person(day: LawfulDay) -> Planted:
    one = day.plain[0]
    other = first(placed for placed in day.plain if placed.staff.id != one.staff.id)
    row = VisitLinkRow(first_visit_id=one.visit.id, second_visit_id=other.visit.id, staff=LinkedStaff.SAME, **ANY_GAP)
    return day.with_row(row, Finding(RuleId.SAME_STAFF, 1, other.visit.id))


def two_visits_are_a_minute_too_far_apart(day: LawfulDay) -> Planted:
    """Starts strictly inside their windows, so that the shorter gap is one that the windows allow."""
    starts = {placed.visit.id: placed.stop.start for placed in day.placed}
    row, apart = first(
        (row, starts[link.second] - starts[link.first])
        for link in day.problem.links
        for row in (day.row(VisitLinkRow, first_visit_id=link.first, second_visit_id=link.second),)
        if link.first in starts
        and link.second in starts
        and link.gap_least_minutes < starts[link.second] - starts[link.first]
        and starts[link.first] < day.problem.visit_by_id[link.first].windows[0].latest_start
    )
    return day.with_cells(row, {"gap_most_minutes": apart - 1}, Finding(RuleId.GAP, 1, row.second_visit_id))


def a_planned_visit_makes_sense_only_with_one_left_out(day: LawfulDay) -> Planted:
    planned, left = day.plain[0].visit.id, day.plan.left_out[0].visit_id
    row = VisitLinkRow(first_visit_id=planned, second_visit_id=left, is_both_or_none=True, **ANY_GAP)
    return day.with_row(row, Finding(RuleId.BOTH_OR_NONE, 1, planned))


def a_shift_ends_a_minute_too_early_for_the_way_back(day: LawfulDay) -> Planted:
    shift, end = first(
        (shift, end)
        for shift in dict.fromkeys(placed.shift for placed in day.placed)
        if shift.rest_break is None
        for end in (day.roster.by_shift[shift.id].finish - shift.overtime_limit_minutes - 1,)
        # Other traffic would make other ways.
        if TrafficPeriod.at((shift.start + end) // 2) is TrafficPeriod.at((shift.start + shift.end) // 2)
        and all(event.end <= end for event in shift.events)
    )
    row = day.row(ShiftRow, shift_id=shift.id)
    return day.with_cells(row, {"ends_at": day.moment(end)}, Finding(RuleId.SHIFT_HOURS, 1, shift.id))


def a_break_may_only_start_in_the_middle_of_a_visit(day: LawfulDay) -> Planted:
    placed, owed = first(
        (placed, owed.duration_minutes)
        for placed in day.placed
        for owed in (placed.shift.rest_break,)
        if owed is not None
        and placed.visit.duration_minutes >= 2
        and placed.end + owed.duration_minutes <= placed.shift.end
    )
    row = day.row(ShiftRow, shift_id=placed.shift.id)
    then = day.moment(placed.stop.start + 1)
    return day.with_cells(row, {"break_from": then, "break_to": then}, Finding(RuleId.BREAK, owed, placed.shift.id))


def a_shift_may_hold_one_visit_less(day: LawfulDay) -> Planted:
    shift_id, num_visits = Counter(placed.shift.id for placed in day.placed).most_common(1)[0]
    row = day.row(ShiftRow, shift_id=shift_id)
    return day.with_cells(row, {"visit_limit": num_visits - 1}, Finding(RuleId.CONTACT_LIMIT, 1, shift_id))


def a_shift_may_hold_a_minute_of_care_less(day: LawfulDay) -> Planted:
    care: Counter[ShiftId] = Counter()
    for placed in day.placed:
        care[placed.shift.id] += placed.visit.duration_minutes
    most = max(care.values())
    fullest = [shift_id for shift_id, minutes in care.items() if minutes == most]
    row = PolicyRow(setting="limit.care_minutes", value=most - 1)
    return day.with_row(row, *(Finding(RuleId.CARE_LIMIT, 1, shift_id) for shift_id in fullest))


def a_visit_is_pinned_to_another_shift(day: LawfulDay) -> Planted:
    visit_id = day.plain[0].visit.id
    other = first(placed.shift.id for placed in day.placed if placed.shift != day.plain[0].shift)
    return day.with_row(PinRow(visit_id=visit_id, shift_id=other), Finding(RuleId.PIN, 1, visit_id))


def a_visit_is_pinned_to_another_minute(day: LawfulDay) -> Planted:
    placed = day.plain[0]
    starts_at = day.moment(placed.stop.start + 1)
    row = PinRow(visit_id=placed.visit.id, shift_id=placed.shift.id, starts_at=starts_at)
    return day.with_row(row, Finding(RuleId.PIN, 1, placed.visit.id))


def window_closed(day: LawfulDay, *, is_time_critical: bool, minutes: int) -> Planted:
    """The day with a window that closes some minutes before its visit starts, one more than is borne."""
    placed = first(
        placed
        for placed in day.plain
        if placed.visit.is_time_critical is is_time_critical
        and placed.stop.start - minutes >= placed.visit.windows[0].earliest_start
    )
    row = day.row(VisitWindowRow, visit_id=placed.visit.id)
    latest_start = day.moment(placed.stop.start - minutes)
    return day.with_cells(row, {"latest_start": latest_start}, Finding(RuleId.TIME_WINDOW, 1, placed.visit.id))


FAULTS = (
    Fault(RuleId.TIME_WINDOW, the_window_of_a_time_critical_visit_closes_a_minute_before_its_start),
    Fault(RuleId.TIME_WINDOW, the_window_of_any_visit_closes_a_minute_beyond_what_is_tolerated),
    Fault(RuleId.URGENT_RESPONSE, an_urgent_response_was_due_a_minute_before_its_start),
    Fault(RuleId.DIFFERENT_STAFF, two_visits_of_one_person_need_different_people),
    Fault(RuleId.SAME_STAFF, visits_of_two_people_need_the_same_person),
    Fault(RuleId.GAP, two_visits_are_a_minute_too_far_apart),
    Fault(RuleId.BOTH_OR_NONE, a_planned_visit_makes_sense_only_with_one_left_out),
    Fault(RuleId.SHIFT_HOURS, a_shift_ends_a_minute_too_early_for_the_way_back),
    Fault(RuleId.BREAK, a_break_may_only_start_in_the_middle_of_a_visit),
    Fault(RuleId.CONTACT_LIMIT, a_shift_may_hold_one_visit_less),
    Fault(RuleId.CARE_LIMIT, a_shift_may_hold_a_minute_of_care_less),
    Fault(RuleId.PIN, a_visit_is_pinned_to_another_shift),
    Fault(RuleId.PIN, a_visit_is_pinned_to_another_minute),
)
