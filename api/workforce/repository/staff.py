"""Rows of organisations, skills and staff members."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.tables.geography import TeamRecord
from api.tables.workforce import OrganisationRecord, SkillRecord, StaffRecord, StaffSkillRecord


def organisations(session: Session) -> Sequence[OrganisationRecord]:
    """Every employer."""
    return session.scalars(select(OrganisationRecord).order_by(OrganisationRecord.organisation_id)).all()


def skills(session: Session) -> Sequence[SkillRecord]:
    """Every competence."""
    return session.scalars(select(SkillRecord).order_by(SkillRecord.skill_id)).all()


def teams_of(session: Session, locality_ids: Collection[str]) -> frozenset[str]:
    """The teams of some localities."""
    return frozenset(session.scalars(select(TeamRecord.team_id).where(TeamRecord.locality_id.in_(locality_ids))))


def all_teams(session: Session) -> frozenset[str]:
    """Every team."""
    return frozenset(session.scalars(select(TeamRecord.team_id)))


def member(session: Session, staff_id: str, *, to_change: bool = False) -> StaffRecord | None:
    """A staff member."""
    return session.get(StaffRecord, staff_id, with_for_update=to_change)


def members(
    session: Session,
    *,
    organisation_id: str | None = None,
    role: str | None = None,
    skill_id: str | None = None,
    on: date,
) -> Sequence[StaffRecord]:
    """Staff members of an employer, of a role, who hold a skill on a day; by id."""
    wanted = select(StaffRecord).order_by(StaffRecord.staff_id)
    if organisation_id is not None:
        wanted = wanted.where(StaffRecord.organisation_id == organisation_id)
    if role is not None:
        wanted = wanted.where(StaffRecord.role == role)
    if skill_id is not None:
        in_date = or_(StaffSkillRecord.expires_on.is_(None), StaffSkillRecord.expires_on >= on)
        held = select(StaffSkillRecord.staff_id).where(StaffSkillRecord.skill_id == skill_id, in_date)
        wanted = wanted.where(StaffRecord.staff_id.in_(held))
    return session.scalars(wanted).all()


def skills_of(session: Session, staff_ids: Collection[str]) -> Sequence[StaffSkillRecord]:
    """What some staff members hold, by id."""
    wanted = select(StaffSkillRecord).where(StaffSkillRecord.staff_id.in_(staff_ids))
    return session.scalars(wanted.order_by(StaffSkillRecord.skill_id)).all()
