"""Visits and what links them: seen, made, changed and called off, never deleted; judged as the CSV tables are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from api.assembly import add_rows, bounds_of, compare_rows, judge_rows, put, record_of, row_from
from api.audit import record
from api.caseloads.repository import patients, visits
from api.caseloads.schemas.visits import (
    AttendancePart,
    LinkPart,
    NewLink,
    NewVisit,
    NewWindow,
    VisitCancellation,
    VisitChange,
    VisitFilter,
    VisitPart,
    VisitState,
    VisitWanted,
    WindowPart,
)
from api.caseloads.service.sight import Sight
from api.dependencies import check_version
from api.errors import ConflictError, NotFoundError, RefusedError
from api.shapes import Page
from api.sharing import DataClass
from api.tables.base import new_id
from api.tables.caseloads import VisitLinkRecord, VisitRecord
from scheduler.io.tables.rows import Row, VisitAttendanceRow, VisitLinkRow, VisitRow, VisitWindowRow

GROUPS = {
    DataClass.IDENTITY: ("patient_name",),
    DataClass.CONTACT: ("address",),
    DataClass.CARE: (
        "service",
        "visit_type",
        "referral_id",
        "level_of_care",
        "is_must_serve",
        "is_time_critical",
        "due_on",
        "latest_on",
        "respond_by",
        "what_to_do",
        "kit",
        "attendances",
        "links",
        "cancel_reason",
        "change_reason",
    ),
}
OF_OTHERS = (
    "visit_id",
    "windows",
    "attendances",
    "links",
    "state",
    "team_id",
    "patient_id",
    "patient_name",
    "address",
    "withheld",
)
"""Fields that are no columns of the visit's own row."""


def page(sight: Sight, asked: VisitFilter) -> tuple[Page[VisitPart], list[str]]:
    """Visits of patients whom the caller reaches, by id, and the ids of the patients whom the page shows."""
    patient_id = None if asked.patient_id is None else sight.meant(asked.patient_id)
    if patient_id is None and asked.patient_id is not None:
        return Page[VisitPart](entries=[], total=0, limit=asked.limit, offset=asked.offset), []
    opens, closes = bounds_of(asked)
    found, total = visits.page(
        sight.session,
        locality_ids=sight.locality_ids,
        opens=opens,
        closes=closes,
        team_id=asked.team_id,
        patient_id=patient_id,
        is_cancelled=None if asked.state is None else asked.state is VisitState.CANCELLED,
        limit=asked.limit,
        offset=asked.offset,
        order=sight.order("visit"),
    )
    page = Page[VisitPart](entries=parts(sight, found), total=total, limit=asked.limit, offset=asked.offset)
    return page, [] if sight.is_planner else sorted({visit.patient_id for visit in found})


def reachable(sight: Sight, visit_id: str, *, to_change: bool = False) -> VisitRecord:
    """A visit of a patient of the caller's localities.

    Raises
    ------
    NotFoundError
        There is none, or not for the caller.
    """
    visit = visits.one(sight.session, visit_id, to_change=to_change)
    found = None if visit is None else patients.one(sight.session, visit.patient_id)
    if visit is None or found is None or found.locality_id not in sight.caller.locality_ids:
        raise NotFoundError(f"There is no visit {visit_id}.", attempt=("visit", visit_id) if visit else None)
    return visit


def make(sight: Sight, asked: NewVisit) -> VisitRecord:
    """A new visit of a patient of whom the caller may see everything."""
    visit = add(sight, asked, patient_id=asked.patient_id, organisation_id=asked.organisation_id, referral_id=None)
    record(sight.session, sight.caller, "create", "visit", visit.visit_id, patient_ids=[visit.patient_id])
    return visit


def add(
    sight: Sight, asked: VisitWanted, *, patient_id: str, organisation_id: str, referral_id: str | None
) -> VisitRecord:
    """A new visit, judged and added; whoever calls records it.

    A visit opens the patient to its organisation, so only who may see all of the patient makes one.
    """
    sight.require(sight.patient(patient_id))
    visit_id = new_id()
    owned = {"visit_id": visit_id, "patient_id": patient_id, "organisation_id": organisation_id}
    rows: dict[type[Row], Sequence[Row]] = {
        VisitRow: [row_from(VisitRow, asked.model_dump() | owned)],
        VisitWindowRow: _windows(visit_id, asked.windows),
        VisitAttendanceRow: [
            row_from(VisitAttendanceRow, {"visit_id": visit_id, "attendance": number, **need.model_dump()})
            for number, need in enumerate(asked.attendances, start=1)
        ],
    }
    judge_rows(sight.session, rows)
    add_rows(sight.session, rows)
    visit = reachable(sight, visit_id)
    visit.referral_id = referral_id
    sight.session.flush()
    return visit


def change(sight: Sight, visit_id: str, asked: VisitChange, *, if_match: str | None) -> VisitRecord:
    """Change windows or duration of a visit, with the reason."""
    visit = _standing(sight, visit_id)
    check_version(visit, if_match)
    row = row_from(VisitRow, {name: getattr(visit, name) for name in VisitRow.model_fields})
    if asked.duration_minutes is not None:
        row = row.model_copy(update={"duration_minutes": asked.duration_minutes})
    windows = None if asked.windows is None else _windows(visit_id, asked.windows)
    judge_rows(sight.session, {VisitRow: [row], VisitWindowRow: windows or []})
    visit.duration_minutes, visit.change_reason = row.duration_minutes, asked.reason
    if windows is not None:
        put(sight.session, compare_rows(sight.session, VisitWindowRow, windows, parents={visit_id}))
    fields = sorted(asked.model_dump(exclude_none=True, exclude={"reason"}))
    details: dict[str, Any] = {"fields": fields}
    record(sight.session, sight.caller, "change", "visit", visit_id, patient_ids=[visit.patient_id], details=details)
    return visit


