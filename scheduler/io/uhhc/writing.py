"""Solution files of the unified format, written from a `Plan`, with its breaks and its cost."""

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from scheduler.io.one_team import Scale
from scheduler.io.uhhc.document import LUNCH
from scheduler.io.uhhc.instance import UhhcInstance, costs_of
from scheduler.model.plan import Plan, Stop
from scheduler.model.workforce import Break, Shift
from scheduler.roster.legs import Leg, agenda_of, break_room, legs_of
from scheduler.units import Minute, Minutes
from scheduler.validation import validate

_NAMES = {"caregiver_preferences": "preferences", "optional_patients": "unscheduled"}
"""Components that solution files call by another name than instances do."""


def write_solution(instance: UhhcInstance, plan: Plan, path: Path) -> None:
    """Write a plan as a solution file; a break is a stop at the patient, or terminal point, where it is taken.

    A shift without visits has its break at its terminal point.
    """
    report = validate(instance.problem, plan)
    costs = costs_of(instance, report)
    stops_by_shift = {route.shift_id: route.stops for route in plan.routes}
    document = {
        "cost": {"objective": _figure(sum(costs.values(), Fraction(0))), "violations": len(report.hard_violations)},
        "cost_components": {_NAMES.get(name, name): _figure(cost) for name, cost in costs.items()},
        "routes": [
            {
                "caregiver_id": shift.staff_id,
                "locations": _locations(instance, plan, shift, stops_by_shift.get(shift.id, ())),
            }
            for shift in instance.problem.shifts
        ],
    }
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _locations(instance: UhhcInstance, plan: Plan, shift: Shift, stops: Sequence[Stop]) -> list[dict[str, object]]:
    rows = [(stop.start, _service(instance, stop)) for stop in stops]
    rows += [
        (start, _lunch(instance.scale, place, start, owed))
        for place, start, owed in _break(instance, plan, shift, stops)
    ]
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def _service(instance: UhhcInstance, stop: Stop) -> dict[str, object]:
    visit = instance.problem.visit_by_id[stop.visit_id]
    return {
        "patient": visit.patient_id,
        "service": visit.visit_type,
        "arrival_time": _minutes(instance.scale, stop.start),
        "departure_time": _minutes(instance.scale, stop.start + visit.duration_minutes),
    }


def _lunch(scale: Scale, place: str, start: Minute, owed: Break) -> dict[str, object]:
    return {
        "patient": place,
        "service": LUNCH,
        "start_time": _minutes(scale, start),
        "end_time": _minutes(scale, start + owed.duration_minutes),
    }


def _break(
    instance: UhhcInstance, plan: Plan, shift: Shift, stops: Sequence[Stop]
) -> Iterator[tuple[str, Minute, Break]]:
    """Where and when the break of a shift is taken, if it is."""
    owed, starts = shift.rest_break, plan.rest_starts(shift)
    if owed is None or starts is None:
        return
    if not stops:
        start = Minute(max(shift.start, starts[0]))
        if start <= min(starts[1], shift.end - owed.duration_minutes):
            yield shift.start_location_id, start, owed
        return
    legs = legs_of(instance.problem, shift, agenda_of(instance.problem, shift, stops))
    room = break_room(shift, legs, starts)
    if room is not None:
        yield *_place_of_break(room.leg, room.earliest, room.latest), owed


def _place_of_break(leg: Leg, earliest: Minute, latest: Minute) -> tuple[str, Minute]:
    """At the next patient as soon as one can be there, else before leaving; at the terminal point only on the way out."""
    at_next = Minute(max(earliest, leg.ready + leg.travel_minutes))
    if at_next <= latest and not leg.is_last:
        return leg.destination, at_next
    return leg.origin, earliest


def _minutes(scale: Scale, minutes: int | Minutes) -> int | float:
    return _figure(Fraction(minutes, scale.factor))


def _figure(value: Fraction) -> int | float:
    """A whole number where it is one."""
    return int(value) if value.denominator == 1 else float(value)
