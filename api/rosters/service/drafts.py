"""Drafts: begun from a run or a plan, read, listed, discarded."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from api.assembly import problem_of
from api.audit import record as audit
from api.database import Database
from api.dependencies import check_version, etag
from api.errors import ConflictError, NotFoundError
from api.keeping import Kept
from api.queue import RunKind
from api.rosters import repository
from api.rosters.schemas.drafts import DraftOfPlan, DraftOfRun, RosterFilter, RosterSummary
from api.rosters.schemas.reading import RosterDetail
from api.rosters.service.pins import Pinned, carried, given, merged
from api.rosters.service.reading import detail_of, patients_shown, summary_of
from api.rosters.service.seeing import sight_of
from api.rosters.service.standing import PLAN, Standing, draft, kept, read_on, rests_on, standing
from api.scopes import is_of, scope_of, scope_text, settled, within
from api.security import Caller
from api.shapes import Page
from api.tables.base import new_id
from api.tables.rosters import RosterRecord, RosterState
from api.tables.runs import RunRecord
from scheduler.io.plan_document import PlanDocument, Scope
from scheduler.io.plan_json import document_of, plan_of
from scheduler.io.report_json import report_document_of
from scheduler.model.problem import Problem

MOST_KEPT = 48
"""[assumption] What the coordinators of two organisations are told of so many rosters as are kept ready; one takes 0.5 MB."""


@dataclass(frozen=True)
class Told:
    """A whole roster as it is sent."""

    body: bytes
    """A `RosterDetail` as JSON."""
    patient_ids: list[str]
    """Whom it tells of."""


_SHELF = Kept[Told](MOST_KEPT)
"""What was told last of published rosters, to all who see the same: they never change."""


@dataclass(frozen=True)
class Begun:
    """A draft thought out, and not yet kept."""

    record: RosterRecord
    told: RosterDetail
    on_record: dict[str, object]
    shown: list[str]
    """Whom it tells of."""


def begin(
    database: Database, caller: Caller, asked: DraftOfRun | DraftOfPlan, *, now: datetime
) -> tuple[RosterDetail, str]:
    """A draft of what a run found, or of a plan made elsewhere, which is judged first; and its ETag.

    Raises
    ------
    NotFoundError
        There is no such run, locality or team, or it is somebody else's.
    ConflictError
        The run has no plan, or asks what-if.
    InputError
        The plan names visits, shifts or attendances that these days and teams do not have.
    """

    def write(session: Session, begun: Begun) -> tuple[RosterDetail, str]:
        session.add(begun.record)
        session.flush()
        subject_id, details = begun.record.roster_id, begun.on_record
        audit(session, caller, "create", "roster", subject_id, patient_ids=begun.shown, details=details)
        return begun.told, etag(begun.record)

    return database.decide(
        lambda session: _begun(session, caller, asked, now=now),
        lambda session, begun: rests_on(session, scope_of(begun.record)),
        write,
    )


def _begun(session: Session, caller: Caller, asked: DraftOfRun | DraftOfPlan, *, now: datetime) -> Begun:
    if isinstance(asked, DraftOfRun):
        run = _run(session, caller, asked.run_id)
        problem = problem_of(session, scope_of(run))
        made = _row(scope_of(run), PlanDocument.model_validate(run.plan), caller, now=now)
        made.run_id = run.run_id
        repaired = session.get(RosterRecord, run.roster_id) if run.roster_id else None
    else:
        scope, repaired = _scope(session, caller, asked), None
        problem = problem_of(session, scope)
        plan = plan_of(asked.plan, problem, path=PLAN)
        document = document_of(plan, problem.horizon, scope=scope, provenance=asked.plan.provenance, made_at=now)
        made = _row(scope, document, caller, now=now)
    in_force = repository.in_force_for(session, scope_of(made))
    made.based_on_id = None if in_force is None else in_force.roster_id
    made.pins_given = given(session, problem)
    made.pins = made.pins_given if asked.drops_pins else _pins(session, problem, repaired, in_force)
    read = read_on(session, made, problem)
    judge(made, read)
    told = detail_of(made, read, sight_of(session, caller, read.problem, now=now))
    return Begun(made, told, _on_record(made, read), patients_shown(session, read))


def judge(record: RosterRecord, read: Standing) -> None:
    """Keep the verdict and the figures beside a roster's plan."""
    report = report_document_of(read.report, read.problem, read.document.number or "")
    record.report = report.model_dump(mode="json", by_alias=True)
    record.scorecard = None if read.scorecard is None else read.scorecard.as_dict()


