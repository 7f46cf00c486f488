"""What an organisation may see of a patient: its own referrals, and what sharing agreements add. Who asks stands in `security.py`."""

import hmac
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import BindParameter, CompoundSelect, Select, and_, bindparam, or_, select, union
from sqlalchemy.orm import Session

from api.security import Caller
from api.slices import in_parts
from api.tables.accounts import SharingAgreementRecord
from api.tables.caseloads import PatientRecord, ReferralRecord, VisitRecord
from api.tables.geography import PracticeRecord
from api.tables.workforce import OrganisationRecord
from scheduler.model.workforce import OrganisationKind


class DataClass(StrEnum):
    """Groups of a patient's fields that are shared or withheld together."""

    IDENTITY = "identity"
    """Full name, NHS number, gender."""
    CONTACT = "contact"
    """Address, way in, telephone."""
    CARE = "care"
    """Visit types, what to do, level of care, care plan, referrals, risk flag."""
    HISTORY = "history"
    """Who has cared for the patient, named and excluded staff."""


EVERYTHING = frozenset(DataClass)


@dataclass(frozen=True, slots=True)
class Sharing:
    """What one organisation may see, on one day."""

    organisation_id: str | None
    is_voluntary: bool = False
    """First name, address and task are the most that it sees, and of these no more than is open to it."""
    by_team: defaultdict[str, frozenset[DataClass]] = field(default_factory=lambda: defaultdict(frozenset))

    def classes(self, team_id: str, *, is_cared_for: bool) -> frozenset[DataClass]:
        """The classes open to it of a patient of a team, whom it cares for itself or does not.

        Without an agreement an organisation sees those whom it cares for, and of others nothing.
        """
        if self.organisation_id is None:
            return frozenset()
        return EVERYTHING if is_cared_for else self.by_team.get(team_id, frozenset())


def _agreed() -> Select[str, str, list[str]]:
    """What agreements of an organisation say of each team on a day; one row without a team where there are none."""
    agreement = SharingAgreementRecord
    on: BindParameter[date] = bindparam("on")
    in_force = and_(
        agreement.organisation_id == OrganisationRecord.organisation_id,
        agreement.first_on <= on,
        or_(agreement.last_on.is_(None), agreement.last_on >= on),
    )
    employer = OrganisationRecord.organisation_id == bindparam("organisation_id")
    columns = select(OrganisationRecord.kind, agreement.team_id, agreement.fields)
    return columns.outerjoin(agreement, in_force).where(employer)


def _cared_for() -> CompoundSelect[str]:
    """Those of some patients whom an organisation cares for."""
    patient_ids: BindParameter[list[str]] = bindparam("patient_ids", expanding=True)
    organisation_id: BindParameter[str] = bindparam("organisation_id")
    referrals = select(ReferralRecord.patient_id).where(
        ReferralRecord.patient_id.in_(patient_ids),
        ReferralRecord.organisation_id == organisation_id,
        ReferralRecord.state.in_(("open", "accepted")),
    )
    visits = select(VisitRecord.patient_id).where(
        VisitRecord.patient_id.in_(patient_ids),
        VisitRecord.organisation_id == organisation_id,
        VisitRecord.cancelled_at.is_(None),
    )
    return union(referrals, visits)


_AGREED, _CARED_FOR = _agreed(), _cared_for()
"""Asked with every answer that names a patient: building them anew took longer than the database takes."""


def sharing_for(session: Session, caller: Caller, *, on: date) -> Sharing:
    """What the caller's organisation may see on a day."""
    if caller.organisation_id is None:
        return Sharing(None)
    rows = session.execute(_AGREED, {"organisation_id": caller.organisation_id, "on": on}).all()
    is_voluntary = any(kind == OrganisationKind.VOLUNTARY for kind, _, _ in rows)
    sharing = Sharing(caller.organisation_id, is_voluntary)
    for _, team_id, fields in rows:
        if team_id is not None:
            sharing.by_team[team_id] |= frozenset(map(DataClass, fields))
    return sharing


def cared_for(session: Session, sharing: Sharing, patient_ids: Collection[str]) -> set[str]:
    """Those of some patients whom the organisation cares for: by a referral that is open or accepted, or by a visit."""
    if sharing.organisation_id is None:
        return set()
    asked = {"organisation_id": sharing.organisation_id, "patient_ids": list(patient_ids)}
    return set(session.scalars(_CARED_FOR, asked))


def classes_open(
    session: Session, sharing: Sharing, team_by_patient: Mapping[str, str]
) -> dict[str, frozenset[DataClass]]:
    """What is open of each of some patients, whose teams are told."""
    own = cared_for(session, sharing, team_by_patient)
    return {
        patient_id: sharing.classes(team_id, is_cared_for=patient_id in own)
        for patient_id, team_id in team_by_patient.items()
    }


def teams_of(session: Session, patient_ids: Collection[str]) -> dict[str, str]:
    """The neighbourhood teams that answer for some patients."""
    teams = select(PatientRecord.patient_id, PracticeRecord.team_id).join(
        PracticeRecord, PracticeRecord.ods_code == PatientRecord.ods_code
    )
    return dict(session.execute(teams.where(PatientRecord.patient_id.in_(patient_ids))).all())


def patient_by_visit(session: Session, visit_ids: Iterable[str]) -> dict[str, str]:
    """Whom some visits are to."""
    patients = select(VisitRecord.visit_id, VisitRecord.patient_id)
    found: dict[str, str] = {}
    for part in in_parts(visit_ids):
        found.update(session.execute(patients.where(VisitRecord.visit_id.in_(part))).all())
    return found


def pseudonym(kind: str, real_id: str, key: str) -> str:
    """A name for a patient or visit that only the holder of the service's key can tell from the id: the same every time."""
    return f"ps-{hmac.digest(key.encode(), f'{kind}:{real_id}'.encode(), 'sha256').hex()[:24]}"
