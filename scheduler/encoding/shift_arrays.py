"""Shifts and the people who work them as `Shifts` and `Staff`."""

from collections.abc import Sequence

from scheduler.encoding.arrays import NEVER, Shifts, Staff
from scheduler.encoding.index import Index
from scheduler.encoding.lists import ints
from scheduler.model.problem import Problem
from scheduler.model.travel_matrix import TravelLayer
from scheduler.model.workforce import Shift, StaffId


def shift_arrays(index: Index, layers: Sequence[TravelLayer], supervision_of_shift: list[int]) -> Shifts:
    """Shifts in the order of the problem; `layers` are the rows of the travel table."""
    problem, shifts = index.problem, index.problem.shifts
    next_of, first_of = _order_of_staff_shifts(index)
    return Shifts(
        staff=ints(index.staff_index[shift.staff_id] for shift in shifts),
        start=ints(shift.start for shift in shifts),
        end=ints(shift.end for shift in shifts),
        admin=ints(shift.admin_minutes for shift in shifts),
        overtime_limit=ints(shift.overtime_limit_minutes for shift in shifts),
        start_place=ints(index.place_index(shift.start_location_id) for shift in shifts),
        end_place=ints(index.place_index(shift.end_location_id) for shift in shifts),
        layer=ints(layers.index(problem.travel_layer_of(shift)) for shift in shifts),
        break_minutes=ints(shift.rest_break.duration_minutes if shift.rest_break else 0 for shift in shifts),
        break_from=ints(shift.rest_break.earliest_start if shift.rest_break else 0 for shift in shifts),
        break_to=ints(shift.rest_break.latest_start if shift.rest_break else 0 for shift in shifts),
        may_miss_break=ints(int(shift.rest_break is not None and shift.rest_break.may_be_missed) for shift in shifts),
        visit_limit=ints(problem.visit_limit_of(shift) for shift in shifts),
        fair_minutes=ints(_fair_minutes(problem, shift) for shift in shifts),
        paid_minutes=ints(shift.paid_minutes for shift in shifts),
        supervision=ints(supervision_of_shift),
        next_of_staff=ints(next_of),
        first_of_staff=ints(first_of),
        week=ints(problem.horizon.day_index_of(shift.start) // 7 for shift in shifts),
    )


def _fair_minutes(problem: Problem, shift: Shift) -> int:
    events = sum(event.end - event.start for event in shift.events)
    return (shift.paid_minutes - shift.admin_minutes - events) * problem.policy.limits.workload_percent // 100


def _order_of_staff_shifts(index: Index) -> tuple[list[int], list[int]]:
    shifts = index.problem.shifts
    by_staff: dict[StaffId, list[int]] = {}
    for row in sorted(range(len(shifts)), key=lambda row: shifts[row].start):
        by_staff.setdefault(shifts[row].staff_id, []).append(row)
    next_of, first_of = [-1] * len(shifts), [-1] * len(shifts)
    for rows in by_staff.values():
        for row, later in zip(rows, [*rows[1:], -1], strict=True):
            next_of[row], first_of[row] = later, rows[0]
    return next_of, first_of


FAR_BEYOND = 300
"""[assumption] Minutes past the agreed overtime: no search comes so far from what is lawful."""


def staff_arrays(problem: Problem) -> Staff:
    """Staff in the order of the problem."""
    limits = problem.policy.limits
    longest: dict[StaffId, int] = {}
    num_shifts: dict[StaffId, int] = {}
    for shift in problem.shifts:
        longest[shift.staff_id] = longest.get(shift.staff_id, 0) + shift.paid_minutes + shift.overtime_limit_minutes
        num_shifts[shift.staff_id] = num_shifts.get(shift.staff_id, 0) + 1
    return Staff(
        worked_minutes=ints(member.minutes_worked_this_week for member in problem.staff),
        rested_from=ints(-NEVER if m.last_shift_ended_at is None else m.last_shift_ended_at for m in problem.staff),
        is_watched=ints(
            int(
                num_shifts.get(member.id, 0) > 1
                or member.last_shift_ended_at is not None
                or member.minutes_worked_this_week + longest.get(member.id, 0) + FAR_BEYOND > limits.week_minutes
            )
            for member in problem.staff
        ),
    )
