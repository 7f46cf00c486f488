"""A roster with the question that it answers: a draft's as the data are now, a published one's as they were. And whose it is."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from api.assembly import problem_of, problem_of_zip
from api.errors import ConflictError, NotFoundError
from api.keeping import Kept
from api.rosters import repository
from api.scopes import is_of, scope_of
from api.security import Caller
from api.tables.rosters import RosterRecord, RosterState
from scheduler.io.plan_difference import PlanDifference, differences
from scheduler.io.plan_document import PlanDocument
from scheduler.io.plan_json import plan_of
from scheduler.io.plan_standing import still_known
from scheduler.kpis.scorecard import Scorecard
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan
from scheduler.model.problem import Pin, Problem
from scheduler.model.workforce import ShiftId
from scheduler.planning import check_plan, scorecard_of
from scheduler.roster.roster import PlanIdentity, Roster, read_roster
from scheduler.rules import RuleId
from scheduler.validation.validator import ValidationReport

PLAN = Path("plan")
"""What faults in a plan that was sent are said to be in."""
MOST_KEPT = 8


@dataclass(frozen=True)
class Standing:
    """A plan and its problem."""

    problem: Problem
    plan: Plan
    """What the problem still has of it."""
    document: PlanDocument
    """All of it."""

    @cached_property
    def overtaken(self) -> tuple[PlanDifference, ...]:
        """Stops whose visit or shift the problem does not have any more."""
        known = still_known(self.document, self.problem)
        return tuple(lost for lost in differences(self.document, known) if lost.before is not None)

    @cached_property
    def report(self) -> ValidationReport:
        """The judge's verdict."""
        return check_plan(self.problem, self.plan)

    @cached_property
    def scorecard(self) -> Scorecard | None:
        """The figures; None while a visit is neither planned nor left out, for then they would lie."""
        if self.report.amount_of(RuleId.ACCOUNTED_FOR):
            return None
        return scorecard_of(self.problem, self.plan, self.report)

    @cached_property
    def roster(self) -> Roster:
        """The plan read in time."""
        return read_roster(self.problem, self.plan)


_SHELF = Kept[Standing](MOST_KEPT)
"""The published rosters that were read last. They never change, so that what stands here is right for ever."""


def standing(session: Session, record: RosterRecord) -> Standing:
    """Read a roster; a draft on the data of this moment."""
    if record.state in (RosterState.DRAFT, RosterState.DISCARDED):
        return as_of_now(session, record)

    def read() -> Standing:
        return read_on(session, record, problem_of_zip(record.tables_zip or b"", scope_of(record)))

    return _SHELF.get(record.roster_id, read)


def as_of_now(session: Session, record: RosterRecord) -> Standing:
    """Read any roster on the data of this moment, with its own pins as far as they can still be kept."""
    return read_on(session, record, problem_of(session, scope_of(record)))


def theirs(session: Session, caller: Caller, roster_id: str, *, to_change: bool = False) -> RosterRecord:
    """A coordinator's roster.

    Raises
    ------
    NotFoundError
        There is none, or it is somebody else's.
    """
    record = repository.roster(session, roster_id, to_change=to_change)
    if record is None:
        raise NotFoundError(f"There is no roster {roster_id}.")
    if not is_of(session, caller, record.locality_id):
        raise NotFoundError(f"There is no roster {roster_id}.", attempt=("roster", roster_id))
    return record


def draft(session: Session, caller: Caller, roster_id: str) -> RosterRecord:
    """A coordinator's draft, to be changed; raises ConflictError for what is no draft any more."""
    record = theirs(session, caller, roster_id, to_change=True)
    if record.state != RosterState.DRAFT:
        raise ConflictError(f"Roster {roster_id} is {record.state}, and no draft any more.", code="not-a-draft")
    return record


def identity_of(record: RosterRecord, read: Standing, *, now: datetime) -> PlanIdentity:
    """What stands on the pages of a roster."""
    return PlanIdentity(
        number=label(record),
        made_at=record.published_at or record.made_at,
        printed_at=now,
        travel_source=read.problem.travel.source,
        problem_digest=read.problem.digest,
    )


def label(record: RosterRecord) -> str:
    """What a roster is called: the number of its scope and days, or that it is a draft."""
    of_days = f"{record.scope} {record.first_date}"
    return f"{of_days}/{record.number}" if record.number else f"{of_days}, draft"


def pins_in(problem: Problem) -> list[dict[str, Any]]:
    """The pins of a problem as a roster keeps them."""
    return [pin_part(problem, pin) for pin in problem.pins]


def pin_part(problem: Problem, pin: Pin) -> dict[str, Any]:
    """A pin as a roster keeps it; attendances count from 1, as in the tables."""
    starts_at = None if pin.start is None else problem.horizon.datetime_of(pin.start).isoformat()
    return {
        "visit_id": pin.visit_id,
        "attendance": pin.attendance + 1,
        "shift_id": pin.shift_id,
        "starts_at": starts_at,
    }


def with_pins(problem: Problem, pins: list[Any]) -> Problem:
    """The problem with a roster's own pins, as far as it knows their visits and shifts."""
    known = (
        Pin(
            VisitId(pin["visit_id"]),
            ShiftId(pin["shift_id"]),
            pin["attendance"] - 1,
            problem.horizon.minute_of(datetime.fromisoformat(pin["starts_at"])) if pin["starts_at"] else None,
        )
        for pin in pins
        if pin["visit_id"] in problem.visit_by_id and pin["shift_id"] in problem.shift_by_id
    )
    return replace(problem, pins=tuple(known))


def read_on(session: Session, record: RosterRecord, problem: Problem) -> Standing:
    """Read a roster on the problem of its days, whose pins are the roster's own from then on."""
    earlier = session.get(RosterRecord, record.based_on_id) if record.based_on_id else None
    problem = with_pins(problem, record.pins)
    if earlier is not None:
        told = still_known(PlanDocument.model_validate(earlier.plan), problem)
        problem = replace(problem, published=plan_of(told, problem, path=PLAN))
    document = PlanDocument.model_validate(record.plan)
    return Standing(problem, plan_of(still_known(document, problem), problem, path=PLAN), document)