def told(session: Session, caller: Caller, record: RosterRecord, *, now: datetime) -> Told:
    """A whole roster as its coordinator sees it."""
    read = standing(session, record)
    sight = sight_of(session, caller, read.problem, now=now)

    def tell() -> Told:
        return Told(detail_of(record, read, sight).model_dump_json().encode(), patients_shown(session, read))

    return kept(_SHELF, record, tell, sight.key)


def listed(session: Session, caller: Caller, asked: RosterFilter) -> Page[RosterSummary]:
    """The caller's rosters."""
    found = repository.rosters(
        session,
        within(session, caller, RosterRecord.locality_id),
        day=asked.date,
        locality_id=asked.locality_id,
        state=asked.state,
    )
    page = found[asked.offset : asked.offset + asked.limit]
    return Page(entries=[*map(summary_of, page)], total=len(found), limit=asked.limit, offset=asked.offset)


def discard(session: Session, caller: Caller, roster_id: str, if_match: str | None) -> None:
    """Put a draft away; its changes by hand stay on record."""
    record = draft(session, caller, roster_id)
    check_version(record, if_match)
    record.state = RosterState.DISCARDED
    audit(session, caller, "discard", "roster", roster_id)


def _row(scope: Scope, document: PlanDocument, caller: Caller, *, now: datetime) -> RosterRecord:
    # Whole before it is kept, for it is told so.
    return RosterRecord(
        roster_id=new_id(),
        version=1,
        state=RosterState.DRAFT.value,
        scope=scope_text(scope),
        locality_id=scope.locality,
        team_ids=list(scope.teams),
        first_date=scope.first_date,
        num_days=scope.num_days,
        plan=document.model_dump(mode="json"),
        made_by=caller.account_id,
        made_at=now.astimezone(UTC),
    )


def _scope(session: Session, caller: Caller, asked: DraftOfPlan) -> Scope:
    return settled(
        session,
        caller,
        first_date=asked.first_date,
        num_days=asked.num_days,
        locality_id=asked.locality_id,
        team_ids=asked.team_ids,
    )


def _pins(
    session: Session, problem: Problem, repaired: RosterRecord | None, in_force: RosterRecord | None
) -> list[Pinned]:
    """What a draft begins with: the pins of the roster that was repaired, else of the one in force."""
    pins = carried(session, problem, repaired or in_force)
    if repaired is None or in_force is None:
        return pins
    before = session.get(RosterRecord, repaired.based_on_id) if repaired.based_on_id else None
    return merged(repaired.pins_given if before is None else before.pins, pins, in_force.pins)


def _on_record(made: RosterRecord, read: Standing) -> dict[str, object]:
    return {
        "run_id": made.run_id,
        "pins_lost": [pin.visit_id for pin in read.pins_lost],
        "pins_dropped": [pin.visit_id for pin in read.pins_dropped],
        "undone": [found.visit_id for found in read.undone],
    }


def _run(session: Session, caller: Caller, run_id: str) -> RunRecord:
    run = session.get(RunRecord, run_id)
    if run is None:
        raise NotFoundError(f"There is no run {run_id}.")
    if not is_of(session, caller, run.locality_id):
        raise NotFoundError(f"There is no run {run_id}.", attempt=("run", run_id))
    if run.plan is None:
        raise ConflictError(f"Run {run_id} is {run.state} and has no plan.", code="run-without-plan")
    if run.kind == RunKind.WHAT_IF:
        raise ConflictError(f"Run {run_id} asks what-if: nobody works by its plan.", code="run-asks-what-if")
    return run
