"""A roster with the question that it answers: a draft's as the data are now, a published one's as they were. And whose it is."""

from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from sqlalchemy.orm import Session

from api.assembly import problem_of, problem_of_zip
from api.database import AWAY, Database
from api.errors import ConflictError, NotFoundError
from api.keeping import Kept, Thing
from api.rosters import repository
from api.rosters.schemas.pins import LostPinPart, PinPart
from api.rosters.service.pins import Pinned, carried, dropped, lost, with_pins
from api.scopes import is_of, scope_of
from api.security import Caller
from api.tables.changes import data_version
from api.tables.rosters import RosterRecord, RosterState
from scheduler.io.plan_difference import PlanDifference, differences
from scheduler.io.plan_document import PlanDocument, Scope
from scheduler.io.plan_json import plan_of
from scheduler.io.plan_standing import still_known
from scheduler.kpis.scorecard import Scorecard
from scheduler.model.clock import local_day
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.planning import check_plan, scorecard_of
from scheduler.roster.roster import PlanIdentity, Roster, read_roster
from scheduler.rules import RuleId
from scheduler.validation.validator import ValidationReport

PLAN = Path("plan")
"""What faults in a plan that was sent are said to be in."""
MOST_KEPT = 24
"""[assumption] Three days of a county of eight localities; a locality's takes some 10 MB."""


@dataclass(frozen=True)
class Told:
    """What staff and patients had been told when a roster began."""

    document: PlanDocument
    pins: tuple[Pinned, ...]
    by_hand: frozenset[str]
    """Visits that a person moved or left out, in it or before it."""


@dataclass(frozen=True)
class Standing:
    """A plan and its problem."""

    problem: Problem
    plan: Plan
    """What the problem still has of it."""
    document: PlanDocument
    """All of it."""
    pins: tuple[Pinned, ...]
    """All of them, those that the problem cannot keep included."""
    told: Told | None
    """None: nothing was in force."""

    @cached_property
    def pins_lost(self) -> list[LostPinPart]:
        """Pins that the problem cannot keep."""
        return lost(self.problem, self.pins)

    @cached_property
    def pins_dropped(self) -> list[PinPart]:
        """Pins of the roster in force that this one has no more."""
        return [] if self.told is None else dropped(self.told.pins, self.pins)

    @cached_property
    def undone(self) -> tuple[PlanDifference, ...]:
        """Visits that a person had decided, and that stand elsewhere here."""
        if self.told is None:
            return ()
        found = differences(self.told.document, self.document)
        return tuple(each for each in found if each.visit_id in self.told.by_hand)

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


NEVER_PUBLISHED = (RosterState.DRAFT, RosterState.DISCARDED)
"""States of a roster that is read on the data of the moment."""
_SHELF = Kept[Standing](MOST_KEPT)
"""The published rosters that were read last. They never change, so that what stands here is right for ever."""


def standing(session: Session, record: RosterRecord) -> Standing:
    """Read a roster; a draft on the data of this moment."""
    if record.state in NEVER_PUBLISHED:
        return as_of_now(session, record)

    def read() -> Standing:
        return read_on(session, record, problem_of_zip(record.tables_zip or b"", scope_of(record)))

    return _SHELF.get(record.roster_id, read)


def read_ahead(database: Database) -> None:
    """Read the published rosters of today and tomorrow before anybody asks for them."""
    today = local_day(datetime.now(UTC))
    with suppress(*AWAY), database.reading() as session:
        for record in repository.in_force_on(session, (today, today + timedelta(days=1))):
            standing(session, record)


def kept(shelf: Kept[Thing], record: RosterRecord, make: Callable[[], Thing], *key: Hashable) -> Thing:
    """What is made of a roster and of a key; of a published one it is made once, for it never changes but for its state."""
    if record.state in NEVER_PUBLISHED:
        return make()
    return shelf.get((record.roster_id, record.state, *key), make)


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


def draft(session: Session, caller: Caller, roster_id: str, *, to_change: bool = True) -> RosterRecord:
    """A coordinator's draft; raises ConflictError for what is no draft any more."""
    record = theirs(session, caller, roster_id, to_change=to_change)
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


def as_planned(session: Session, scope: Scope) -> Problem:
    """The problem of some days as a new draft would have it: with the pins that it begins with, and with what was told."""
    problem, in_force = problem_of(session, scope), repository.in_force_for(session, scope)
    problem = with_pins(problem, carried(session, problem, in_force))
    return problem if in_force is None else _with_told(problem, _document(in_force))


def rests_on(session: Session, scope: Scope, roster_id: str | None = None) -> tuple[object, ...]:
    """What a thought about some days rests on: the data, the version in force, and the version of a roster."""
    in_force = repository.in_force_for(session, scope)
    own = None if roster_id is None else session.get(RosterRecord, roster_id, populate_existing=True)
    return data_version(session), in_force and in_force.roster_id, own and own.version


def read_on(session: Session, record: RosterRecord, problem: Problem) -> Standing:
    """Read a roster on the problem of its days, whose pins are the roster's own from then on."""
    problem, document = with_pins(problem, record.pins), _document(record)
    told: Told | None = None
    if earlier := session.get(RosterRecord, record.based_on_id) if record.based_on_id else None:
        told = Told(_document(earlier), tuple(earlier.pins), repository.decided_by_hand(session, earlier))
        problem = _with_told(problem, told.document)
    plan = plan_of(still_known(document, problem), problem, path=PLAN)
    return Standing(problem, plan, document, tuple(record.pins), told)


def _document(record: RosterRecord) -> PlanDocument:
    return PlanDocument.model_validate(record.plan)


def _with_told(problem: Problem, told: PlanDocument) -> Problem:
    return replace(problem, published=plan_of(still_known(told, problem), problem, path=PLAN))
