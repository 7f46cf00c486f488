"""How much one shift holds, and decisions already taken, that could give way."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.explaining.relaxing.nouns import with_limits, with_shift
from scheduler.explaining.relaxing.relaxation import Asks, Change
from scheduler.model.plan import Route
from scheduler.model.problem import Problem
from scheduler.rules import RuleId, RuleUnit
from scheduler.units import Minutes
from scheduler.validation.violation import Violation
from scheduler.validation.wording import count, duration


def contact_limit(problem: Problem, broken: Violation) -> Iterator[Change]:
    """More visits in one shift."""
    if broken.shift_id is None:
        return
    shift_id = broken.shift_id
    limit = problem.visit_limit_of(problem.shift_by_id[shift_id]) + broken.amount
    sentence = f"Shift {shift_id} may hold {count(limit, 'visit')}, {broken.amount} more than its limit."

    def apply(before: Problem) -> Problem:
        return with_shift(before, replace(before.shift_by_id[shift_id], visit_limit=limit))

    yield Change(RuleId.CONTACT_LIMIT, Asks.A_LIMIT, sentence, broken.amount, RuleUnit.VISITS, apply)


def care_limit(problem: Problem, broken: Violation) -> Iterator[Change]:
    """More minutes of care in a shift; the limit is the policy's, so all shifts have it."""
    limits = problem.policy.limits
    limit = Minutes(limits.care_minutes + broken.amount)
    sentence = f"A shift may hold {duration(limit)} of care, {duration(broken.amount)} more than the limit."

    def apply(before: Problem) -> Problem:
        return with_limits(before, replace(before.policy.limits, care_minutes=limit))

    yield Change(RuleId.CARE_LIMIT, Asks.A_LIMIT, sentence, broken.amount, RuleUnit.MINUTES, apply)


def pin(_: Problem, broken: Violation) -> Iterator[Change]:
    """Pins taken off one visit."""

    def apply(before: Problem) -> Problem:
        return replace(before, pins=tuple(each for each in before.pins if each.visit_id != broken.visit_id))

    sentence = f"Visit {broken.visit_id} is no longer pinned to shift {broken.shift_id}."
    yield Change(RuleId.PIN, Asks.A_DECISION, sentence, broken.amount, RuleUnit.VISITS, apply)


def freeze(_: Problem, broken: Violation) -> Iterator[Change]:
    """What was published of one visit counts no more."""

    def apply(before: Problem) -> Problem:
        if before.published is None:
            return before
        routes = (
            Route(route.shift_id, tuple(stop for stop in route.stops if stop.visit_id != broken.visit_id))
            for route in before.published.routes
        )
        return replace(before, published=replace(before.published, routes=tuple(routes)))

    sentence = f"Visit {broken.visit_id} may change although it was published for shift {broken.shift_id}."
    yield Change(RuleId.FREEZE, Asks.A_DECISION, sentence, broken.amount, RuleUnit.VISITS, apply)
