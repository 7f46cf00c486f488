"""Why a visit of a roster is where it is, in the scheduler's words."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.errors import NotFoundError
from api.rosters.schemas.explaining import (
    AlternativePart,
    ObstaclePart,
    PlacedPart,
    RelaxationPart,
    TogetherPart,
    VisitExplanation,
)
from api.rosters.service.speaking import Hearing, explanation_told
from api.rosters.service.standing import standing
from api.security import Caller
from api.tables.rosters import RosterRecord
from scheduler.explaining.explain import explain
from scheduler.explaining.explanation import Alternative, Explanation, Obstacle, Placement
from scheduler.model.clock import Horizon
from scheduler.model.demand import VisitId
from scheduler.placing.costs import costs_as_dict


def explained(
    session: Session, caller: Caller, record: RosterRecord, visit_id: str, *, now: datetime
) -> tuple[VisitExplanation, list[str]]:
    """The explanation of one visit, and the patients whom it tells of.

    Raises
    ------
    NotFoundError, ForbiddenError
        The roster has no such visit; its patient's care is not open to the caller.
    """
    read = standing(session, record)
    if visit_id not in read.problem.visit_by_id:
        raise NotFoundError(f"Roster {record.roster_id} has no visit {visit_id}.")
    hearing = Hearing.of(session, caller, read.problem, now=now)
    hearing.require(visit_id)
    whole = as_told(explain(read.problem, read.plan, VisitId(visit_id)), read.problem.horizon)
    told = explanation_told(whole.model_dump(), hearing)
    shown = {hearing.patient_by_id[visit_id], *hearing.named_in(whole.model_dump_json())}
    return VisitExplanation.model_validate(told), sorted(shown)


def as_told(found: Explanation, horizon: Horizon) -> VisitExplanation:
    """With moments in place of minutes, and attendances from 1 as everywhere in the service."""
    return VisitExplanation(
        visit_id=found.visit_id,
        outcome=found.outcome,
        summary=found.summary,
        placements=[
            PlacedPart(**_place(each, horizon), cost_by_rule=costs_as_dict(each.costs)) for each in found.placements
        ],
        alternatives=[
            AlternativePart(**_place(each, horizon), cost_points=each.points, cost_by_rule=costs_as_dict(each.costs))
            for each in found.alternatives
        ],
        obstacles=[
            ObstaclePart(**_place(each, horizon), rules=[rule.code for rule in each.rules]) for each in found.obstacles
        ],
        relaxations=[RelaxationPart.model_validate(each.as_dict()) for each in found.relaxations],
        nearest=None if found.nearest is None else TogetherPart.model_validate(found.nearest.as_dict()),
        reasons=list(found.reasons),
    )


def _place(each: Placement | Alternative | Obstacle, horizon: Horizon) -> dict[str, Any]:
    return {
        "shift_id": each.shift_id,
        "staff_id": each.staff_id,
        "role": each.role,
        "attendance": each.attendance + 1,
        "starts_at": horizon.datetime_of(each.start),
        "says": each.says,
    }
