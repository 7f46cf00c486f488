"""Workload: how much one shift holds. Whether it fits in time stands in `shifts`."""

from collections.abc import Iterator

from scheduler.rules import RuleId
from scheduler.validation.check import Check
from scheduler.validation.reading import Reading
from scheduler.validation.violation import Violation
from scheduler.validation.wording import count, duration


def contact_limit(reading: Reading) -> Iterator[Violation]:
    """Visits beyond the limit of the shift."""
    for worked in reading.worked_shifts:
        limit = reading.problem.visit_limit_of(worked.shift)
        if len(worked.stops) > limit:
            says = f"Shift {worked.shift.id} holds {count(len(worked.stops), 'visit')}; its limit is {limit}."
            yield worked.violation(RuleId.CONTACT_LIMIT, len(worked.stops) - limit, says)


def care_limit(reading: Reading) -> Iterator[Violation]:
    """Minutes of care beyond the limit."""
    limit = reading.problem.policy.limits.care_minutes
    for worked in reading.worked_shifts:
        if worked.care_minutes > limit:
            says = f"Shift {worked.shift.id} holds {duration(worked.care_minutes)} of care; the limit is {duration(limit)}."
            yield worked.violation(RuleId.CARE_LIMIT, worked.care_minutes - limit, says)


def busy_shift(reading: Reading) -> Iterator[Violation]:
    """Visits from the one on that makes a shift busy."""
    busy_from = reading.problem.policy.limits.busy_from_visits
    for worked in reading.worked_shifts:
        if len(worked.stops) >= busy_from:
            says = f"Shift {worked.shift.id} holds {count(len(worked.stops), 'visit')}; it is busy from {busy_from} on."
            yield worked.violation(RuleId.BUSY_SHIFT, len(worked.stops) - busy_from + 1, says)


def workload(reading: Reading) -> Iterator[Violation]:
    """Minutes of care and travel beyond the share of working time that keeps slack."""
    percent = reading.problem.policy.limits.workload_percent
    for worked in reading.worked_shifts:
        event_minutes = sum(event.end - event.start for event in worked.shift.events)
        available = worked.shift.paid_minutes - worked.shift.admin_minutes - event_minutes
        target = available * percent // 100
        busy = worked.worked_minutes
        if busy > target:
            says = f"Shift {worked.shift.id} holds {duration(busy)} of care and travel; {duration(target)} would keep its slack."
            yield worked.violation(RuleId.WORKLOAD, busy - target, says)


def worked_minutes(reading: Reading) -> Iterator[Violation]:
    """Minutes of care and travel, where the policy weighs them."""
    if not reading.weighs(RuleId.WORKED_MINUTES):
        return
    for worked in reading.worked_shifts:
        if worked.worked_minutes:
            says = f"Shift {worked.shift.id} holds {duration(worked.worked_minutes)} of care and travel."
            yield worked.violation(RuleId.WORKED_MINUTES, worked.worked_minutes, says)


def workload_balance(reading: Reading) -> Iterator[Violation]:
    """Minutes of care and travel away from the mean of all shifts, each rounded up, where the policy weighs them."""
    if not reading.weighs(RuleId.WORKLOAD_BALANCE):
        return
    shifts = reading.problem.shifts
    held = {worked.shift.id: worked.worked_minutes for worked in reading.worked_shifts}
    total = sum(held.values())
    for shift in shifts:
        away = -(-abs(len(shifts) * held.get(shift.id, 0) - total) // len(shifts))
        if away:
            says = f"Shift {shift.id} is {duration(away)} of care and travel away from the mean of all shifts."
            yield Violation(
                RuleId.WORKLOAD_BALANCE, away, says, shift_id=shift.id, staff_id=shift.staff_id, minute=shift.start
            )


CHECKS: dict[RuleId, Check] = {
    RuleId.CONTACT_LIMIT: contact_limit,
    RuleId.CARE_LIMIT: care_limit,
    RuleId.BUSY_SHIFT: busy_shift,
    RuleId.WORKLOAD: workload,
    RuleId.WORKED_MINUTES: worked_minutes,
    RuleId.WORKLOAD_BALANCE: workload_balance,
}
