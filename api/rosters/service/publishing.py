"""Publishing: a draft becomes the next numbered, unchangeable version of its scope and days, and whom it concerns is told."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.assembly import problem_in, tables_of, zip_of
from api.audit import record as audit
from api.database import Database
from api.dependencies import check_version, etag, see_version
from api.errors import ConflictError, RefusedError
from api.rosters import repository
from api.rosters.schemas.differences import DifferencePart
from api.rosters.schemas.drafts import RosterSummary
from api.rosters.schemas.publishing import PublishRequest
from api.rosters.service.differing import difference, parts_of
from api.rosters.service.drafts import judge
from api.rosters.service.pins import merged
from api.rosters.service.reading import difference_part, staff_by_shift, summary_of
from api.rosters.service.speaking import Hearing, refusal_told
from api.rosters.service.standing import Standing, read_on, rests_on, standing, theirs
from api.rosters.service.telling import give_notice, update_calendars
from api.scopes import scope_of
from api.security import Caller
from api.tables.rosters import RosterRecord, RosterState
from api.turns import Turn
from scheduler.io.plan_document import PlanDocument
from scheduler.io.plan_json import document_of


@dataclass(frozen=True)
class Judged:
    """A draft that may be published, as it will be."""

    record: RosterRecord
    """A copy of the draft; the row is another."""
    kept: Standing
    tables_zip: bytes
    earlier: Standing | None
    """What it replaces."""
    parts: list[DifferencePart]
    taken_out: list[str]


def publish(
    database: Database, caller: Caller, roster_id: str, asked: PublishRequest, *, if_match: str | None, now: datetime
) -> tuple[RosterSummary, str]:
    """Publish a draft; what it is then, and its ETag.

    Raises
    ------
    ConflictError
        It is no draft any more; another version was published since it began (with the difference); the data have
        overtaken it; or another published roster has some of its visits.
    RefusedError
        It breaks a hard rule for which nobody answers, or leaves a must-serve visit out that was not named.
    """
    return database.decide(
        lambda session: _judged(session, caller, roster_id, asked, if_match=if_match, now=now),
        lambda session, judged: rests_on(session, scope_of(judged.record), roster_id),
        lambda session, judged: _written(session, caller, asked, judged, if_match=if_match, now=now),
        turn=Turn.PUBLISHING,
    )


def _judged(
    session: Session, caller: Caller, roster_id: str, asked: PublishRequest, *, if_match: str | None, now: datetime
) -> Judged:
    record = theirs(session, caller, roster_id)
    in_force = repository.in_force_for(session, scope_of(record))
    _see_that_it_is_next(session, record, in_force, asked)
    see_version(record, if_match)
    session.expunge(record)
    if in_force is not None and in_force.roster_id != record.based_on_id:
        _base_on(session, record, in_force)
    tables = tables_of(session, scope_of(record))
    problem = problem_in(tables, scope_of(record))
    read = read_on(session, record, problem)
    _see_that_it_holds(read, asked, Hearing.of(session, caller, read.problem, now=now))
    earlier = None if in_force is None else standing(session, in_force)
    kept = _as_published(record, read, problem.digest, now=now)
    judge(record, kept)
    record.plan = kept.document.model_dump(mode="json")
    # What was named beside these is nobody's id, and may be a name.
    taken_out = sorted({*asked.acknowledged_changes} & {lost.visit_id for lost in read.overtaken})
    return Judged(record, kept, zip_of(tables), earlier, parts_of(earlier, kept), taken_out)


def _written(
    session: Session, caller: Caller, asked: PublishRequest, judged: Judged, *, if_match: str | None, now: datetime
) -> tuple[RosterSummary, str]:
    record = theirs(session, caller, judged.record.roster_id, to_change=True)
    check_version(record, if_match)
    in_force, kept = repository.in_force_for(session, scope_of(record)), judged.kept
    _see_that_nothing_is_booked_twice(session, record, kept)
    _keep(session, caller, record, judged, in_force, now=now)
    give_notice(session, record, judged.parts, now=now)
    earlier = None if in_force is None or judged.earlier is None else (in_force, judged.earlier)
    update_calendars(session, record, kept, earlier, now=now)
    details = {
        "number": record.number,
        "left_out": sorted({*asked.acknowledged_left_out} & {left.visit_id for left in kept.plan.left_out}),
        "taken_out": judged.taken_out,
        "pins_lost": [pin.visit_id for pin in kept.pins_lost],
        "pins_dropped": [pin.visit_id for pin in kept.pins_dropped],
        "undone": [found.visit_id for found in kept.undone],
        "replaces": None if in_force is None else in_force.roster_id,
    }
    patients = sorted({patient.id for patient in kept.problem.patients})
    audit(session, caller, "publish", "roster", record.roster_id, patient_ids=patients, details=details)
    return summary_of(record), etag(record)


def _see_that_it_is_next(
    session: Session, record: RosterRecord, in_force: RosterRecord | None, asked: PublishRequest
) -> None:
    """It is a draft still, and the version in force is the one that its author has seen."""
    if record.state != RosterState.DRAFT:
        raise ConflictError(
            f"Roster {record.roster_id} is {record.state}, and no draft any more.",
            code="not-a-draft",
            **_difference(session, record, in_force),
        )
    seen = asked.replaces_id or record.based_on_id
    if in_force is not None and in_force.roster_id != seen:
        raise ConflictError(
            "Another version has been published since this draft began. See what it changed, change the draft where it"
            f" must, and publish with replaces_id {in_force.roster_id}.",
            code="published-meanwhile",
            **_difference(session, record, in_force),
        )


def _base_on(session: Session, record: RosterRecord, in_force: RosterRecord) -> None:
    """Let a draft replace a version that was published after it began, and keep what that one has pinned since."""
    before = session.get(RosterRecord, record.based_on_id) if record.based_on_id else None
    record.pins = merged(record.pins_given if before is None else before.pins, record.pins, in_force.pins)
    record.based_on_id = in_force.roster_id


def _difference(session: Session, record: RosterRecord, in_force: RosterRecord | None) -> dict[str, Any]:
    """What is in force by now, against what the draft was based on."""
    if in_force is None:
        return {"more": {"published_id": None, "difference": None}}
    based_on = session.get(RosterRecord, record.based_on_id) if record.based_on_id else None
    found = difference(session, based_on, in_force)
    more = {"published_id": in_force.roster_id, "difference": found.model_dump(mode="json")}
    return {"more": more, "tells_of": {part.visit_id for part in found.visits}}


def _see_that_it_holds(read: Standing, asked: PublishRequest, hearing: Hearing) -> None:
    lost = [found for found in read.overtaken if found.visit_id not in asked.acknowledged_changes]
    if lost:
        staff = staff_by_shift(read.problem)
        raise ConflictError(
            f"The data have changed since: {len(lost)} stops speak of visits or shifts that are gone."
            " Name the visits in acknowledged_changes to take them out.",
            code="overtaken",
            more={"overtaken": [difference_part(each, staff).model_dump(mode="json") for each in lost]},
            tells_of={each.visit_id for each in lost},
        )
    if hard := read.report.hard_violations:
        raise refusal_told(hard, read.problem, hearing, most=3)
    left_out = {left.visit_id for left in read.plan.left_out}
    if unknown := sorted({*asked.acknowledged_left_out} - left_out):
        raise RefusedError(
            f"{len(unknown)} of the visits named in acknowledged_left_out are not left out. Read the draft again.",
            code="not-left-out",
            faults=[{"where": "body.acknowledged_left_out", "expected": f"of {', '.join(sorted(left_out)) or 'none'}"}],
            tells_of=left_out,
        )
    silent = [visit_id for visit_id in must_serve_left_out(read) if visit_id not in asked.acknowledged_left_out]
    if silent:
        raise RefusedError(
            f"{', '.join(silent)} must be served and {'is' if len(silent) == 1 else 'are'} left out."
            " Name each in acknowledged_left_out once somebody has decided.",
            code="left-out-not-acknowledged",
            more={"visit_ids": silent},
            tells_of=silent,
        )


def must_serve_left_out(read: Standing) -> list[str]:
    """Visits that may never be missed and that nobody makes."""
    visits, end = read.problem.visit_by_id, read.problem.horizon.end
    left = (visits[each.visit_id] for each in read.plan.left_out)
    return sorted(
        visit.id for visit in left if visit.is_must_serve or (visit.respond_by is not None and visit.respond_by < end)
    )


def _see_that_nothing_is_booked_twice(session: Session, record: RosterRecord, read: Standing) -> None:
    """No visit and no busy shift stands in another published roster too: of another scope, or of days that overlap."""
    visits = {stop.visit_id for _, stop in read.plan.stops()}
    shifts = {shift_id for shift_id, _ in read.plan.stops()}
    for other in repository.in_force_on(session, read.problem.horizon.dates()):
        if (other.scope, other.first_date, other.num_days) == (record.scope, record.first_date, record.num_days):
            continue
        routes = PlanDocument.model_validate(other.plan).routes
        twice = {stop.visit_id for route in routes for stop in route.stops} & visits
        busy = {route.shift_id for route in routes if route.stops} & shifts
        if twice or busy:
            raise ConflictError(
                f"Roster {other.roster_id} is published and has some of the same visits or shifts.",
                code="booked-twice",
                more={"roster_id": other.roster_id, "visit_ids": sorted(twice), "shift_ids": sorted(busy)},
                tells_of=twice,
            )


def _as_published(record: RosterRecord, read: Standing, digest: str, *, now: datetime) -> Standing:
    """What is published of a draft: its lawful rest, with the data that it was judged on in its provenance."""
    provenance = read.document.provenance
    if provenance is not None:
        provenance = provenance.model_copy(update={"problem_digest": digest})
    document = document_of(read.plan, read.problem.horizon, scope=scope_of(record), provenance=provenance, made_at=now)
    return replace(read, document=document)


def _keep(
    session: Session,
    caller: Caller,
    record: RosterRecord,
    judged: Judged,
    in_force: RosterRecord | None,
    *,
    now: datetime,
) -> None:
    """Write the snapshot; from here on the row is never changed again but to be superseded."""
    if in_force is not None:
        in_force.state = RosterState.SUPERSEDED
        session.flush()
    for name in ("plan", "pins", "based_on_id", "report", "scorecard"):
        setattr(record, name, getattr(judged.record, name))
    record.tables_zip = judged.tables_zip
    record.number = repository.last_number(session, scope_of(record)) + 1
    record.state = RosterState.PUBLISHED
    record.published_by, record.published_at = caller.account_id, now
    session.flush()
