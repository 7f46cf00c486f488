"""Staff members: who may see and change whom, their teams and skills. Their hours stand in `shifts.py`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from api.audit import record
from api.dependencies import check_version
from api.errors import NotFoundError, RefusedError
from api.security import AccountRole, Caller
from api.shapes import Page
from api.tables.workforce import StaffRecord, StaffSkillRecord
from api.workforce.repository import staff as rows
from api.workforce.schemas.staff import HeldSkillPart, SkillHeld, StaffChange, StaffFilter, StaffPart

ME = "me"
PRIVATE = ("name", "telephone", "gender")
"""Of a staff member, what planners do not see."""


def page(session: Session, caller: Caller, asked: StaffFilter, *, on: date) -> Page[StaffPart]:
    """The staff whom a caller may see: a coordinator those who serve their localities, planners and administrators all."""
    role = None if asked.role is None else asked.role.value
    found = rows.members(session, organisation_id=asked.organisation_id, role=role, skill_id=asked.skill_id, on=on)
    own = _teams_of(session, caller)
    seen = [
        member for member in found if not own.isdisjoint(member.team_ids) and asked.team_id in (None, *member.team_ids)
    ]
    entries = parts(session, caller, seen[asked.offset : asked.offset + asked.limit])
    return Page[StaffPart](entries=entries, total=len(seen), limit=asked.limit, offset=asked.offset)


def one(session: Session, caller: Caller, staff_id: str) -> StaffPart:
    """A staff member whom the caller may see; staff see themselves."""
    return parts(session, caller, [_seen(session, caller, staff_id)])[0]


def change(session: Session, caller: Caller, staff_id: str, asked: StaffChange, *, if_match: str | None) -> StaffRecord:
    """Change a staff member of the caller's localities.

    Raises
    ------
    RefusedError
        A team of another locality would be added or taken away, or there is no such team.
    """
    member = reachable(session, caller, staff_id)
    check_version(member, if_match)
    values = asked.model_dump(exclude_none=True, mode="json")
    if asked.team_ids is not None:
        others = set(member.team_ids) ^ set(asked.team_ids)
        if strangers := sorted(others - _teams_of(session, caller)):
            faults = [
                {"where": "body.team_ids", "value": team_id, "expected": "a team of yours"} for team_id in strangers
            ]
            raise RefusedError("Teams of others stay as they are.", code="not-your-team", faults=faults)
    for name, value in values.items():
        setattr(member, name, value)
    record(session, caller, "change", "staff", staff_id, details={"fields": sorted(values)})
    return member


def hold_skill(
    session: Session, caller: Caller, staff_id: str, skill_id: str, asked: SkillHeld, *, if_match: str | None
) -> StaffRecord:
    """Let a staff member use a skill until a day; a day gone by takes it away."""
    member = reachable(session, caller, staff_id)
    if skill_id not in {skill.skill_id for skill in rows.skills(session)}:
        raise NotFoundError(f"There is no skill {skill_id}.")
    check_version(member, if_match)
    session.merge(StaffSkillRecord(staff_id=staff_id, skill_id=skill_id, expires_on=asked.expires_on))
    until = None if asked.expires_on is None else asked.expires_on.isoformat()
    record(session, caller, "change", "staff", staff_id, details={"skill_id": skill_id, "expires_on": until})
    return member


def parts(session: Session, caller: Caller, members: Sequence[StaffRecord]) -> list[StaffPart]:
    """Staff members as the caller sees them."""
    held: defaultdict[str, list[HeldSkillPart]] = defaultdict(list)
    for skill in rows.skills_of(session, [member.staff_id for member in members]):
        held[skill.staff_id].append(HeldSkillPart.model_validate(skill))
    withheld = PRIVATE if caller.role is AccountRole.PLANNER else ()
    return [_part(member, held[member.staff_id], withheld) for member in members]


def _part(member: StaffRecord, held: Iterable[HeldSkillPart], withheld: tuple[str, ...]) -> StaffPart:
    columns = {name: getattr(member, name) for name in StaffPart.model_fields if name not in ("skills", "withheld")}
    return StaffPart(**columns | dict.fromkeys(withheld), skills=tuple(held), withheld=withheld)


def seen_ids(session: Session, caller: Caller, *, team_id: str | None = None, staff_id: str | None = None) -> list[str]:
    """Ids of the staff whom a caller may see, of a team, or one of them."""
    own = _teams_of(session, caller)
    return [
        member.staff_id
        for member in rows.members(session, on=date.min)
        if not own.isdisjoint(member.team_ids)
        and team_id in (None, *member.team_ids)
        and staff_id in (None, member.staff_id)
    ]


def reachable(session: Session, caller: Caller, staff_id: str) -> StaffRecord:
    """A staff member who serves a team of the caller's, to be changed.

    Raises
    ------
    NotFoundError
        There is none, or not for the caller.
    """
    member = rows.member(session, staff_id, to_change=True)
    if member is None or _teams_of(session, caller).isdisjoint(member.team_ids):
        raise NotFoundError(f"There is no staff member {staff_id}.", attempt=("staff", staff_id) if member else None)
    return member


def _seen(session: Session, caller: Caller, staff_id: str) -> StaffRecord:
    wanted = caller.staff_id if staff_id == ME else staff_id
    member = None if wanted is None else rows.member(session, wanted)
    is_own = member is not None and member.staff_id == caller.staff_id
    if member is None or not (is_own or not _teams_of(session, caller).isdisjoint(member.team_ids)):
        raise NotFoundError(f"There is no staff member {staff_id}.", attempt=("staff", staff_id) if member else None)
    return member


def _teams_of(session: Session, caller: Caller) -> frozenset[str]:
    """The teams with which a caller works."""
    if caller.role is AccountRole.COORDINATOR:
        return rows.teams_of(session, caller.locality_ids)
    is_of_all = caller.role in (AccountRole.PLANNER, AccountRole.ADMINISTRATOR)
    return rows.all_teams(session) if is_of_all else frozenset()
