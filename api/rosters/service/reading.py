"""Rosters as people read them: a standing in the shapes of `schemas/reading.py`. What may be seen stands in `seeing.py`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.rosters.schemas.differences import DifferencePart, PlacePart
from api.rosters.schemas.drafts import RosterSummary
from api.rosters.schemas.reading import (
    ItemPart,
    LeftOutPart,
    PatientPart,
    RosterDetail,
    ShiftPart,
    StaffPart,
    VisitPart,
)
from api.rosters.service.seeing import Sight
from api.rosters.service.speaking import Hearing, hearing_with, violations_told
from api.rosters.service.standing import Standing, label
from api.sharing import DataClass, patient_by_visit
from api.tables.rosters import RosterRecord
from scheduler.io import roster_words as words
from scheduler.io.plan_difference import Place, PlanDifference
from scheduler.model.demand import VisitId
from scheduler.model.plan import LeftOut, Outcome
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.roster.items import Attend, Event, Item, Travel
from scheduler.roster.itinerary import Itinerary
from scheduler.rules import CATALOGUE, RuleKind

_FIELDS = {
    DataClass.IDENTITY: ("name", "nhs_number"),
    DataClass.CONTACT: ("telephone", "address", "area", "access_notes"),
    DataClass.CARE: ("risk",),
}
_OF_A_VISIT = ("task", "service", "level_of_care", "is_must_serve", "kit", "window_from", "window_to")
_LEAST_OF_A_PATIENT = ("name", "address", "area")
_LEAST_OF_A_VISIT = ("task", "service")


def summary_of(record: RosterRecord) -> RosterSummary:
    """A roster as lists show it."""
    return RosterSummary.model_validate({**_columns(record), "label": label(record)})


def detail_of(record: RosterRecord, read: Standing, sight: Sight) -> RosterDetail:
    """A whole roster."""
    problem, report, hearing = read.problem, read.report, hearing_with(sight, read.problem)
    hard = [found for found in report.violations if CATALOGUE[found.rule].kind is RuleKind.HARD]
    return RosterDetail.model_validate(
        {
            **_columns(record),
            "label": label(record),
            "staff": [
                staff_part(problem, itineraries, sight, pinned=pinned_in(problem))
                for itineraries in read.roster.by_staff.values()
            ],
            "left_out": left_out_of(read, hearing),
            "is_lawful": report.is_lawful,
            "violations": violations_told(hard, problem, hearing),
            "overtaken": [difference_part(lost, staff_by_shift(problem)) for lost in read.overtaken],
            "pins_lost": read.pins_lost,
            "pins_dropped": read.pins_dropped,
            "undone": [difference_part(found, staff_by_shift(problem)) for found in read.undone],
            "figures": None if read.scorecard is None else read.scorecard.as_dict(),
            "provenance": read.document.provenance,
        }
    )


def staff_part(
    problem: Problem, itineraries: Sequence[Itinerary], sight: Sight, *, pinned: frozenset[tuple[str, int]]
) -> StaffPart:
    """One staff member's shifts, one or more."""
    member = problem.staff_by_id[itineraries[0].staff_id]
    return StaffPart(
        staff_id=member.id,
        name=member.name,
        role=member.role.value,
        organisation_id=member.organisation_id,
        shifts=[_shift_part(problem, read, sight, pinned) for read in itineraries],
    )


def left_out_of(read: Standing, hearing: Hearing) -> list[LeftOutPart]:
    """What is not planned: first what waits for a decision, then by what is told of it."""
    parts = [_left_out_part(read.problem, left, hearing) for left in read.plan.left_out]
    return sorted(
        parts,
        key=lambda part: (
            not part.waits_for_decision,
            not part.is_must_serve,
            -(part.level_of_care or 0),
            part.visit_id,
        ),
    )


def _left_out_part(problem: Problem, left: LeftOut, hearing: Hearing) -> LeftOutPart:
    visit, sight = problem.visit_by_id[left.visit_id], hearing.sight
    every = {
        "service": (visit.service, sight.sees(visit.patient_id, DataClass.CARE)),
        "level_of_care": (int(visit.level_of_care), sight.sees_all(visit.patient_id, DataClass.CARE)),
        "is_must_serve": (visit.is_must_serve, sight.sees_all(visit.patient_id, DataClass.CARE)),
        "reason": (left.reason, hearing.hears(left.reason, left.visit_id)),
        "new_latest_on": (left.new_latest_on, sight.sees_all(visit.patient_id, DataClass.CARE)),
    }
    return LeftOutPart.model_validate(
        {
            **{name: value if is_open else None for name, (value, is_open) in every.items()},
            "visit_id": left.visit_id,
            "patient": patient_part(problem, left.visit_id, sight),
            "outcome": left.outcome.value,
            "waits_for_decision": left.outcome is Outcome.ESCALATED,
            "withheld": [name for name, (_, is_open) in every.items() if not is_open],
        }
    )


def patient_part(problem: Problem, visit_id: VisitId, sight: Sight) -> PatientPart:
    """Who is visited, what may not be seen as null."""
    patient = problem.patient_of(visit_id)
    location = problem.location_by_id[patient.location_id]
    every = {
        "name": words.first_name(patient.name) if sight.is_least else patient.name,
        "nhs_number": patient.nhs_number,
        "telephone": patient.telephone,
        "address": location.address,
        "area": location.area,
        "access_notes": location.access_notes,
        "risk": words.risk(patient),
    }
    closed = {name for group, names in _FIELDS.items() if not sight.sees(patient.id, group) for name in names}
    withheld = [name for name in every if name in closed or (sight.is_least and name not in _LEAST_OF_A_PATIENT)]
    shown = {name: None if name in withheld else value for name, value in every.items()}
    return PatientPart.model_validate({"patient_id": patient.id, **shown, "withheld": withheld})


