"""One staff member's part of a roster in every form: rendered to a temporary file, recorded as opened, then sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from api.audit import record as audit
from api.database import Database
from api.errors import NotFoundError, UnavailableError
from api.keeping import Kept
from api.rosters import repository
from api.rosters.schemas.publishing import OpeningPart
from api.rosters.schemas.reading import StaffRoster
from api.rosters.service.reading import patients_in, pinned_in, staff_part, summary_of, touches
from api.rosters.service.seeing import Sight, as_seen, sight_of, sight_of_staff
from api.rosters.service.standing import Standing, identity_of, kept, standing, theirs
from api.security import Caller
from api.shapes import Page, Paging
from api.tables.rosters import RosterOpeningRecord, RosterRecord
from scheduler.io.roster_csv import write_rosters
from scheduler.io.roster_fhir import write_bundle
from scheduler.io.roster_html import write_html
from scheduler.io.roster_ical import Entry, EventStatus, calendar_bytes, happenings
from scheduler.io.roster_pdf import write_pdf
from scheduler.io.roster_xlsx import write_workbook
from scheduler.model.clock import midnight_of
from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffId
from scheduler.roster.itinerary import Itinerary
from scheduler.roster.part import part_of
from scheduler.roster.roster import PlanIdentity, Roster


class ExportForm(StrEnum):
    """A form in which a part of a roster can be had as a file."""

    PDF = "pdf"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"
    ICS = "ics"
    FHIR = "fhir"


MEDIA_TYPES = {
    ExportForm.PDF: "application/pdf",
    ExportForm.CSV: "text/csv; charset=utf-8",
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportForm.HTML: "text/html; charset=utf-8",
    ExportForm.ICS: "text/calendar; charset=utf-8",
    ExportForm.FHIR: "application/fhir+json",
}


@dataclass(frozen=True)
class StaffPartOf:
    """One staff member's shifts of a roster, and what its reader may see."""

    record: RosterRecord
    problem: Problem
    """All that the shifts speak of, and nothing else."""
    roster: Roster
    sight: Sight
    identity: PlanIdentity
    pinned: frozenset[tuple[str, int]]

    @property
    def staff_id(self) -> StaffId:
        """Whose part it is."""
        return self.roster.itineraries[0].staff_id

    @property
    def shift_ids(self) -> tuple[str, ...]:
        """Which of their shifts."""
        return _shift_ids(self.roster.itineraries)

    @property
    def patient_ids(self) -> list[str]:
        """Whom it speaks of."""
        return patients_in(self.problem, self.roster.itineraries)


MOST_KEPT = 1000
"""[assumption] Three days of a county's 330 staff; one takes some 50 kB."""
_PARTS = Kept[tuple[Problem, Roster]](MOST_KEPT)
_SHOWN = Kept[StaffRoster](MOST_KEPT)


def own_parts(session: Session, caller: Caller, day: date, *, now: datetime) -> list[StaffPartOf]:
    """The caller's own shifts of a day, of every published roster that has some: night shifts of the day before included.

    Raises
    ------
    NotFoundError
        Nothing is published for the caller on this day.
    """
    begins, ends = midnight_of(day), midnight_of(day + timedelta(days=1))
    found = []
    for record in repository.in_force_on(session, (day - timedelta(days=1), day)):
        read = standing(session, record)
        itineraries = [
            itinerary
            for itinerary in read.roster.by_staff.get(StaffId(caller.staff_id or ""), ())
            if touches(read.problem, itinerary, begins, ends)
        ]
        if itineraries:
            found.append(_own(session, caller, record, read, itineraries, now=now))
    # A shift without visits stands in the roster of every team that the person serves; where they work is what counts.
    busy = [part for part in found if part.roster.by_patient]
    if not found:
        raise NotFoundError(f"Nothing is published for you on {day}.", code="nothing-published")
    return busy or found[:1]


def part_for_coordinator(
    session: Session, caller: Caller, roster_id: str, staff_id: str, *, now: datetime
) -> StaffPartOf:
    """One staff member's part of a coordinator's roster: what both may see, for it is meant to be handed on."""
    record = theirs(session, caller, roster_id)
    read = standing(session, record)
    itineraries = read.roster.by_staff.get(StaffId(staff_id), ())
    if not itineraries:
        raise NotFoundError(f"Roster {roster_id} has no shift of staff member {staff_id}.")
    part = _own(session, caller, record, read, itineraries, now=now)
    return replace(part, sight=part.sight.no_more_than(sight_of(session, caller, part.problem, now=now)))


