"""What is different between two plans of the same days, attendance by attendance. Figures are compared in `kpis.comparison`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.io.plan_document import PlanDocument
from scheduler.model.plan import Outcome


class Difference(StrEnum):
    """What became of an attendance."""

    ADDED = "added"
    MOVED = "moved"
    """To another shift, another start, or both."""
    LEFT_OUT = "left_out"
    """It was planned, or left out otherwise or not known at all."""
    TAKEN_AWAY = "taken_away"
    """It is neither planned nor left out: cancelled."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when an attendance is planned."""

    shift_id: str
    start: datetime


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """One attendance that is not as it was."""

    visit_id: str
    attendance: int
    """From 1."""
    what: Difference
    before: Place | None
    after: Place | None
    outcome: Outcome | None = None
    """Of a visit left out now."""


def differences(before: PlanDocument | None, after: PlanDocument) -> tuple[PlanDifference, ...]:
    """Every attendance that is not as before, in order of visits; without an earlier plan, all of it."""
    were = {} if before is None else _places(before)
    are = _places(after)
    left_before = {} if before is None else _outcomes(before)
    left_after = _outcomes(after)
    found = [
        *_of_places(were, are, left_after),
        *(
            PlanDifference(visit_id, 1, Difference.LEFT_OUT, None, None, outcome)
            for visit_id, outcome in left_after.items()
            if left_before.get(visit_id) is not outcome and not any(key[0] == visit_id for key in were)
        ),
    ]
    return tuple(sorted(found, key=lambda each: (each.visit_id, each.attendance)))


def _of_places(
    were: Mapping[tuple[str, int], Place], are: Mapping[tuple[str, int], Place], left_out: Mapping[str, Outcome]
) -> Iterator[PlanDifference]:
    for key in were.keys() | are.keys():
        before, after = were.get(key), are.get(key)
        if before == after:
            continue
        if after is not None:
            what = Difference.ADDED if before is None else Difference.MOVED
        else:
            what = Difference.LEFT_OUT if key[0] in left_out else Difference.TAKEN_AWAY
        outcome = left_out.get(key[0]) if after is None else None
        yield PlanDifference(*key, what, before, after, outcome)


def _places(document: PlanDocument) -> dict[tuple[str, int], Place]:
    return {
        (stop.visit_id, stop.attendance or 1): Place(route.shift_id, stop.start)
        for route in document.routes
        for stop in route.stops
    }


def _outcomes(document: PlanDocument) -> dict[str, Outcome]:
    return {left.visit_id: left.outcome for left in document.left_out}