def difference_part(found: PlanDifference, staff: dict[str, str]) -> DifferencePart:
    """A difference with the staff of its shifts, by shift."""

    def place(at: Place | None) -> PlacePart | None:
        if at is None:
            return None
        return PlacePart(shift_id=at.shift_id, staff_id=staff.get(at.shift_id), start=at.start)

    return DifferencePart(
        visit_id=found.visit_id,
        attendance=found.attendance,
        what=found.what,
        before=place(found.before),
        after=place(found.after),
        outcome=found.outcome and found.outcome.value,
    )


def staff_by_shift(*problems: Problem) -> dict[str, str]:
    """Whose shift each is."""
    return {shift.id: shift.staff_id for problem in problems for shift in problem.shifts}


def patients_of(problem: Problem, visit_ids: Iterable[str]) -> list[str]:
    """Whom some visits are to, as far as the problem knows them."""
    known = (problem.visit_by_id.get(VisitId(visit_id)) for visit_id in visit_ids)
    return sorted({visit.patient_id for visit in known if visit is not None})


def patients_shown(session: Session, read: Standing) -> list[str]:
    """Whom a whole roster tells of: its problem's patients, and those of visits that are gone and still named."""
    gone = {found.visit_id for found in (*read.overtaken, *read.undone)}
    gone |= {pin.visit_id for pin in (*read.pins_lost, *read.pins_dropped)}
    here = {str(patient.id) for patient in read.problem.patients}
    return sorted(here | set(patient_by_visit(session, gone).values()))


def patients_in(problem: Problem, itineraries: Iterable[Itinerary]) -> list[str]:
    """Whom some itineraries visit."""
    return patients_of(problem, (visit.visit_id for read in itineraries for visit in read.visits))


def _columns(record: RosterRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in RosterSummary.model_fields if name != "label"}


def pinned_in(problem: Problem) -> frozenset[tuple[str, int]]:
    """Visits and attendances that are pinned."""
    return frozenset((pin.visit_id, pin.attendance) for pin in problem.pins)


def _shift_part(problem: Problem, read: Itinerary, sight: Sight, pinned: frozenset[tuple[str, int]]) -> ShiftPart:
    shift, at = problem.shift_by_id[read.shift_id], problem.horizon.datetime_of
    totals = read.totals
    return ShiftPart(
        shift_id=shift.id,
        starts_at=at(shift.start),
        ends_at=at(shift.end),
        leaves_at=at(read.leaves_at),
        returns_at=at(read.returns_at),
        num_visits=totals.num_visits,
        care_minutes=totals.care_minutes,
        travel_minutes=totals.travel_minutes,
        travel_metres=totals.metres,
        waiting_minutes=totals.waiting_minutes,
        overtime_minutes=totals.overtime_minutes,
        items=[_item_part(problem, item, sight, pinned) for item in read.items],
    )


def _item_part(problem: Problem, item: Item, sight: Sight, pinned: frozenset[tuple[str, int]]) -> ItemPart:
    return ItemPart(
        kind=words.KINDS[type(item)],
        starts_at=problem.horizon.datetime_of(item.start),
        ends_at=problem.horizon.datetime_of(item.end),
        minutes=item.minutes,
        travel_metres=item.metres if isinstance(item, Travel) else None,
        event=item.name if isinstance(item, Event) else None,
        visit=_visit_part(problem, item, sight, pinned) if isinstance(item, Attend) else None,
    )


def _visit_part(problem: Problem, item: Attend, sight: Sight, pinned: frozenset[tuple[str, int]]) -> VisitPart:
    visit = problem.visit_by_id[item.visit_id]
    window = visit.window_at(item.start)
    every: dict[str, object] = {
        "task": words.task(visit),
        "service": visit.service,
        "level_of_care": int(visit.level_of_care),
        "is_must_serve": visit.is_must_serve,
        "kit": list(visit.kit),
        "window_from": problem.horizon.datetime_of(window.earliest_start),
        "window_to": problem.horizon.datetime_of(problem.closing_of(visit, window)),
    }
    open_to_all = _LEAST_OF_A_VISIT if sight.is_least else _OF_A_VISIT
    shown = open_to_all if sight.sees(visit.patient_id, DataClass.CARE) else ()
    return VisitPart.model_validate(
        {
            **{name: value if name in shown else None for name, value in every.items()},
            "visit_id": visit.id,
            "attendance": item.attendance + 1,
            "number": item.number,
            "patient": patient_part(problem, visit.id, sight),
            "is_remote": visit.is_remote,
            "is_pinned": (visit.id, item.attendance) in pinned,
            "partner_staff_id": _staff_of(problem, item.partner_shift_id),
            "withheld": [name for name in every if name not in shown],
        }
    )


def _staff_of(problem: Problem, shift_id: ShiftId | None) -> str | None:
    return None if shift_id is None else problem.staff_of(shift_id).id


def touches(problem: Problem, read: Itinerary, start: datetime, end: datetime) -> bool:
    """Whether some part of a shift lies between two moments."""
    shift = problem.shift_by_id[read.shift_id]
    return problem.horizon.datetime_of(shift.start) < end and problem.horizon.datetime_of(shift.end) > start
