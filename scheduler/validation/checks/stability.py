"""Stability: what was pinned or published, and what has become of it."""

from collections.abc import Iterator

from scheduler.model.demand import VisitId
from scheduler.model.plan import Stop
from scheduler.model.workforce import ShiftId, StaffId
from scheduler.rules import RuleId
from scheduler.units import Minute
from scheduler.validation.check import Check
from scheduler.validation.reading import Reading, grouped
from scheduler.validation.violation import Violation
from scheduler.validation.wording import duration


def pin(reading: Reading) -> Iterator[Violation]:
    """Pins that the plan does not keep."""
    starts_by_place = grouped(
        ((placed.shift.id, placed.visit.id, placed.stop.attendance), placed.start) for placed in reading.stops
    )
    for pinned in reading.problem.pins:
        starts = starts_by_place.get((pinned.shift_id, pinned.visit_id, pinned.attendance), ())
        if not starts or pinned.start not in (None, *starts):
            when = "" if pinned.start is None else f" at {reading.clock(pinned.start)}"
            says = f"Visit {pinned.visit_id} is pinned to shift {pinned.shift_id}{when} and is not planned there."
            yield _at(pinned.visit_id, pinned.shift_id, pinned.start, RuleId.PIN, says)


def freeze(reading: Reading) -> Iterator[Violation]:
    """Frozen stops that are not as published."""
    problem = reading.problem
    planned = set(reading.plan.stops())
    for shift_id, stop in _published_stops(reading):
        is_known = stop.visit_id in problem.visit_by_id and shift_id in problem.shift_by_id
        if stop.start < problem.frozen_until and is_known and (shift_id, stop) not in planned:
            says = f"Visit {stop.visit_id} was published for shift {shift_id} at {reading.clock(stop.start)}, before the freeze ends at {reading.clock(problem.frozen_until)}, and has changed."
            yield _at(stop.visit_id, shift_id, stop.start, RuleId.FREEZE, says)


def staff_changed(reading: Reading) -> Iterator[Violation]:
    """Stops of published visits by somebody who did not attend the visit there."""
    published: dict[VisitId, set[StaffId]] = {}
    for shift_id, stop in _published_stops(reading):
        staff = published.setdefault(stop.visit_id, set())
        # A published shift that no longer exists has no staff; its visits change hands whoever makes them.
        if shift_id in reading.problem.shift_by_id:
            staff.add(reading.problem.staff_of(shift_id).id)
    for placed in reading.stops:
        if placed.staff.id not in published.get(placed.visit.id, {placed.staff.id}):
            says = f"Visit {placed.visit.id} is made by {placed.staff.id}, who was not published for it."
            yield placed.violation(RuleId.STAFF_CHANGED, 1, says)


def start_moved(reading: Reading) -> Iterator[Violation]:
    """Minutes by which a start has moved from the published one, beyond the tolerance."""
    tolerance = reading.problem.policy.limits.start_tolerance_minutes
    published = {(stop.visit_id, stop.attendance): stop.start for _, stop in _published_stops(reading)}
    for placed in reading.stops:
        told = published.get((placed.visit.id, placed.stop.attendance), placed.start)
        moved = abs(placed.start - told)
        if moved > tolerance:
            says = f"Visit {placed.visit.id} starts at {reading.clock(placed.start)}, {duration(moved)} from its published time, {reading.clock(told)}; {duration(tolerance)} is tolerated."
            yield placed.violation(RuleId.START_MOVED, moved - tolerance, says)


def _published_stops(reading: Reading) -> Iterator[tuple[ShiftId, Stop]]:
    return iter(()) if reading.problem.published is None else reading.problem.published.stops()


def _at(visit_id: VisitId, shift_id: ShiftId, minute: Minute | None, rule: RuleId, says: str) -> Violation:
    return Violation(rule, 1, says, visit_id=visit_id, shift_id=shift_id, minute=minute)


CHECKS: dict[RuleId, Check] = {
    RuleId.PIN: pin,
    RuleId.FREEZE: freeze,
    RuleId.STAFF_CHANGED: staff_changed,
    RuleId.START_MOVED: start_moved,
}
