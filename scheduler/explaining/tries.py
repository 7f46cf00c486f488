"""Tries: an attendance put into a shift at every place of its route, each judged. Two people together stand in `pairs`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from scheduler.explaining.retiming import Retiming
from scheduler.model.plan import Route
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import Case
from scheduler.rules import RuleId
from scheduler.solvers.manual.openings import Openings, exactly, openings_of
from scheduler.units import Minute
from scheduler.validation.violation import Violation


@dataclass(frozen=True, slots=True)
class Try:
    """One way to make the visit: routes that replace those of the same shifts, and what the judge says of them."""

    shift_id: ShiftId
    attendance: int
    position: int
    start: Minute
    routes: tuple[Route, ...]
    broken: tuple[Violation, ...]
    """Empty where it is lawful."""
    cost: int
    """Points; compares lawful tries in one shift."""

    @property
    def rank(self) -> tuple[int, int, int]:
        """The less it breaks the lower: rules, then their amounts in all, then points."""
        return len({found.rule for found in self.broken}), sum(found.amount for found in self.broken), self.cost


class Bench:
    """One shift of a case, where tries are made and judged on an excerpt."""

    def __init__(self, case: Case, shift_id: ShiftId, *, ignored: frozenset[RuleId] = frozenset()) -> None:
        """`ignored` are rules that speak of the other person of a double-up, who is not there yet."""
        self.shift_id = shift_id
        self._excerpt = case.excerpt(shift_id)
        self._retiming = Retiming(self._excerpt, shift_id)
        self._ignored = ignored

    def tries(self, attendance: int) -> Iterator[Try]:
        """Every place, at a lawful start where there is one and late where not."""
        openings = self._retiming.lawful_openings(attendance) or self._windows
        for position in self._positions:
            yield from self._tries_at(attendance, position, openings)

    def bold_tries(self, attendance: int) -> Iterator[Try]:
        """Every place again, without regard to what the visit is linked to, and before its window opens."""
        if self._retiming.lawful_openings(attendance) != self._windows:
            for position in self._positions:
                yield from self._tries_at(attendance, position, self._windows)
        for position in self._positions:
            yield from self._early(attendance, position, self._excerpt.visit.windows[0].earliest_start)

    def tries_together(self, attendance: int, position: int, start: Minute) -> list[Try]:
        """One place at the one minute at which two people meet."""
        return list(self._tries_at(attendance, position, exactly(start)))

    @cached_property
    def _windows(self) -> Openings:
        problem, visit = self._excerpt.problem, self._excerpt.visit
        return openings_of(problem, visit, lateness=problem.policy.limits.lateness_minutes) or visit.windows

    @property
    def _positions(self) -> range:
        return range(len(self._excerpt.stops_of(self.shift_id)) + 1)

    def _tries_at(self, attendance: int, position: int, openings: Openings) -> Iterator[Try]:
        visit_id = self._excerpt.visit.id
        for route in self._retiming.routes_with(attendance, position, openings):
            verdict = self._excerpt.judge(self._excerpt.with_routes([route]))
            broken = tuple(
                found for found in verdict.broken if found.rule not in self._ignored or found.visit_id != visit_id
            )
            start = route.stops[position].start
            yield Try(self.shift_id, attendance, position, start, (route,), broken, verdict.report.cost)
            if not broken:
                # Moving the other stops as well could only be worse for them.
                return

    def _early(self, attendance: int, position: int, opens: Minute) -> Iterator[Try]:
        """The latest start before the window opens at which nothing but the window is broken, if there is one."""

        def not_before(minute: int) -> Try | None:
            openings = (TimeWindow(Minute(minute), Minute(max(minute, opens))),)
            found = (
                each for each in self._tries_at(attendance, position, openings) if self._is_just_early(each, opens)
            )
            return next(found, None)

        earliest = not_before(0)
        if earliest is None:
            return
        yield _latest(not_before, earliest, opens)

    def _is_just_early(self, each: Try, opens: Minute) -> bool:
        return each.start < opens and [(found.rule, found.visit_id) for found in each.broken] == [
            (RuleId.TIME_WINDOW, self._excerpt.visit.id)
        ]


def _latest(not_before: Callable[[int], Try | None], found: Try, opens: Minute) -> Try:
    """Halve the minutes between a start that works and the opening, which does not, until nothing lies between."""
    fails = int(opens)
    while fails - found.start > 1:
        middle = (found.start + fails) // 2
        attempt = not_before(middle)
        if attempt is None:
            fails = middle
        else:
            found = attempt
    return found
