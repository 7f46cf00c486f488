"""Calendars: when, and nothing of whom, where or why."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import vobject
from icalendar import Calendar

from scheduler.io.roster_ical import Entry, EventStatus, Happening, calendar_bytes, write_all, write_calendar
from scheduler.model.clock import Horizon
from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffId
from scheduler.roster.roster import Roster, read_roster
from tests.builders import a_plan, a_problem, a_shift, a_visit
from tests.scheduler.io.roster_day import IDENTITY, PATIENTS, STAFF, VISITS, a_roster, a_working_day


@pytest.fixture(scope="module")
def day() -> tuple[Problem, Roster]:
    return a_roster(a_working_day())


def calendar_of(day: tuple[Problem, Roster], staff_id: str, folder: Path, **arguments: object) -> Calendar:
    problem, roster = day
    path = folder / "calendar.ics"
    write_calendar(roster.by_staff[StaffId(staff_id)], IDENTITY, problem, path, **arguments)
    return Calendar.from_ical(path.read_text(encoding="utf-8"))


def test_visits_break_and_events_stand_in_the_calendar_at_local_time(
    day: tuple[Problem, Roster], tmp_path: Path
) -> None:
    events = calendar_of(day, "ann", tmp_path).walk("VEVENT")

    assert [(str(event["summary"]), f"{event.decoded('dtstart'):%H:%M}") for event in events] == [
        ("Team event (15 min)", "08:00"),
        ("Visit 1 (20 min)", "08:30"),
        ("Visit 2 (45 min)", "09:30"),
        ("Visit 3 (15 min)", "10:30"),
        ("Break (30 min)", "11:30"),
        ("Team event (15 min)", "14:05"),
    ]
    assert {event["dtstart"].params["TZID"] for event in events} == {"Europe/London"}
    assert {str(event["class"]) for event in events} == {"PRIVATE"}


def test_the_calendar_brings_its_time_zone(day: tuple[Problem, Roster], tmp_path: Path) -> None:
    (zone,) = calendar_of(day, "ann", tmp_path).walk("VTIMEZONE")

    assert zone["tzid"] == "Europe/London"


def test_nothing_private_leaves_in_a_calendar(day: tuple[Problem, Roster], tmp_path: Path) -> None:
    problem, roster = day

    written = write_all(roster, IDENTITY, problem, tmp_path)

    private = [word for patient in PATIENTS for word in (*patient.name.split(), patient.nhs_number, patient.telephone)]
    private += [text for place in problem.locations for text in (place.address, place.area, place.access_notes) if text]
    private += [text for visit in VISITS for text in (visit.visit_type, visit.what_to_do, *visit.kit) if text]
    private += [word for member in STAFF for word in member.name.split()]
    private += ["wound", "Insulin", "Lavender", "Willow", "Witney", "Two people", "LOCATION", "Huddle"]
    text = "".join(path.read_text(encoding="utf-8").replace("\r\n ", "") for path in written)
    assert len(written) == 4
    assert [word for word in private if word.lower() in text.lower().replace("europe/london", "")] == []


def test_a_visit_keeps_its_uid_when_it_moves_and_its_two_attendances_differ(
    day: tuple[Problem, Roster], tmp_path: Path
) -> None:
    problem, plan = a_working_day()
    later = replace(plan.routes[1], stops=(replace(plan.routes[1].stops[0], start=600),))
    moved = a_roster((problem, replace(plan, routes=(plan.routes[0], later))))

    def uids(of_day: tuple[Problem, Roster], staff_id: str) -> list[str]:
        return [str(event["uid"]) for event in calendar_of(of_day, staff_id, tmp_path).walk("VEVENT")]

    assert uids(day, "ben") == uids(moved, "ben")
    assert not set(uids(day, "ben")) & set(uids(day, "ann"))
    assert len(set(uids(day, "ann"))) == 6


def test_a_cancellation_carries_its_status_and_a_higher_sequence(day: tuple[Problem, Roster], tmp_path: Path) -> None:
    first = calendar_of(day, "ben", tmp_path).walk("VEVENT")[0]
    cancelled = calendar_of(day, "ben", tmp_path, sequence=1, status=EventStatus.CANCELLED).walk("VEVENT")[0]

    assert (first["status"], first["sequence"]) == ("CONFIRMED", 0)
    assert (cancelled["status"], cancelled["sequence"]) == ("CANCELLED", 1)
    assert first["uid"] == cancelled["uid"]


def test_a_visit_in_the_hour_that_the_clocks_repeat_keeps_its_moment(tmp_path: Path) -> None:
    problem = a_problem(
        [a_visit("first", window=(60, 200)), a_visit("second", window=(60, 200))],
        [a_shift("night", hours=(0, 400))],
        minutes_per_unit=0,
        horizon=Horizon(date(2026, 10, 25)),
    )
    roster = read_roster(problem, a_plan({"night": [("first", 90), ("second", 150)]}))

    first, second = calendar_of((problem, roster), "s-night", tmp_path).walk("VEVENT")

    assert first.decoded("dtstart").astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second.decoded("dtstart") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        (datetime(2026, 10, 24, 12, tzinfo=UTC), "2026-10-24T13:00:00+01:00"),
        (datetime(2026, 10, 25, 12, tzinfo=UTC), "2026-10-25T12:00:00+00:00"),
        (datetime(2027, 3, 27, 12, tzinfo=UTC), "2027-03-27T12:00:00+00:00"),
        (datetime(2027, 3, 28, 12, tzinfo=UTC), "2027-03-28T13:00:00+01:00"),
    ],
)
def test_another_library_reads_the_same_moment_on_both_sides_of_a_clock_change(moment: datetime, local: str) -> None:
    entry = Entry(Happening("uid", "Visit", moment, moment), 0, EventStatus.CONFIRMED, moment)

    event = vobject.readOne(calendar_bytes([entry]).decode()).vevent

    assert event.dtstart.value.isoformat() == local