def cancel(
    sight: Sight, visit_id: str, asked: VisitCancellation, *, if_match: str | None, now: datetime
) -> VisitRecord:
    """Call a visit off: it stays to be read.

    Raises
    ------
    RefusedError
        It must be served, and no override reason is given.
    """
    visit = _standing(sight, visit_id)
    check_version(visit, if_match)
    is_owed = visit.is_must_serve or visit.respond_by is not None
    if is_owed and asked.override_reason is None:
        faults = [{"where": "body.override_reason", "expected": "who cares instead, and who decided"}]
        raise RefusedError("This visit must be served.", code="must-serve", faults=faults)
    visit.cancelled_at, visit.cancelled_by, visit.cancel_reason = now, sight.caller.account_id, asked.reason
    visit.override_reason = asked.override_reason or ""
    action = "override" if is_owed else "cancel"
    record(sight.session, sight.caller, action, "visit", visit_id, patient_ids=[visit.patient_id])
    return visit


def link(sight: Sight, asked: NewLink, *, if_match: str | None) -> VisitLinkRecord:
    """Link two visits of patients whom the caller reaches, or change what links them, on the version that was read."""
    patient_ids = _linked(sight, asked.first_visit_id, asked.second_visit_id)
    standing = visits.link(sight.session, asked.first_visit_id, asked.second_visit_id)
    if standing is not None:
        check_version(standing, if_match)
    row = row_from(VisitLinkRow, asked.model_dump())
    judge_rows(sight.session, {VisitLinkRow: [row]})
    kept = standing or VisitLinkRecord()
    for name, value in record_of(row).items():
        setattr(kept, name, value)
    sight.session.add(kept)
    sight.session.flush()
    subject = f"{asked.first_visit_id} {asked.second_visit_id}"
    record(sight.session, sight.caller, "change", "visit_link", subject, patient_ids=patient_ids)
    return kept


def unlink(sight: Sight, first_visit_id: str, second_visit_id: str, *, if_match: str | None) -> None:
    """Take away what links two visits.

    Raises
    ------
    NotFoundError
        Nothing links them, in this order.
    """
    patient_ids = _linked(sight, first_visit_id, second_visit_id)
    standing = visits.link(sight.session, first_visit_id, second_visit_id)
    if standing is None:
        raise NotFoundError(f"There is no link from {first_visit_id} to {second_visit_id}.")
    check_version(standing, if_match)
    sight.session.delete(standing)
    subject = f"{first_visit_id} {second_visit_id}"
    record(sight.session, sight.caller, "remove", "visit_link", subject, patient_ids=patient_ids)


def _linked(sight: Sight, *visit_ids: str) -> list[str]:
    """The patients of visits whose care is open to the caller."""
    ends = [reachable(sight, visit_id) for visit_id in visit_ids]
    for end in ends:
        sight.require(sight.patient(end.patient_id), DataClass.CARE)
    return [end.patient_id for end in ends]


def parts(sight: Sight, found: Sequence[VisitRecord]) -> list[VisitPart]:
    """Visits as the caller sees them."""
    ids = [visit.visit_id for visit in found]
    windows, attendances = visits.windows_of(sight.session, ids), visits.attendances_of(sight.session, ids)
    links = visits.links_of(sight.session, ids)
    people = {one.patient.patient_id: one for one in patients.by_ids(sight.session, {row.patient_id for row in found})}
    classes = sight.classes(people.values())
    return [
        VisitPart(
            visit_id=sight.named("visit", visit.visit_id),
            patient_id=sight.named("patient", visit.patient_id),
            team_id=people[visit.patient_id].team_id,
            windows=tuple(map(WindowPart.model_validate, windows[visit.visit_id])),
            state=VisitState.STANDING if visit.cancelled_at is None else VisitState.CANCELLED,
            **sight.cut(
                {
                    **{name: getattr(visit, name) for name in VisitPart.model_fields if name not in OF_OTHERS},
                    "patient_name": people[visit.patient_id].patient.name,
                    "address": people[visit.patient_id].home.address,
                    "attendances": tuple(map(AttendancePart.model_validate, attendances[visit.visit_id])),
                    "links": _link_parts(sight, links[visit.visit_id]),
                },
                GROUPS,
                classes[visit.patient_id],
            ),
        )
        for visit in found
    ]


def _link_parts(sight: Sight, links: Sequence[VisitLinkRecord]) -> tuple[LinkPart, ...]:
    """Links in order of their visits; the reason is free text, which planners do not see."""
    parts = (LinkPart.model_validate(link) for link in links)
    if not sight.is_planner:
        return tuple(parts)
    ends = ("first_visit_id", "second_visit_id")
    veiled = (
        part.model_copy(update={"reason": ""} | {end: sight.named("visit", getattr(part, end)) for end in ends})
        for part in parts
    )
    return tuple(sorted(veiled, key=lambda part: (part.first_visit_id, part.second_visit_id)))


def _standing(sight: Sight, visit_id: str) -> VisitRecord:
    """A visit that the caller may change: of their localities, not called off, its care open to them."""
    visit = reachable(sight, visit_id, to_change=True)
    sight.require(sight.patient(visit.patient_id), DataClass.CARE)
    if visit.cancelled_at is not None:
        raise ConflictError("The visit has been called off.", code="cancelled")
    return visit


def _windows(visit_id: str, windows: Sequence[NewWindow]) -> list[VisitWindowRow]:
    return [row_from(VisitWindowRow, {"visit_id": visit_id, **window.model_dump()}) for window in windows]
