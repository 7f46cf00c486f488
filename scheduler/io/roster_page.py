"""What a staff member's roster page says, as plain JSON data. How it looks stands in `templates/roster.typ`.

Whoever may see least (volunteers) gets first name, time, place and task of a patient and nothing more: the rest never
enters the data.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

from scheduler.io import roster_words as words
from scheduler.model.clock import LONDON
from scheduler.model.demand import Patient, Visit
from scheduler.model.problem import Problem
from scheduler.model.workforce import Shift, StaffMember
from scheduler.roster.items import Admin, Attend, Event, Item, RestBreak, Travel, Wait
from scheduler.roster.itinerary import Itinerary
from scheduler.roster.roster import PlanIdentity


class Row(TypedDict, total=False):
    """One line of the day; `kind` is visit, between or pause."""

    kind: str
    time: str
    length: str
    window: str
    number: int
    who: str
    area: str
    address: str
    access: str
    task: str
    needs: list[str]
    partner: str
    telephone: str
    flags: list[str]
    text: str


class Page(TypedDict):
    """A whole page, top to bottom."""

    title: str
    name: str
    role: str
    date: str
    shift: str
    start: str
    contacts: list[str]
    summary: str
    rows: list[Row]
    out_of_date: str
    plan: str
    confidential: str


def page_of(itinerary: Itinerary, identity: PlanIdentity, problem: Problem) -> Page:
    """Everything that stands on one staff member's page for one shift."""
    shift, member = problem.shift_by_id[itinerary.shift_id], problem.staff_by_id[itinerary.staff_id]
    date = words.long_date(problem.horizon.date_of(shift.start))
    return Page(
        title=f"Roster of {member.name}, {date}, plan {identity.number}",
        name=member.name,
        role=_role(problem, member),
        date=date,
        shift=words.shift_hours(problem.horizon, shift),
        start=_start(problem, shift),
        contacts=_contacts(problem, member, shift),
        summary=_summary(problem, itinerary),
        rows=list(_rows(problem, itinerary, shift, member)),
        out_of_date=_out_of_date(problem, member, identity),
        plan=(
            f"Plan {identity.number}, made {_moment(identity.made_at)}, printed {_moment(identity.printed_at)}."
            f" Travel times: {identity.travel_source}. Data {identity.problem_digest[:12]}."
        ),
        confidential="Confidential. Keep this page with you, and shred it after your shift.",
    )


def _role(problem: Problem, member: StaffMember) -> str:
    band = f", band {int(member.band)}" if member.band else ""
    team = words.team_of(problem, member)
    return f"{words.spoken(member.role)}{band}" + (f" · {team}" if team else "")


def _start(problem: Problem, shift: Shift) -> str:
    base = words.base_at(problem, shift.start_location_id)
    if base is not None:
        return f"Base: {base.name}"
    location = problem.location_by_id[shift.start_location_id]
    return f"Start from {location.area or 'home'}"


def _contacts(problem: Problem, member: StaffMember, shift: Shift) -> list[str]:
    base = words.base_at(problem, shift.start_location_id)
    team = words.coordinator_telephone(problem, member)
    contacts = [f"Coordinator {team}"] if team else []
    if base is not None and base.telephone and base.telephone != team:
        contacts.append(f"Base {base.telephone}")
    return contacts


def _summary(problem: Problem, itinerary: Itinerary) -> str:
    totals, horizon = itinerary.totals, problem.horizon
    if not itinerary.visits:
        return "No visits planned: you are available. Ring the coordinator when your shift starts."
    shift = problem.shift_by_id[itinerary.shift_id]
    distance = words.miles(totals.metres)
    return " · ".join(
        (
            "1 visit" if totals.num_visits == 1 else f"{totals.num_visits} visits",
            f"{words.duration(totals.care_minutes)} care",
            f"{words.duration(totals.travel_minutes)} travel" + (f", {distance}" if distance else ""),
            f"leave {words.clock(horizon, itinerary.leaves_at, day_of=shift.start)}",
            f"back {words.clock(horizon, itinerary.returns_at, day_of=shift.start)}",
        )
    )


def _out_of_date(problem: Problem, member: StaffMember, identity: PlanIdentity) -> str:
    telephone = words.coordinator_telephone(problem, member)
    coordinator = f"the coordinator on {telephone}" if telephone else "your coordinator"
    return (
        f"This page is out of date if a newer plan than {identity.number} has been published:"
        f" check with {coordinator} before you set out. Ring at once if you cannot make a visit."
    )


def _moment(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%b %Y %H:%M}"


