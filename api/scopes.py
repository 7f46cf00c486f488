"""Which part of the county a run or roster is about, and whose that is. What may be done with it stands in the rooms."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.errors import NotFoundError, RefusedError
from api.security import AccountRole, Caller
from api.tables.geography import LocalityRecord, TeamRecord
from scheduler.io.plan_document import Scope


class Scoped(Protocol):
    """A row that is about some days of a locality, of teams in one, or of the county."""

    first_date: Any
    num_days: Any
    locality_id: Any
    team_ids: Any


def scope_of(row: Scoped) -> Scope:
    """The part of the data that a row is about."""
    return Scope(first_date=row.first_date, num_days=row.num_days, locality=row.locality_id, teams=tuple(row.team_ids))


def scope_text(scope: Scope) -> str:
    """A scope as one text, so that numbers of the same scope follow each other."""
    where = scope.locality or "county"
    return f"{where}/{'+'.join(scope.teams)}" if scope.teams else where


def settled(
    session: Session,
    caller: Caller,
    *,
    first_date: date,
    num_days: int,
    locality_id: str | None,
    team_ids: Sequence[str],
) -> Scope:
    """The scope that a caller asks for, with the locality of its teams; none is the whole county.

    Raises
    ------
    NotFoundError
        There is no such locality or team, or a coordinator asks for what is not theirs.
    RefusedError
        The teams lie in several localities.
    """
    own = select(TeamRecord.team_id, TeamRecord.locality_id).where(TeamRecord.team_id.in_(team_ids))
    found = dict(session.execute(own).all())
    for team_id in team_ids:
        if team_id not in found or (locality_id is not None and found[team_id] != locality_id):
            raise NotFoundError(f"There is no team {team_id}" + (f" in {locality_id}." if locality_id else "."))
    if len(set(found.values())) > 1:
        raise RefusedError("The teams lie in several localities, expected those of one.", code="several-localities")
    locality_id = locality_id or next(iter(found.values()), None)
    if locality_id is not None and session.get(LocalityRecord, locality_id) is None:
        raise NotFoundError(f"There is no locality {locality_id}.")
    if not is_of(session, caller, locality_id):
        wanted = locality_id or "county"
        raise NotFoundError(f"There is no locality {wanted}.", attempt=("locality", wanted))
    return Scope(first_date=first_date, num_days=num_days, locality=locality_id, teams=tuple(sorted(set(team_ids))))


def is_of(session: Session, caller: Caller, locality_id: str | None) -> bool:
    """Whether a locality, or the county (None), is among what a caller works with: coordinators have theirs, planners all."""
    if caller.role is not AccountRole.COORDINATOR:
        return caller.role is AccountRole.PLANNER
    if locality_id is not None:
        return locality_id in caller.locality_ids
    return caller.locality_ids.issuperset(session.scalars(select(LocalityRecord.locality_id)))


def within(session: Session, caller: Caller, column: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    """The same as `is_of`, as a clause on a column of localities."""
    if caller.role is AccountRole.PLANNER or is_of(session, caller, None):
        return true()
    return column.in_(sorted(caller.locality_ids))
