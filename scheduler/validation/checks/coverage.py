"""Coverage: every visit is planned, deferred or escalated, and said to be so. Who attends, and when, stands elsewhere."""

from collections.abc import Iterator
from datetime import date

from scheduler.model.demand import Visit
from scheduler.model.plan import LeftOut, Outcome
from scheduler.rules import RuleId
from scheduler.validation.check import Check
from scheduler.validation.reading import Reading
from scheduler.validation.violation import Violation
from scheduler.validation.wording import calendar_day, count


def accounted_for(reading: Reading) -> Iterator[Violation]:
    """Visits dropped, made twice, or both planned and left out."""
    for visit in reading.problem.visits:
        stops = reading.stops_by_visit.get(visit.id, ())
        left = reading.left_out_by_visit.get(visit.id, ())
        repeats = len(stops) - len({placed.stop.attendance for placed in stops})
        if not stops and not left:
            yield _at(visit, RuleId.ACCOUNTED_FOR, 1, f"Visit {visit.id} is neither planned, deferred nor escalated.")
        if stops and left:
            yield _at(visit, RuleId.ACCOUNTED_FOR, 1, f"Visit {visit.id} is planned and also {left[0].outcome}.")
        if repeats:
            yield _at(
                visit,
                RuleId.ACCOUNTED_FOR,
                repeats,
                f"Visit {visit.id} has {count(repeats, 'stop')} more than it needs: it stands in "
                f"{' and '.join(f'shift {placed.shift.id}' for placed in stops)}.",
            )
        if len(left) > 1:
            says = f"Visit {visit.id} is listed {len(left)} times among the visits left out."
            yield _at(visit, RuleId.ACCOUNTED_FOR, len(left) - 1, says)


def must_serve(reading: Reading) -> Iterator[Violation]:
    """Must-serve visits, and urgent responses due within the horizon, that are deferred."""
    horizon = reading.problem.horizon
    for visit in _left_out(reading, Outcome.DEFERRED):
        if visit.is_must_serve:
            says = f"Visit {visit.id} must be served and is deferred; it can only be planned or escalated."
            yield _at(visit, RuleId.MUST_SERVE, 1, says)
        elif visit.respond_by is not None and visit.respond_by < horizon.end:
            due = f"is an urgent response due at {reading.clock(visit.respond_by)}"
            says = f"Visit {visit.id} {due} and is deferred; it can only be planned or escalated."
            yield _at(visit, RuleId.MUST_SERVE, 1, says)


def deferral_reason(reading: Reading) -> Iterator[Violation]:
    """Visits left out without a reason, or deferred without a latest date that holds."""
    last_date = reading.problem.horizon.last_date
    for visit_id, entries in reading.left_out_by_visit.items():
        visit = reading.problem.visit_by_id[visit_id]
        lacking = [lack for left in entries if (lack := _lack(visit, left, last_date))]
        if lacking:
            yield _at(visit, RuleId.DEFERRAL_REASON, 1, f"Visit {visit.id} is {entries[0].outcome} {lacking[0]}.")


def double_up(reading: Reading) -> Iterator[Violation]:
    """Double-ups with one of their two attendances unfilled."""
    for visit_id, stops in reading.stops_by_visit.items():
        visit = stops[0].visit
        if visit.is_double_up and len({placed.stop.attendance for placed in stops}) == 1:
            yield stops[0].violation(RuleId.DOUBLE_UP, 1, f"Visit {visit_id} needs two people and one is planned.")


def escalated(reading: Reading) -> Iterator[Violation]:
    """Level points of escalated visits."""
    return _points(reading, RuleId.ESCALATED, Outcome.ESCALATED)


def deferred(reading: Reading) -> Iterator[Violation]:
    """Level points of deferred visits."""
    return _points(reading, RuleId.DEFERRED, Outcome.DEFERRED)


def _points(reading: Reading, rule: RuleId, outcome: Outcome) -> Iterator[Violation]:
    for visit in _left_out(reading, outcome):
        points = reading.problem.policy.points_by_level[visit.level_of_care]
        if points:
            says = f"Visit {visit.id} at level of care {int(visit.level_of_care)} is {outcome}."
            yield _at(visit, rule, points, says)


def _left_out(reading: Reading, outcome: Outcome) -> Iterator[Visit]:
    for visit_id, entries in reading.left_out_by_visit.items():
        if any(left.outcome is outcome for left in entries):
            yield reading.problem.visit_by_id[visit_id]


def _lack(visit: Visit, left: LeftOut, last_date: date) -> str | None:
    """What an entry of the visits left out fails to say, or None."""
    if not left.reason.strip():
        return "without a reason"
    if left.outcome is Outcome.ESCALATED:
        return None
    if left.new_latest_on is None:
        return "without a new latest date"
    if left.new_latest_on <= last_date:
        return f"until {calendar_day(left.new_latest_on)}, which is not after the last planned day, {calendar_day(last_date)}"
    if visit.latest_on is not None and left.new_latest_on > visit.latest_on:
        return f"until {calendar_day(left.new_latest_on)}, past {calendar_day(visit.latest_on)}, the last day on which it does its work"
    return None


def _at(visit: Visit, rule: RuleId, amount: int, says: str) -> Violation:
    return Violation(rule, amount, says, visit_id=visit.id, patient_id=visit.patient_id)


CHECKS: dict[RuleId, Check] = {
    RuleId.ACCOUNTED_FOR: accounted_for,
    RuleId.MUST_SERVE: must_serve,
    RuleId.DEFERRAL_REASON: deferral_reason,
    RuleId.DOUBLE_UP: double_up,
    RuleId.ESCALATED: escalated,
    RuleId.DEFERRED: deferred,
}