def _rows(problem: Problem, itinerary: Itinerary, shift: Shift, member: StaffMember) -> Iterator[Row]:
    between: list[Travel | Wait] = []
    for item in itinerary.items:
        if isinstance(item, Travel | Wait):
            between.append(item)
            continue
        if between:
            yield _between(problem, shift, between)
            between = []
        yield _visit(problem, shift, member, item) if isinstance(item, Attend) else _pause(problem, shift, item)
    if between:
        yield _between(problem, shift, between)


def _between(problem: Problem, shift: Shift, pieces: list[Travel | Wait]) -> Row:
    horizon = problem.horizon
    said = []
    for piece in pieces:
        if isinstance(piece, Wait):
            said.append(f"{words.duration(piece.minutes)} to spare")
            continue
        way = f"{words.GOES_BY[shift.travel_mode]} {words.duration(piece.minutes)}"
        distance = words.miles(piece.metres)
        said.append(
            f"leave {words.clock(horizon, piece.start, day_of=shift.start)}, {way}"
            + (f", {distance}" if distance else "")
        )
        if piece.destination == shift.end_location_id:
            base = words.base_at(problem, piece.destination)
            back = words.clock(horizon, piece.end, day_of=shift.start)
            said.append(f"{base.name if base else 'home'} {back}")
    text = " · ".join(said)
    return Row(kind="between", text=text[:1].upper() + text[1:])


def _pause(problem: Problem, shift: Shift, item: Item) -> Row:
    where = ""
    if isinstance(item, Event):
        where = f", {words.place(problem, item.location_id)}" if item.location_id else ", by telephone or video"
        text = item.name
    else:
        text = "Break" if isinstance(item, RestBreak) else "Admin" if isinstance(item, Admin) else ""
    time = words.clock(problem.horizon, item.start, day_of=shift.start)
    return Row(kind="pause", time=time, length=words.duration(item.minutes), text=text + where)


def _visit(problem: Problem, shift: Shift, member: StaffMember, item: Attend) -> Row:
    visit, patient = problem.visit_by_id[item.visit_id], problem.patient_of(item.visit_id)
    location = problem.location_by_id[patient.location_id]
    row = Row(
        kind="visit",
        number=item.number,
        time=words.clock(problem.horizon, item.start, day_of=shift.start),
        length=words.duration(item.minutes),
        task=words.task(visit),
        partner=_partner(problem, item),
        flags=_lone(visit, item),
    )
    if visit.is_remote:
        row["address"] = "By telephone or video" + (f": {patient.telephone}" if patient.telephone else "")
    else:
        row["address"] = location.address
        row["area"] = "" if location.area in location.address else location.area
    if words.sees_least(problem, member):
        return row | Row(who=words.first_name(patient.name))
    return row | Row(
        who=patient.name,
        window=_window(problem, visit, item),
        access="" if visit.is_remote else location.access_notes,
        needs=_needs(problem, visit, item),
        telephone=f"Patient {patient.telephone}" if patient.telephone and not visit.is_remote else "",
        flags=[*row["flags"], *_flags(patient, visit)],
    )


def _window(problem: Problem, visit: Visit, item: Attend) -> str:
    window = visit.window_at(item.start)
    closing = problem.closing_of(visit, window)
    earliest, latest = (
        words.clock(problem.horizon, minute, day_of=item.start) for minute in (window.earliest_start, closing)
    )
    if item.start > closing:
        return f"Late: was due by {latest}"
    return f"Start at {earliest} exactly" if earliest == latest else f"Start {earliest} to {latest}"


def _needs(problem: Problem, visit: Visit, item: Attend) -> list[str]:
    skills = ", ".join(problem.skill_by_id[skill].name for skill in visit.attendances[item.attendance].skill_ids)
    kit = ", ".join(words.spoken(piece) for piece in visit.kit)
    return [*([f"Skills: {skills}"] if skills else []), *([f"Kit: {kit}"] if kit else [])]


def _flags(patient: Patient, visit: Visit) -> list[str]:
    flags = [words.risk(patient), "Must not be missed" if visit.is_must_serve else ""]
    return [flag for flag in [*flags, "Time-critical" if visit.is_time_critical else ""] if flag]


def _partner(problem: Problem, item: Attend) -> str:
    """The other person of a double-up, and how to reach them."""
    if item.partner_shift_id is None:
        return ""
    partner = problem.staff_of(item.partner_shift_id)
    return f"With {partner.name} {partner.telephone}".rstrip()


def _lone(visit: Visit, item: Attend) -> list[str]:
    is_alone = visit.is_double_up and item.partner_shift_id is None
    return ["No second person: do not go in alone, ring the coordinator"] if is_alone else []
