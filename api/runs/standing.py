"""Plans that stand, with their question as the data are now: what is repaired, and beside which a visit is placed."""

from pathlib import Path

from sqlalchemy.orm import Session

from api.assembly import problem_of
from api.scopes import scope_of
from api.tables.rosters import RosterRecord
from api.tables.runs import RunRecord
from scheduler.io.plan_document import PlanDocument
from scheduler.io.plan_json import plan_of
from scheduler.io.plan_standing import still_known
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem


def as_of_now(session: Session, standing: RosterRecord | RunRecord) -> tuple[Problem, Plan]:
    """The problem of a roster's or run's days as the data are now, and what it still has of the plan."""
    problem = problem_of(session, scope_of(standing))
    document = still_known(PlanDocument.model_validate(standing.plan), problem)
    return problem, plan_of(document, problem, path=Path("plan"))
