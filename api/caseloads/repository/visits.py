"""Rows of visits, their windows, attendances and links, and of referrals."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from api.caseloads.repository.patients import in_localities
from api.slices import part_in_order, slice_of
from api.tables.caseloads import (
    PatientRecord,
    ReferralRecord,
    VisitAttendanceRecord,
    VisitLinkRecord,
    VisitRecord,
    VisitWindowRecord,
)
from api.tables.geography import PracticeRecord, TeamRecord

Whole = TypeVar("Whole", VisitRecord, ReferralRecord)


def one(session: Session, visit_id: str, *, to_change: bool = False) -> VisitRecord | None:
    """A visit."""
    return session.get(VisitRecord, visit_id, with_for_update=to_change)


def page(
    session: Session,
    *,
    locality_ids: Collection[str] | None,
    opens: datetime,
    closes: datetime,
    team_id: str | None,
    patient_id: str | None,
    is_cancelled: bool | None,
    limit: int,
    offset: int,
    order: Callable[[str], str] | None = None,
) -> tuple[list[VisitRecord], int]:
    """Visits of some localities' patients whose windows touch some time, and how many there are.

    They come by id, or by what `order` makes of it.
    """
    of_days = select(VisitWindowRecord.visit_id).where(
        VisitWindowRecord.earliest_start < closes, VisitWindowRecord.latest_start >= opens
    )
    wanted = _of_localities(select(VisitRecord), VisitRecord, locality_ids).where(VisitRecord.visit_id.in_(of_days))
    if team_id is not None:
        wanted = wanted.where(PracticeRecord.team_id == team_id)
    if patient_id is not None:
        wanted = wanted.where(VisitRecord.patient_id == patient_id)
    if is_cancelled is not None:
        cancelled = VisitRecord.cancelled_at
        wanted = wanted.where(cancelled.is_not(None) if is_cancelled else cancelled.is_(None))
    if order is None:
        return slice_of(session, wanted.order_by(VisitRecord.visit_id), limit=limit, offset=offset)
    ids, total = part_in_order(session, wanted, VisitRecord.visit_id, order, limit=limit, offset=offset)
    found = session.scalars(select(VisitRecord).where(VisitRecord.visit_id.in_(ids)))
    return sorted(found, key=lambda visit: order(visit.visit_id)), total


def windows_of(session: Session, visit_ids: Collection[str]) -> defaultdict[str, list[VisitWindowRecord]]:
    """The windows of some visits, in order."""
    wanted = select(VisitWindowRecord).where(VisitWindowRecord.visit_id.in_(visit_ids))
    return _by_visit(session.scalars(wanted.order_by(VisitWindowRecord.earliest_start)))


def attendances_of(session: Session, visit_ids: Collection[str]) -> defaultdict[str, list[VisitAttendanceRecord]]:
    """What some visits ask of each person."""
    wanted = select(VisitAttendanceRecord).where(VisitAttendanceRecord.visit_id.in_(visit_ids))
    return _by_visit(session.scalars(wanted.order_by(VisitAttendanceRecord.attendance)))


def links_of(session: Session, visit_ids: Collection[str]) -> defaultdict[str, list[VisitLinkRecord]]:
    """The links of some visits, from either end."""
    either = or_(VisitLinkRecord.first_visit_id.in_(visit_ids), VisitLinkRecord.second_visit_id.in_(visit_ids))
    links: defaultdict[str, list[VisitLinkRecord]] = defaultdict(list)
    in_order = select(VisitLinkRecord).order_by(VisitLinkRecord.first_visit_id, VisitLinkRecord.second_visit_id)
    for link in session.scalars(in_order.where(either)):
        links[link.first_visit_id].append(link)
        links[link.second_visit_id].append(link)
    return links


def link(session: Session, first_visit_id: str, second_visit_id: str) -> VisitLinkRecord | None:
    """What links two visits, to be changed."""
    return session.get(VisitLinkRecord, (first_visit_id, second_visit_id), with_for_update=True)


def referral(session: Session, referral_id: str, *, to_change: bool = False) -> ReferralRecord | None:
    """A referral."""
    return session.get(ReferralRecord, referral_id, with_for_update=to_change)


def referrals(
    session: Session,
    *,
    locality_ids: Collection[str],
    state: str | None,
    organisation_id: str | None,
    patient_id: str | None,
    limit: int,
    offset: int,
) -> tuple[list[ReferralRecord], int]:
    """Referrals of some localities' patients, the latest first, and how many there are."""
    wanted = _of_localities(select(ReferralRecord), ReferralRecord, locality_ids)
    if state is not None:
        wanted = wanted.where(ReferralRecord.state == state)
    if organisation_id is not None:
        wanted = wanted.where(ReferralRecord.organisation_id == organisation_id)
    if patient_id is not None:
        wanted = wanted.where(ReferralRecord.patient_id == patient_id)
    in_order = wanted.order_by(ReferralRecord.received_at.desc(), ReferralRecord.referral_id)
    return slice_of(session, in_order, limit=limit, offset=offset)


def visits_of_referrals(session: Session, referral_ids: Collection[str]) -> defaultdict[str, list[str]]:
    """Ids of the visits that some referrals made."""
    made: defaultdict[str, list[str]] = defaultdict(list)
    wanted = select(VisitRecord.referral_id, VisitRecord.visit_id).where(VisitRecord.referral_id.in_(referral_ids))
    for referral_id, visit_id in session.execute(wanted.order_by(VisitRecord.visit_id)):
        made[str(referral_id)].append(visit_id)
    return made


def _of_localities(
    wanted: Select[Whole], record: type[VisitRecord] | type[ReferralRecord], locality_ids: Collection[str] | None
) -> Select[Whole]:
    return (
        wanted.join(PatientRecord, PatientRecord.patient_id == record.patient_id)
        .join(PracticeRecord, PracticeRecord.ods_code == PatientRecord.ods_code)
        .join(TeamRecord, TeamRecord.team_id == PracticeRecord.team_id)
        .where(in_localities(locality_ids))
    )


Part = TypeVar("Part", VisitWindowRecord, VisitAttendanceRecord)


def _by_visit(parts: Iterable[Part]) -> defaultdict[str, list[Part]]:
    grouped: defaultdict[str, list[Part]] = defaultdict(list)
    for part in parts:
        grouped[part.visit_id].append(part)
    return grouped
