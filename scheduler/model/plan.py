"""The answer: what was decided, and nothing that can be derived from it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from scheduler.errors import InvalidNounError
from scheduler.model.demand import VisitId
from scheduler.model.workforce import Shift, ShiftId
from scheduler.rules import RuleId
from scheduler.units import Minute


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit placed in a route: when its care starts, and which of its attendances this person fills."""

    visit_id: VisitId
    start: Minute
    attendance: int = 0


@dataclass(frozen=True, slots=True)
class Route:
    """The stops of one shift, in the order in which they are made."""

    shift_id: ShiftId
    stops: tuple[Stop, ...] = ()

    def __post_init__(self) -> None:
        for earlier, later in zip(self.stops, self.stops[1:], strict=False):
            if later.start < earlier.start:
                raise InvalidNounError(
                    f"route {self.shift_id} stop {later.visit_id} starts at {later.start}, expected not before {earlier.visit_id} at {earlier.start}"
                )


class Outcome(StrEnum):
    """What becomes of a visit that is not planned."""

    DEFERRED = "deferred"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A visit that is not planned, what becomes of it, and why."""

    visit_id: VisitId
    outcome: Outcome
    reason: str
    new_latest_on: date | None = None
    """A deferred visit's new latest date; an escalated one waits for a person's decision."""


@dataclass(frozen=True, slots=True)
class Override:
    """A person took responsibility for breaking a rule that allows it, in one shift."""

    rule: RuleId
    shift_id: ShiftId
    by: str
    reason: str

    def __post_init__(self) -> None:
        if not self.by or not self.reason:
            raise InvalidNounError(
                f"override of {self.rule.code} in {self.shift_id} lacks a person or a reason, expected both"
            )


@dataclass(frozen=True, slots=True)
class BreakTaken:
    """A decision when the break of a shift is taken."""

    shift_id: ShiftId
    start: Minute


@dataclass(frozen=True)
class Plan:
    """All routes, and the visits left out."""

    routes: tuple[Route, ...] = ()
    """At most one for each shift; a shift without a route makes no visits."""
    left_out: tuple[LeftOut, ...] = ()
    overrides: tuple[Override, ...] = ()
    breaks: tuple[BreakTaken, ...] | None = None
    """Every break that is taken, where a plan decides it; None: each lies in the first gap with room for it."""

    def __post_init__(self) -> None:
        shift_ids = [route.shift_id for route in self.routes]
        if len(set(shift_ids)) != len(shift_ids):
            raise InvalidNounError("plan has two routes for one shift, expected one at most")

    def stops(self) -> Iterator[tuple[ShiftId, Stop]]:
        """Every stop with its shift."""
        return ((route.shift_id, stop) for route in self.routes for stop in route.stops)

    def rest_starts(self, shift: Shift) -> tuple[Minute, Minute] | None:
        """First and last minute at which a shift's break may start: its window, or the minute decided; None: no break."""
        rest_break = shift.rest_break
        if rest_break is None:
            return None
        earliest, latest = rest_break.earliest_start, rest_break.latest_start
        if self.breaks is None:
            return earliest, latest
        decided = [taken.start for taken in self.breaks if taken.shift_id == shift.id]
        in_window = [start for start in decided if earliest <= start <= latest]
        return (in_window[0], in_window[0]) if in_window else None

    def without(self, visit_ids: Collection[VisitId], *, attendance: int | None = None) -> "Plan":
        """The plan that neither makes some visits (or only one attendance of each) nor lists them as left out."""

        def is_kept(stop: Stop) -> bool:
            return stop.visit_id not in visit_ids or attendance not in (None, stop.attendance)

        routes = (Route(route.shift_id, tuple(stop for stop in route.stops if is_kept(stop))) for route in self.routes)
        left_out = tuple(left for left in self.left_out if left.visit_id not in visit_ids)
        return replace(self, routes=tuple(route for route in routes if route.stops), left_out=left_out)
