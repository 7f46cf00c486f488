"""Plans made by hand judged, and the best places for one visit. What is lawful and what it costs, the scheduler says."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from api.errors import NotFoundError, RefusedError
from api.keeping import Kept
from api.rosters.schemas.judgements import JudgementPart
from api.rosters.service.reading import patients_of
from api.rosters.service.speaking import Hearing, judgement_told
from api.rosters.service.standing import as_planned, theirs
from api.runs.schemas import MovedPart, PlacementPart, PlacementRequest, Placements, PlacePart
from api.runs.service import RunPart, run_for, run_with
from api.runs.standing import as_of_now
from api.scopes import settled
from api.security import Caller
from api.tables.changes import data_version
from api.tables.rosters import RosterRecord
from api.tables.runs import RunRecord
from scheduler.io.plan_document import PlanDocument
from scheduler.io.plan_json import plan_of
from scheduler.io.report_json import report_document_of
from scheduler.model.clock import Horizon
from scheduler.model.demand import VisitId
from scheduler.placing.costs import costs_as_dict
from scheduler.placing.desk import Desk
from scheduler.placing.placement import Placement
from scheduler.planning import check_plan

Desks = Kept[Desk]
"""Standing plans ready for the question where a visit could go."""
PLAN = Path("body")
"""What faults in a plan that was sent are said to be in."""


def check(session: Session, caller: Caller, sent: PlanDocument, *, now: datetime) -> tuple[JudgementPart, list[str]]:
    """Judge a plan made by hand: the verdict, and the patients whom it tells of.

    Raises
    ------
    RefusedError, NotFoundError, InputError
        It says no scope; the scope is not the caller's; it names what the days do not have.
    """
    if sent.scope is None:
        fault = {"where": "body.scope", "expected": "the days and the locality or teams that the plan is for"}
        raise RefusedError("The plan does not say what it is for.", code="bad-request", faults=[fault])
    scope = settled(
        session,
        caller,
        first_date=sent.scope.first_date,
        num_days=sent.scope.num_days,
        locality_id=sent.scope.locality,
        team_ids=sent.scope.teams,
    )
    problem = as_planned(session, scope)
    verdict = check_plan(problem, plan_of(sent, problem, path=PLAN))
    report = report_document_of(verdict, problem, sent.number or "")
    shown = {*patients_of(problem, (found.visit_id for found in verdict.violations if found.visit_id))}
    shown |= {found.patient_id for found in verdict.violations if found.patient_id}
    return judgement_told(report, Hearing.of(session, caller, problem, now=now)), sorted(shown)


def best_places(
    session: Session, caller: Caller, desks: Desks, visit_id: str, asked: PlacementRequest
) -> tuple[Placements, list[str]]:
    """The best places for a visit beside a standing plan, and the patients that the answer tells of.

    Raises
    ------
    NotFoundError, ConflictError
        There is no such plan or visit, or it is not the caller's; the run has not ended.
    """
    # Asked before the data are read: a change in between makes the desk too old, never the answer.
    number = data_version(session)
    standing, key = _standing(session, caller, asked)
    desk = desks.get((*key, number), lambda: Desk(*as_of_now(session, standing)))
    visit = desk.problem.visit_by_id.get(VisitId(visit_id))
    if visit is None:
        raise NotFoundError(f"There is no visit {visit_id} on these days.")
    found = desk.best_placements(visit.id, most=asked.most)
    moved = {stop.visit_id for placement in found for stop in placement.moved}
    patients = {visit.patient_id, *(desk.problem.visit_by_id[moved_id].patient_id for moved_id in moved)}
    answer = Placements(visit_id=visit_id, placements=[_part(placement, desk.problem.horizon) for placement in found])
    return answer, sorted(patients)


def _standing(
    session: Session, caller: Caller, asked: PlacementRequest
) -> tuple[RosterRecord | RunRecord, tuple[str, int]]:
    """The roster or run that is meant, and what its plan is known by."""
    if asked.run_id is not None:
        run = run_with(run_for(session, caller, asked.run_id), RunPart.PLAN)
        return run, (run.run_id, run.attempts)
    roster = theirs(session, caller, asked.roster_id or "")
    return roster, (roster.roster_id, roster.version)


def _part(placement: Placement, horizon: Horizon) -> PlacementPart:
    return PlacementPart(
        places=[
            PlacePart(
                visit_id=place.visit_id,
                attendance=place.attendance + 1,
                shift_id=place.shift_id,
                staff_id=place.staff_id,
                position=place.position + 1,
                starts_at=horizon.datetime_of(place.start),
            )
            for place in placement.places
        ],
        cost_points=placement.points,
        cost_by_rule=costs_as_dict(placement.costs),
        moved=[
            MovedPart(
                visit_id=stop.visit_id,
                attendance=stop.attendance + 1,
                shift_id=stop.shift_id,
                later_minutes=stop.minutes,
            )
            for stop in placement.moved
        ],
    )
