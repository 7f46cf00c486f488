"""Plans that stand, with their question as the data are now: what is repaired, and beside which a visit is placed."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from api.assembly import problem_of
from api.rosters.service import standing as rosters
from api.scopes import scope_of
from api.tables.rosters import RosterRecord, RosterState
from api.tables.runs import RunRecord
from scheduler.io.plan_document import PlanDocument, Scope
from scheduler.io.plan_json import plan_of
from scheduler.io.plan_standing import still_known
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem


def problem_for(session: Session, scope: Scope, *, is_afresh: bool) -> Problem:
    """What is to be planned of some days: what the roster in force pins and tells counts, unless they are planned afresh."""
    return problem_of(session, scope) if is_afresh else rosters.as_planned(session, scope)


def as_of_now(session: Session, standing: RosterRecord | RunRecord) -> tuple[Problem, Plan]:
    """The problem of a roster's or run's days as the data are now, and what it still has of the plan.

    A roster brings its pins. What one that was published changes is weighed against itself, not against what it replaced.
    """
    if isinstance(standing, RosterRecord):
        read = rosters.as_of_now(session, standing)
        is_draft = standing.state == RosterState.DRAFT
        return (read.problem if is_draft else replace(read.problem, published=read.plan)), read.plan
    problem = problem_for(session, scope_of(standing), is_afresh=standing.is_afresh)
    document = still_known(PlanDocument.model_validate(standing.plan), problem)
    return problem, plan_of(document, problem, path=Path("plan"))
