"""Why a visit of a roster is where it is, in the scheduler's words."""

from typing import Any

from sqlalchemy.orm import Session

from api.audit import record_view
from api.database import Database
from api.errors import NotFoundError
from api.rosters.service.standing import standing
from api.security import Caller
from api.tables.rosters import RosterRecord
from scheduler.explaining.explain import explain
from scheduler.model.demand import VisitId


def explained(
    session: Session, database: Database, caller: Caller, record: RosterRecord, visit_id: str
) -> dict[str, Any]:
    """The explanation of one visit; starts are minutes since the roster's first midnight.

    Raises
    ------
    NotFoundError
        The roster has no such visit.
    """
    read = standing(session, record)
    if visit_id not in read.problem.visit_by_id:
        raise NotFoundError(f"Roster {record.roster_id} has no visit {visit_id}.")
    found = explain(read.problem, read.plan, VisitId(visit_id))
    patient_id = read.problem.visit_by_id[VisitId(visit_id)].patient_id
    record_view(database, caller, "visit", visit_id, patient_ids=[patient_id])
    return found.as_dict()
