"""The calendar feed: a secret link, stable ids, sequences that rise, cancellations that stay, and nothing of anybody."""

from datetime import datetime

import vobject
from icalendar import Calendar
from sqlalchemy import select, update

from api.database import Database
from api.security import AccountRole
from api.tables.accounts import AccountRecord
from api.tables.audit import AuditEntryRecord
from api.tables.rosters import CalendarLinkRecord
from tests.api.rosters.conftest import Hire, Person
from tests.api.rosters.small_day import PLAN, a_plan

PRIVATE = ("Marsh", "Quill", "Sparrow", "Mill Lane", "99900", "insulin", "heel", "Fletcher", "p1", "v1", "01993")


def path_of(person: Person) -> str:
    """Make a link; the way to its calendar."""
    url: str = person.post("/staff/me/calendar-link").json()["url"]
    return url[url.index("/v1") + 3 :]


def told(person: Person, path: str) -> dict[str, tuple[datetime, int, str]]:
    """Start, sequence and status of each event, read by icalendar."""
    calendar = Calendar.from_ical(person.client.get(f"/v1{path}").content)
    return {
        str(event["uid"]): (event.decoded("dtstart"), int(event["sequence"]), str(event["status"]))
        for event in calendar.walk("VEVENT")
    }


def by_vobject(person: Person, path: str) -> dict[str, tuple[datetime, int, str]]:
    """The same, read by vobject."""
    calendar = vobject.readOne(person.client.get(f"/v1{path}").text)
    return {
        event.uid.value: (event.dtstart.value, int(event.sequence.value), event.status.value)
        for event in calendar.vevent_list
    }


def test_two_libraries_read_the_same_calendar(coordinator: Person, ann: Person) -> None:
    coordinator.published()
    path = path_of(ann)

    one, other = told(ann, path), by_vobject(ann, path)

    assert sorted((start.isoformat(), *rest) for start, *rest in one.values()) == [
        ("2026-11-23T08:30:00+00:00", 0, "CONFIRMED"),
        ("2026-11-23T09:30:00+00:00", 0, "CONFIRMED"),
        ("2026-11-23T11:00:00+00:00", 0, "CONFIRMED"),
        ("2026-11-23T14:30:00+00:00", 0, "CONFIRMED"),
    ]
    assert {uid: (start.isoformat(), *rest) for uid, (start, *rest) in one.items()} == {
        uid: (start.isoformat(), *rest) for uid, (start, *rest) in other.items()
    }


def test_a_move_a_cancellation_and_a_return_each_raise_the_sequence_of_the_same_event(
    coordinator: Person, ann: Person, ben: Person
) -> None:
    without = a_plan({"a": [PLAN["a"][0], *PLAN["a"][2:]], "b": [("v2", "09:00", 1), *PLAN["b"]], "v": PLAN["v"]})
    moved = a_plan({**PLAN, "a": [PLAN["a"][0], ("v2", "09:45", 1), *PLAN["a"][2:]]})
    coordinator.published()
    path = path_of(ann)
    (uid,) = [uid for uid, (start, *_) in told(ann, path).items() if f"{start:%H:%M}" == "09:30"]

    tellings = [told(ann, path)[uid]]
    for plan in (moved, without, a_plan()):
        coordinator.published(plan)
        tellings.append(told(ann, path)[uid])

    assert [(f"{start:%H:%M}", *rest) for start, *rest in tellings] == [
        ("09:30", 0, "CONFIRMED"),
        ("09:45", 1, "CONFIRMED"),
        ("09:45", 2, "CANCELLED"),
        ("09:30", 3, "CONFIRMED"),
    ]
    (taken_back,) = [rest for start, *rest in told(ben, path_of(ben)).values() if f"{start:%H:%M}" == "09:00"]
    assert taken_back == [1, "CANCELLED"]


