"""Changes by hand in a draft: judged before they are kept, and refused with the rule's words where they break one newly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.audit import record as audit
from api.database import Database
from api.dependencies import check_version, etag, see_version
from api.errors import NotFoundError, RefusedError
from api.rosters import repository
from api.rosters.schemas.moves import ChangeAnswer, ChangePart, LeaveOut, Move, VisitChange
from api.rosters.service.drafts import judge
from api.rosters.service.pins import changed, with_pins
from api.rosters.service.placing import Wanted, placings
from api.rosters.service.reading import difference_part, patients_of, staff_by_shift
from api.rosters.service.speaking import Hearing, change_told, refusal_told
from api.rosters.service.standing import PLAN, Standing, draft, rests_on, standing
from api.scopes import scope_of
from api.security import Caller
from api.shapes import Page, Paging
from api.tables.rosters import RosterChangeRecord, RosterRecord
from scheduler.io.plan_difference import differences
from scheduler.io.plan_document import PlanDocument, RoutePart
from scheduler.io.plan_json import document_of, plan_of
from scheduler.io.plan_standing import still_known
from scheduler.model.demand import VisitId
from scheduler.model.plan import LeftOut, Override, Plan
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.placing.costs import newly_broken
from scheduler.planning import Desk, check_plan
from scheduler.rules import CATALOGUE, RuleId
from scheduler.validation.violation import Violation


@dataclass(frozen=True)
class Decided:
    """A change thought out, and not yet kept."""

    record: RosterRecord
    """A copy with the change; the row is another."""
    before: Standing
    after: Standing
    overridden: Sequence[RuleId]
    hearing: Hearing


def change(
    database: Database,
    caller: Caller,
    roster_id: str,
    visit_id: str,
    asked: VisitChange,
    *,
    if_match: str | None,
    now: datetime,
) -> tuple[ChangeAnswer, str]:
    """Change one visit of a draft; the answer, and the draft's ETag.

    Raises
    ------
    NotFoundError
        There is no such draft, visit or shift.
    RefusedError
        It would newly break a hard rule (`breaks-rule`, with every violation), or cannot be done.
    """

    def write(session: Session, decided: Decided) -> tuple[ChangeAnswer, str]:
        record = draft(session, caller, roster_id)
        check_version(record, if_match)
        for name in ("plan", "pins", "report", "scorecard"):
            setattr(record, name, getattr(decided.record, name))
        kept = _kept(session, caller, record, VisitId(visit_id), asked, decided.overridden, now=now)
        answer = _answer(record, change_told(kept, decided.hearing), decided.before, decided.after)
        moved = {visit_id, *(found.visit_id for found in answer.differences)}
        _audit(session, caller, record, kept, patients_of(decided.before.problem, moved))
        return answer, etag(record)

    return database.decide(
        lambda session: _change(session, caller, roster_id, VisitId(visit_id), asked, if_match=if_match, now=now),
        lambda session, decided: rests_on(session, scope_of(decided.record), roster_id),
        write,
    )


def _change(
    session: Session,
    caller: Caller,
    roster_id: str,
    visit_id: VisitId,
    asked: VisitChange,
    *,
    if_match: str | None,
    now: datetime,
) -> Decided:
    record = draft(session, caller, roster_id, to_change=False)
    see_version(record, if_match)
    before = standing(session, record)
    session.expunge(record)
    if visit_id not in before.problem.visit_by_id:
        raise NotFoundError(f"Roster {roster_id} has no visit {visit_id}.")
    hearing = Hearing.of(session, caller, before.problem, now=now)
    overridden: Sequence[RuleId] = ()
    if isinstance(asked, Move | LeaveOut):
        plan, overridden = _decided(before, visit_id, asked, caller, hearing)
        record.plan = _rewritten(record, before, plan, now=now)
        after = _read_again(before, record)
    else:
        record.pins = changed(record.pins, before.problem, before.plan, visit_id, asked)
        after = replace(before, problem=with_pins(before.problem, record.pins), pins=tuple(record.pins))
    judge(record, after)
    return Decided(record, before, after, overridden, hearing)


def changes(
    session: Session, caller: Caller, record: RosterRecord, paging: Paging, *, now: datetime
) -> tuple[Page[ChangePart], list[str]]:
    """What was changed by hand in a roster, in order, and the patients whom it tells of."""
    rows, total = repository.changes(session, record.roster_id, limit=paging.limit, offset=paging.offset)
    hearing = Hearing.of_visits(session, caller, {row.visit_id for row in rows}, now=now)
    entries = [change_told(row, hearing) for row in rows]
    page = Page[ChangePart](entries=entries, total=total, limit=paging.limit, offset=paging.offset)
    return page, hearing.patient_ids


def _kept(
    session: Session,
    caller: Caller,
    record: RosterRecord,
    visit_id: VisitId,
    asked: VisitChange,
    overridden: Sequence[RuleId],
    *,
    now: datetime,
) -> RosterChangeRecord:
    """The change on record."""
    what = asked.model_dump(mode="json", exclude={"reason", "override_reason"})
    kept = RosterChangeRecord(
        roster_id=record.roster_id,
        visit_id=visit_id,
        what={**what, "overridden": [rule.code for rule in overridden]},
        reason=asked.reason,
        override_reason=asked.override_reason or "",
        made_by=caller.account_id,
        made_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def _audit(
    session: Session, caller: Caller, record: RosterRecord, kept: RosterChangeRecord, patient_ids: Sequence[str]
) -> None:
    overridden = kept.what["overridden"]
    details = {"visit_id": kept.visit_id, "change_id": kept.change_id, "overridden": overridden}
    action = "override" if overridden else "change"
    audit(session, caller, action, "roster", record.roster_id, patient_ids=patient_ids, details=details)


def _decided(
    before: Standing, visit_id: VisitId, asked: Move | LeaveOut, caller: Caller, hearing: Hearing
) -> tuple[Plan, Sequence[RuleId]]:
    """The first plan with the change that newly breaks nothing, or nothing that is not answered for; else the refusal."""
    problem = before.problem
    were, refused = before.report.hard_violations, tuple[Violation, ...]()
    for plan in _ways(before, visit_id, asked):
        broken = newly_broken(were, check_plan(problem, plan).hard_violations)
        if not broken:
            return plan, ()
        answered = _answered_for(plan, broken, asked.override_reason, caller)
        if answered is not None and not newly_broken(were, check_plan(problem, answered).hard_violations):
            return answered, tuple(dict.fromkeys(found.rule for found in broken))
        refused = refused or broken
    if not refused:
        raise RefusedError(f"Visit {visit_id} has no other place there.", code="no-place")
    raise refusal_told(refused, problem, hearing)


def _ways(before: Standing, visit_id: VisitId, asked: Move | LeaveOut) -> Iterator[Plan]:
    if isinstance(asked, Move):
        yield from placings(Desk(before.problem, before.plan), _wanted(before.problem, visit_id, asked))
        return
    left = LeftOut(visit_id, asked.outcome, asked.reason, asked.new_latest_on)
    remaining = before.plan.without((visit_id,))
    yield replace(remaining, left_out=(*remaining.left_out, left))


def _wanted(problem: Problem, visit_id: VisitId, asked: Move) -> Wanted:
    for shift_id in (asked.shift_id, asked.with_shift_id):
        if shift_id is not None and shift_id not in problem.shift_by_id:
            raise NotFoundError(f"There is no shift {shift_id} on these days for these teams.")
    start = None if asked.start is None else problem.horizon.minute_of(asked.start)
    partner = None if asked.with_shift_id is None else ShiftId(asked.with_shift_id)
    return Wanted(visit_id, ShiftId(asked.shift_id), start, asked.attendance - 1, partner)


def _answered_for(plan: Plan, broken: Sequence[Violation], override_reason: str | None, caller: Caller) -> Plan | None:
    """The plan for which somebody takes responsibility; None where nobody does, or may."""
    if override_reason is None or not all(CATALOGUE[found.rule].may_override and found.shift_id for found in broken):
        return None
    given = {(found.rule, found.shift_id) for found in broken if found.shift_id is not None}
    overrides = [Override(rule, shift, caller.account_id, override_reason) for rule, shift in sorted(given)]
    return replace(plan, overrides=(*plan.overrides, *overrides))


def _rewritten(record: RosterRecord, before: Standing, plan: Plan, *, now: datetime) -> dict[str, Any]:
    """The draft's document with the new plan; stops that the data no longer have stay in it until it is published."""
    document = document_of(
        plan,
        before.problem.horizon,
        scope=scope_of(record),
        provenance=before.document.provenance,
        made_at=now,
    )
    lost = {(each.visit_id, each.attendance) for each in before.overtaken}
    routes = {route.shift_id: route.stops for route in document.routes}
    for route in before.document.routes:
        stops = [stop for stop in route.stops if (stop.visit_id, stop.attendance) in lost]
        if stops:
            routes[route.shift_id] = (*routes.get(route.shift_id, ()), *stops)
    whole = tuple(RoutePart(shift_id=shift_id, stops=stops) for shift_id, stops in routes.items())
    return document.model_copy(update={"routes": whole}).model_dump(mode="json")


def _read_again(before: Standing, record: RosterRecord) -> Standing:
    document = PlanDocument.model_validate(record.plan)
    plan = plan_of(still_known(document, before.problem), before.problem, path=PLAN)
    return replace(before, plan=plan, document=document)


def _answer(record: RosterRecord, change: ChangePart, before: Standing, after: Standing) -> ChangeAnswer:
    staff = staff_by_shift(before.problem)
    return ChangeAnswer(
        change=change,
        version=record.version,
        differences=[difference_part(found, staff) for found in differences(before.document, after.document)],
        is_lawful=after.report.is_lawful,
        cost_points=after.report.cost - before.report.cost,
    )
