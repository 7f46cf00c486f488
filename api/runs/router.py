"""The verbs of runs."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from sse_starlette import EventSourceResponse

from api.audit import record_view
from api.database import Database
from api.dependencies import Coordinator, DatabaseDep, IdempotencyKey, Now, ReadSession, SettingsDep, WriteSession, only
from api.errors import ConflictError, NotFoundError
from api.problems import TAKEN_IN, documented
from api.queue import ENDED
from api.rosters.schemas.judgements import JudgementPart
from api.runs import placing, service
from api.runs.events import Seen, event_of, events
from api.runs.placing import Desks
from api.runs.schemas import PlacementRequest, Placements, RunFilter, RunRequest, RunStatus
from api.security import AccountRole, Caller
from api.shapes import Page
from scheduler.io.plan_document import PlanDocument
from scheduler.io.report_document import ScorecardDocument

router = APIRouter(prefix="/runs", tags=["Runs"])
plans = APIRouter(tags=["Plans"])
"""The verbs on plans that belong to no run."""


def _desks(request: Request) -> Desks:
    desks: Desks = request.app.state.desks
    return desks


DesksDep = Annotated[Desks, Depends(_desks)]
Asker = Annotated[Caller, Depends(only(AccountRole.COORDINATOR, AccountRole.PLANNER))]
"""Planners ask what-if and read its figures; who is visited and when is for coordinators."""


@router.post("", status_code=202, summary="Ask for a plan", responses=TAKEN_IN)
def request_run(
    asked: RunRequest,
    response: Response,
    session: WriteSession,
    settings: SettingsDep,
    caller: Asker,
    now: Now,
    key: IdempotencyKey = None,
) -> RunStatus:
    """Queue a run: the answer comes at once, the plan when a worker has made it."""
    status = service.request_run(session, caller, settings, asked, key=key, now=now)
    response.headers["Location"] = f"/v1/runs/{status.run_id}"
    return status


@router.get("", summary="List runs")
def list_runs(
    wanted: Annotated[RunFilter, Query()], session: ReadSession, database: DatabaseDep, caller: Asker, now: Now
) -> Page[RunStatus]:
    """The runs of the caller's localities (a planner: what-if runs), the latest first."""
    page, named = service.list_runs(session, caller, wanted, now=now)
    if named:
        record_view(database, caller, "runs", wanted.locality_id or "county", patient_ids=named)
    return page


@router.get("/{run_id}", summary="How a run stands", responses=documented(NotFoundError))
def read_run(run_id: str, database: DatabaseDep, caller: Asker, now: Now) -> RunStatus:
    """Seconds searched, best cost by rule, bound, and the place in the queue; light enough to be asked every second."""
    status, named = _look(database, caller, run_id, now)
    if named:
        _note(database, caller, run_id, named)
    return status


@router.get(
    "/{run_id}/events",
    summary="Follow a run",
    response_class=EventSourceResponse,
    responses={
        **documented(NotFoundError),
        200: {"content": {"text/event-stream": {}}, "description": "Events `progress` and, last, `end`: run statuses."},
        204: {"description": "The end was told already: no need to come back."},
    },
)
def follow_run(
    run_id: str,
    database: DatabaseDep,
    caller: Asker,
    now: Now,
    last_id: Annotated[str | None, Header(alias="Last-Event-ID", description="The last event that was read.")] = None,
) -> Response:
    """Server-sent events until the run has ended; a listener who comes back is told what is new since."""
    look, note = partial(_look, database, caller, run_id, now), partial(_note, database, caller, run_id)
    status, _ = look()
    if status.state in ENDED and event_of(status).id == last_id:
        return Response(status_code=204)
    return EventSourceResponse(events(look, note, last_id=last_id))


@router.delete("/{run_id}", status_code=202, summary="Stop a run", responses=documented(NotFoundError, ConflictError))
def stop_run(run_id: str, session: WriteSession, caller: Asker, now: Now) -> RunStatus:
    """End the search and keep the best plan so far; a run that is still queued is cancelled without one."""
    return service.stop_run(session, caller, run_id, now=now)


@router.get("/{run_id}/plan", summary="The plan of a run", responses=documented(NotFoundError, ConflictError))
def read_plan(run_id: str, session: ReadSession, database: DatabaseDep, caller: Coordinator, now: Now) -> PlanDocument:
    """What was decided: who visits whom and when, and who is left out, for which reason where that is open to the caller."""
    plan, shown = service.plan_of(session, caller, run_id, now=now)
    record_view(database, caller, "run-plan", run_id, patient_ids=shown)
    return plan


@router.get(
    "/{run_id}/report",
    summary="The judge's report on a run's plan",
    responses=documented(NotFoundError, ConflictError),
)
def read_report(
    run_id: str, session: ReadSession, database: DatabaseDep, caller: Coordinator, now: Now
) -> JudgementPart:
    """Every rule with its amount, its cost and its violations, in words where the patient's care is open to the caller."""
    report, shown = service.report_of(session, caller, run_id, now=now)
    record_view(database, caller, "run-report", run_id, patient_ids=shown)
    return report


@router.get(
    "/{run_id}/scorecard",
    summary="The figures of a run's plan",
    response_model=ScorecardDocument,
    responses=documented(NotFoundError, ConflictError),
)
def read_scorecard(run_id: str, session: ReadSession, database: DatabaseDep, caller: Asker) -> Response:
    """What the plan is worth, beside a plan as coordinators make it by hand."""
    scorecard: Any = service.scorecard_of(session, caller, run_id)
    record_view(database, caller, "run-scorecard", run_id)
    return JSONResponse(scorecard)


@plans.post("/plans/check", summary="Judge a plan made by hand", responses=documented(NotFoundError))
def check_plan(sent: PlanDocument, database: DatabaseDep, caller: Coordinator, now: Now) -> JudgementPart:
    """Every rule with its amount, cost and violations, and whether the plan may be published.

    The plan says in `scope` which days and teams it is for; it is judged by the data as they are now.
    """
    with database.reading() as session:
        report, shown = placing.check(session, caller, sent, now=now)
    where = sent.scope.locality if sent.scope is not None else None
    record_view(database, caller, "plan", where or "county", patient_ids=shown, action="check")
    return report


@plans.post(
    "/visits/{visit_id}/placements",
    summary="The best places for one visit",
    responses=documented(NotFoundError, ConflictError),
)
def best_placements(
    visit_id: str, asked: PlacementRequest, database: DatabaseDep, desks: DesksDep, caller: Coordinator
) -> Placements:
    """Where the visit could go beside a standing plan: what each place costs by rule, and whose times it moves.

    All other visits keep their shift and order. The plan is read with the data as they are now, so that a visit which
    came in a minute ago can be placed.
    """
    with database.reading() as session:
        answer, patient_ids = placing.best_places(session, caller, desks, visit_id, asked)
    record_view(database, caller, "placements", visit_id, patient_ids=patient_ids)
    return answer


def _look(database: Database, caller: Caller, run_id: str, now: datetime) -> Seen:
    with database.reading() as session:
        return service.status_of(session, caller, run_id, now=now)


def _note(database: Database, caller: Caller, run_id: str, patient_ids: Sequence[str]) -> None:
    """Record whom a status names; one that names nobody is too light for a record."""
    record_view(database, caller, "run", run_id, patient_ids=patient_ids)