def test_what_does_not_change_keeps_its_sequence(coordinator: Person, ann: Person) -> None:
    coordinator.published()
    path = path_of(ann)
    before = told(ann, path)

    coordinator.published(a_plan({**PLAN, "v": [("v4", "10:30", 1)]}))

    assert told(ann, path) == before


def test_the_calendar_tells_when_and_nothing_of_whom(coordinator: Person, ann: Person) -> None:
    coordinator.published()

    answer = ann.client.get(f"/v1{path_of(ann)}")

    text = answer.text.replace("\r\n ", "")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert [word for word in PRIVATE if word.lower() in text.lower()] == []
    assert text.count("CLASS:PRIVATE") == 4
    assert "TZID:Europe/London" in text


def test_a_new_link_revokes_the_old_one_and_a_revoked_one_opens_nothing(coordinator: Person, ann: Person) -> None:
    coordinator.published()
    old = path_of(ann)
    new = path_of(ann)

    assert ann.client.get(f"/v1{old}").status_code == 404
    assert ann.client.get(f"/v1{new}").status_code == 200
    assert ann.delete("/staff/me/calendar-link").status_code == 204
    assert ann.client.get(f"/v1{new}").status_code == 404
    assert ann.delete("/staff/me/calendar-link").status_code == 404
    assert ann.client.get("/v1/calendars/guessed.ics").status_code == 404


def test_every_try_of_a_link_that_opens_nothing_is_on_record_without_the_secret(
    coordinator: Person, ann: Person, database: Database
) -> None:
    coordinator.published()
    path = path_of(ann)
    ann.delete("/staff/me/calendar-link")

    for tried in (path, "/calendars/guessed.ics"):
        assert ann.client.get(f"/v1{tried}").status_code == 404

    with database.reading() as session:
        (link_id,) = session.scalars(select(CalendarLinkRecord.link_id))
        of_tries = select(AuditEntryRecord).where(AuditEntryRecord.action == "refused")
        tries = session.scalars(of_tries.order_by(AuditEntryRecord.number)).all()
        assert [(each.kind, each.subject_id, each.account_id) for each in tries] == [
            ("calendar_link", link_id, None),
            ("calendar_link", "unknown", None),
        ]


def test_an_unchanged_calendar_is_not_sent_twice(coordinator: Person, ann: Person) -> None:
    coordinator.published()
    path = path_of(ann)
    first = ann.client.get(f"/v1{path}")

    again = ann.client.get(f"/v1{path}", headers={"If-None-Match": first.headers["ETag"]})
    coordinator.published(a_plan({**PLAN, "a": [PLAN["a"][0], ("v2", "09:45", 1), *PLAN["a"][2:]]}))
    later = ann.client.get(f"/v1{path}", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert later.status_code == 200


def test_that_a_calendar_fetched_a_version_is_known_once(coordinator: Person, ann: Person) -> None:
    roster_id = coordinator.published()["roster_id"]
    path = path_of(ann)

    for _ in range(3):
        ann.client.get(f"/v1{path}")

    opened = coordinator.get(f"/rosters/{roster_id}/openings").json()["entries"]
    assert [(each["staff_id"], each["form"]) for each in opened] == [("ann", "ics")]


def test_a_coordinator_has_no_calendar(coordinator: Person) -> None:
    assert coordinator.post("/staff/me/calendar-link").status_code == 403


def test_an_account_of_nobody_who_makes_visits_has_no_calendar(hire: Hire) -> None:
    assert hire(AccountRole.STAFF).post("/staff/me/calendar-link").status_code == 403


def test_the_calendar_of_a_closed_account_opens_nothing(coordinator: Person, ann: Person, database: Database) -> None:
    coordinator.published()
    path = path_of(ann)
    assert ann.client.get(f"/v1{path}").status_code == 200

    with database.writing() as session:
        session.execute(update(AccountRecord).where(AccountRecord.staff_id.is_not(None)).values(is_active=False))

    assert ann.client.get(f"/v1{path}").status_code == 404