def shown(part: StaffPartOf) -> StaffRoster:
    """A part as JSON."""

    def show() -> StaffRoster:
        staff = staff_part(part.problem, part.roster.itineraries, part.sight, pinned=part.pinned)
        return StaffRoster(roster=summary_of(part.record), staff=staff)

    return kept(_SHOWN, part.record, show, part.shift_ids, part.sight.key)


def rendered(session: Session, part: StaffPartOf, form: ExportForm) -> bytes:
    """A part as a file; all of it or nothing.

    Raises
    ------
    UnavailableError
        The file could not be written: the disk is full, or away.
    """
    problem = as_seen(part.problem, part.sight)
    try:
        with TemporaryDirectory(prefix="cilt-export-") as folder:
            path = Path(folder, f"roster.{form}")
            if form is ExportForm.ICS:
                path.write_bytes(calendar_bytes(_calendar(session, part)))
            else:
                _write(part, problem, form, path)
            return path.read_bytes()
    except OSError as error:
        raise UnavailableError(
            "The file could not be written; nothing was sent, and nothing is lost.",
            code="export-failed",
            headers={"Retry-After": "60"},
        ) from error


def file_name(part: StaffPartOf, form: ExportForm) -> str:
    """What a file is called: day and number, never a name."""
    ending = "fhir.json" if form is ExportForm.FHIR else form.value
    return f"roster-{part.record.first_date}-{part.record.number or 'draft'}.{ending}"


def note_opening(
    database: Database,
    caller: Caller,
    roster_id: str,
    staff_id: str | None,
    form: str,
    patient_ids: Sequence[str],
    *,
    now: datetime,
) -> None:
    """Remember who opened which version in which form, and whom it speaks of; before it is sent, so that none goes unseen."""
    with database.writing() as session:
        session.add(
            RosterOpeningRecord(
                roster_id=roster_id, staff_id=staff_id, opened_by=caller.account_id, form=form, opened_at=now
            )
        )
        action = "view" if form == "json" else "export"
        audit(
            session,
            caller,
            action,
            "roster",
            roster_id,
            patient_ids=patient_ids,
            details={"form": form, "staff_id": staff_id},
        )


def openings(session: Session, record: RosterRecord, paging: Paging) -> Page[OpeningPart]:
    """Who has opened a roster, in order."""
    rows, total = repository.openings(session, record.roster_id, limit=paging.limit, offset=paging.offset)
    entries = [OpeningPart.model_validate(row) for row in rows]
    return Page[OpeningPart](entries=entries, total=total, limit=paging.limit, offset=paging.offset)


def _own(
    session: Session,
    caller: Caller,
    record: RosterRecord,
    read: Standing,
    itineraries: Sequence[Itinerary],
    *,
    now: datetime,
) -> StaffPartOf:
    problem, roster = kept(_PARTS, record, lambda: part_of(read.problem, itineraries), _shift_ids(itineraries))
    member = problem.staff_by_id[itineraries[0].staff_id]
    sight = sight_of_staff(session, caller, member, problem, now=now)
    return StaffPartOf(record, problem, roster, sight, identity_of(record, read, now=now), pinned_in(read.problem))


def _shift_ids(itineraries: Sequence[Itinerary]) -> tuple[str, ...]:
    return tuple(read.shift_id for read in itineraries)


def _calendar(session: Session, part: StaffPartOf) -> Iterator[Entry]:
    """The shifts for a calendar, with the sequences that the subscribed calendar tells."""
    told = {entry.uid: entry.sequence for entry in repository.calendar_entries(session, [part.staff_id])}
    for happening in happenings(part.roster.itineraries, part.problem):
        yield Entry(happening, told.get(happening.uid, 0), EventStatus.CONFIRMED, part.identity.made_at)


def _write(part: StaffPartOf, problem: Problem, form: ExportForm, path: Path) -> None:
    roster, identity, itineraries = part.roster, part.identity, part.roster.itineraries
    match form:
        case ExportForm.PDF:
            write_pdf(itineraries, identity, problem, path)
        case ExportForm.HTML:
            write_html(itineraries, identity, problem, path)
        case ExportForm.CSV:
            write_rosters(roster, identity, problem, path)
        case ExportForm.XLSX:
            write_workbook(roster, identity, problem, path)
        case ExportForm.FHIR:
            write_bundle(roster, identity, problem, path, is_published=part.record.number is not None)
