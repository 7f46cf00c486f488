"""The nights on which the clocks change: a night shift from 22:00 to 08:00, right to the minute in every form."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
import vobject
from icalendar import Calendar
from pypdf import PdfReader

from api.database import Database
from api.security import AccountRole
from tests.api.rosters.conftest import Hire, Person
from tests.api.rosters.small_day import a_plan, add_day, tables

NIGHTS = {
    # Elapsed hours of the shift, and a visit an hour and a half after midnight GMT, as the clock on the wall says it.
    "2026-10-24": ("2026-10-25", 11, "2026-10-25T01:30:00+00:00", "Sun 01:30 GMT"),
    "2027-03-27": ("2027-03-28", 9, "2027-03-28T02:30:00+01:00", "Sun 02:30 BST"),
}


def a_night(begins: str, ends: str) -> dict[str, Sequence[str]]:
    """One nurse, one night, one visit that may start at any time of it."""
    day = tables(begins)
    return {
        **day,
        "shifts": (day["shifts"][0], f"a,ann,{begins}T22:00,{ends}T08:00,base,base"),
        "visits": (day["visits"][0], "v2,p2,trust,nursing,wound,30,2,,,Turn in bed"),
        "visit_windows": (day["visit_windows"][0], f"v2,{begins}T22:30,{ends}T07:00"),
        "visit_attendances": (day["visit_attendances"][0],),
    }


@pytest.fixture
def day(database: Database) -> Database:
    """Tables alone: each night brings its own."""
    return database


@pytest.mark.parametrize("begins", NIGHTS)
def test_a_night_shift_is_right_to_the_minute_in_json_calendar_and_pdf(begins: str, day: Database, hire: Hire) -> None:
    ends, num_hours, starts_at, said = NIGHTS[begins]
    with day.writing() as session:
        add_day(session, a_night(begins, ends))
    coordinator = hire(AccountRole.COORDINATOR, organisation_id="trust", locality_ids=("west",))
    ann = hire(AccountRole.STAFF, organisation_id="trust", staff_id="ann")
    plan = a_plan({"a": []})
    plan["routes"][0]["stops"] = [{"visit_id": "v2", "start": starts_at}]
    answer = coordinator.publish(coordinator.draft(plan, day=begins))
    assert answer.status_code == 200, answer.text

    # Asked for the day on which the shift ends: whoever works the night finds it after midnight, too.
    (roster,) = ann.get("/staff/me/roster", params={"date": ends}).json()
    pdf = ann.get("/staff/me/roster.pdf", params={"date": ends}).content
    path = ann.post("/staff/me/calendar-link").json()["url"].split("/v1")[1]
    calendar = ann.client.get(f"/v1{path}")

    (shift,) = roster["staff"]["shifts"]
    length = datetime.fromisoformat(shift["ends_at"]) - datetime.fromisoformat(shift["starts_at"])
    (item,) = [item for item in shift["items"] if item["kind"] == "visit"]
    moment = datetime.fromisoformat(starts_at)
    assert length.total_seconds() == num_hours * 3600
    assert (datetime.fromisoformat(item["starts_at"]), item["minutes"]) == (moment, 30)
    (event,) = Calendar.from_ical(calendar.content).walk("VEVENT")
    assert event.decoded("dtstart").astimezone(UTC) == moment
    assert vobject.readOne(calendar.text).vevent.dtstart.value.astimezone(UTC) == moment
    assert said in " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def test_a_moment_in_the_published_hour_that_comes_twice_keeps_its_offset(day: Database, hire: Hire) -> None:
    with day.writing() as session:
        add_day(session, a_night("2026-10-24", "2026-10-25"))
    coordinator: Person = hire(AccountRole.COORDINATOR, organisation_id="trust", locality_ids=("west",))
    plan = a_plan({"a": []})
    plan["routes"][0]["stops"] = [{"visit_id": "v2", "start": "2026-10-25T01:30:00+01:00"}]

    draft = coordinator.draft(plan, day="2026-10-24")

    items = [item for shift in draft["staff"][0]["shifts"] for item in shift["items"] if item["kind"] == "visit"]
    assert datetime.fromisoformat(items[0]["starts_at"]) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
