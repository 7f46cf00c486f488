"""Rosters as rows for spreadsheets: one for each item, with the same columns in CSV and XLSX. For coordinators: full names."""

from collections.abc import Iterator
from typing import NamedTuple

from scheduler.io import roster_words as words
from scheduler.model.demand import Visit
from scheduler.model.place import LocationId
from scheduler.model.plan import Outcome
from scheduler.model.problem import Problem
from scheduler.roster.items import Attend, Event, Item, Travel
from scheduler.roster.itinerary import Itinerary
from scheduler.roster.roster import Roster
from scheduler.units import METRES_PER_MILE


class ItemRow(NamedTuple):
    """One item of one shift; times are local wall clock, `travel_miles` is empty except for travel."""

    date: str
    team: str
    staff_id: str
    staff: str
    shift_id: str
    item: str
    start: str
    end: str
    minutes: int
    travel_miles: str
    visit_id: str
    patient: str
    area: str
    address: str
    service: str
    task: str
    partner: str


class LeftOutRow(NamedTuple):
    """One visit that is not planned."""

    visit_id: str
    patient: str
    service: str
    task: str
    level_of_care: int
    must_serve: str
    outcome: str
    reason: str
    new_latest_date: str


def item_rows(roster: Roster, problem: Problem) -> Iterator[ItemRow]:
    """Every item of every shift, in order of the shift's start."""
    return (_item_row(itinerary, item, problem) for itinerary in roster.itineraries for item in itinerary.items)


def left_out_rows(roster: Roster, problem: Problem) -> Iterator[LeftOutRow]:
    """Every visit left out: what waits for a decision first, of that what must be served, then by level of care."""
    visits = sorted(
        ((problem.visit_by_id[left.visit_id], left) for left in roster.left_out),
        key=lambda pair: (
            pair[1].outcome is not Outcome.ESCALATED,
            not pair[0].is_must_serve,
            -pair[0].level_of_care,
            pair[0].id,
        ),
    )
    for visit, left in visits:
        yield LeftOutRow(
            visit_id=visit.id,
            patient=problem.patient_of(visit.id).name,
            service=words.service(visit),
            task=words.task(visit),
            level_of_care=int(visit.level_of_care),
            must_serve="yes" if visit.is_must_serve else "",
            outcome=left.outcome.value,
            reason=left.reason,
            new_latest_date=words.new_latest_date(left),
        )


def _miles(item: Item) -> str:
    """How far it is; empty where that is not known, and for what is no way."""
    metres = item.metres if isinstance(item, Travel) else None
    return "" if metres is None else f"{metres / METRES_PER_MILE:.1f}"


def _item_row(itinerary: Itinerary, item: Item, problem: Problem) -> ItemRow:
    member, horizon = problem.staff_by_id[itinerary.staff_id], problem.horizon
    visit = problem.visit_by_id[item.visit_id] if isinstance(item, Attend) else None
    location_id = _location(problem, item, visit)
    location = problem.location_by_id[location_id] if location_id else None
    partner = item.partner_shift_id if isinstance(item, Attend) else None
    return ItemRow(
        date=horizon.date_of(problem.shift_by_id[itinerary.shift_id].start).isoformat(),
        team=words.team_of(problem, member),
        staff_id=member.id,
        staff=member.name,
        shift_id=itinerary.shift_id,
        item=words.KINDS[type(item)],
        start=horizon.datetime_of(item.start).isoformat(timespec="minutes"),
        end=horizon.datetime_of(item.end).isoformat(timespec="minutes"),
        minutes=item.minutes,
        travel_miles=_miles(item),
        visit_id=visit.id if visit else "",
        patient=problem.patient_of(visit.id).name if visit else "",
        area=location.area if location else "",
        address=location.address if location else "",
        service=words.service(visit) if visit else "",
        task=words.task(visit) if visit else item.name if isinstance(item, Event) else "",
        partner=problem.staff_of(partner).name if partner else "",
    )


def _location(problem: Problem, item: Item, visit: Visit | None) -> LocationId | None:
    if visit is not None:
        return problem.location_of(visit.id)
    if isinstance(item, Travel):
        return item.destination
    return item.location_id if isinstance(item, Event) else None
