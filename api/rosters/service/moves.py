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
from api.rosters.service.reading import difference_part, staff_by_shift
from api.rosters.service.standing import PLAN, Standing, draft, rests_on, standing
from api.scopes import scope_of
from api.security import Caller
from api.tables.rosters import RosterChangeRecord, RosterRecord
from scheduler.io.plan_difference import differences
from scheduler.io.plan_document import PlanDocument, RoutePart
from scheduler.io.plan_json import document_of, plan_of
from scheduler.io.plan_standing import still_known
from scheduler.io.report_json import violation_part_of
from scheduler.model.demand import Visit, VisitId
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
        visit = decided.before.problem.visit_by_id[VisitId(visit_id)]
        kept = _kept(session, caller, record, visit, asked, decided.overridden, now=now)
        return _answer(record, kept, decided.before, decided.after), etag(record)

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
    overridden: Sequence[RuleId] = ()
    if isinstance(asked, Move | LeaveOut):
        plan, overridden = _decided(before, visit_id, asked, caller)
        record.plan = _rewritten(record, before, plan, now=now)
        after = _read_again(before, record)
    else:
        record.pins = changed(record.pins, before.problem, before.plan, visit_id, asked)
        after = replace(before, problem=with_pins(before.problem, record.pins), pins=tuple(record.pins))
    judge(record, after)
    return Decided(record, before, after, overridden)


def changes(session: Session, record: RosterRecord) -> list[ChangePart]:
    """What was changed by hand in a roster, in order."""
    return [ChangePart.model_validate(row) for row in repository.changes(session, record.roster_id)]


def _kept(
    session: Session,
    caller: Caller,
    record: RosterRecord,
    visit: Visit,
    asked: VisitChange,
    overridden: Sequence[RuleId],
    *,
    now: datetime,
) -> RosterChangeRecord:
    """The change on record, and in the audit."""
    what = asked.model_dump(mode="json", exclude={"reason", "override_reason"})
    kept = RosterChangeRecord(
        roster_id=record.roster_id,
        visit_id=visit.id,
        what={**what, "overridden": [rule.code for rule in overridden]},
        reason=asked.reason,
        override_reason=asked.override_reason or "",
        made_by=caller.account_id,
        made_at=now,
    )
    session.add(kept)
    session.flush()
    details = {"visit_id": visit.id, "change_id": kept.change_id, "overridden": [rule.code for rule in overridden]}
    audit(
        session,
        caller,
        "override" if overridden else "change",
        "roster",
        record.roster_id,
        patient_ids=[visit.patient_id],
        details=details,
    )
    return kept


def _decided(
    before: Standing, visit_id: VisitId, asked: Move | LeaveOut, caller: Caller
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
    raise RefusedError(
        " ".join(found.says for found in refused),
        code="breaks-rule",
        faults=[_fault(found) for found in refused],
        more={"violations": [violation_part_of(found, problem.horizon).model_dump(mode="json") for found in refused]},
    )


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


def _fault(found: Violation) -> dict[str, Any]:
    rule = CATALOGUE[found.rule]
    return {
        "where": f"visit {found.visit_id}" if found.visit_id else f"shift {found.shift_id}",
        "expected": rule.sentence,
        "rule": found.rule.code,
        "says": found.says,
        "may_override": rule.may_override,
    }


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


def _answer(record: RosterRecord, kept: RosterChangeRecord, before: Standing, after: Standing) -> ChangeAnswer:
    staff = staff_by_shift(before.problem)
    return ChangeAnswer(
        change=ChangePart.model_validate(kept),
        version=record.version,
        differences=[difference_part(found, staff) for found in differences(before.document, after.document)],
        is_lawful=after.report.is_lawful,
        cost_points=after.report.cost - before.report.cost,
    )
