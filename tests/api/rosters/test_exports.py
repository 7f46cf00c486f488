"""One staff member's part in every form: theirs alone, as far as they may see, recorded when opened, whole or not at all."""

import csv
import errno
import io
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from api.database import Database
from api.rosters.service import exporting
from api.tables.audit import AuditEntryRecord
from scheduler.io.roster_fhir import codes_outside_their_lists
from tests.api.rosters.conftest import Person
from tests.api.rosters.small_day import DAY

FORMS = ("pdf", "csv", "xlsx", "html", "ics", "fhir")
OTHERS = ("Albert Quill", "Joan Sparrow", "9990000026", "2 Mill Lane", "Dressing")


def visits_of(rosters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    (roster,) = rosters
    return [item["visit"] for shift in roster["staff"]["shifts"] for item in shift["items"] if item["kind"] == "visit"]


def text_of(person: Person, form: str) -> str:
    """Whatever a file says."""
    answer = person.get(f"/staff/me/roster.{form}", params={"date": DAY})
    assert answer.status_code == 200, answer.text
    if form == "pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())
    if form == "xlsx":
        book = load_workbook(io.BytesIO(answer.content))
        return " ".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)
    return answer.text


def test_staff_read_their_own_day_and_nobody_elses(coordinator: Person, ann: Person) -> None:
    coordinator.published()

    mine = ann.get("/staff/me/roster", params={"date": DAY}).json()

    assert [visit["visit_id"] for visit in visits_of(mine)] == ["v1", "v2", "v3", "v5"]
    assert mine[0]["roster"]["number"] == 1
    assert ann.get("/staff/me/roster", params={"date": "2026-11-24"}).json()["code"] == "nothing-published"


def test_a_draft_is_not_seen_by_staff(coordinator: Person, ann: Person) -> None:
    coordinator.draft()

    assert ann.get("/staff/me/roster", params={"date": DAY}).status_code == 404


def test_a_volunteer_sees_first_name_time_place_and_task(coordinator: Person, vera: Person) -> None:
    coordinator.published()

    (visit,) = visits_of(vera.get("/staff/me/roster", params={"date": DAY}).json())

    patient = visit["patient"]
    assert (patient["name"], patient["address"], visit["task"]) == ("Ivy", "4 Mill Lane, Witney", "Tea and a walk")
    assert patient["nhs_number"] is patient["telephone"] is patient["access_notes"] is visit["level_of_care"] is None
    assert {"nhs_number", "telephone", "access_notes", "risk"} == set(patient["withheld"])
    for form in FORMS:
        said = text_of(vera, form)
        assert not any(word in said for word in ("Thorn", "9990000042", "01993 555104", "Ring twice", *OTHERS)), form
        assert form == "ics" or "Tea and a walk" in said


def test_without_an_agreement_fields_are_withheld_in_every_form_and_say_so(coordinator: Person, ben: Person) -> None:
    coordinator.published()

    first = visits_of(ben.get("/staff/me/roster", params={"date": DAY}).json())[0]

    assert (first["patient"]["name"], first["patient"]["nhs_number"]) == ("Joan Sparrow", "9990000034")
    assert first["patient"]["address"] is first["task"] is None
    assert set(first["patient"]["withheld"]) == {"telephone", "address", "area", "access_notes", "risk"}
    assert "task" in first["withheld"]
    for form in FORMS:
        said = text_of(ben, form)
        assert not any(word in said for word in ("Mill Lane", "Turn with two", "01993 555103")), form
        assert form == "ics" or "withheld" in said


@pytest.mark.parametrize("form", FORMS)
def test_a_coordinator_has_a_staff_members_part_in_every_form(form: str, coordinator: Person) -> None:
    roster_id = coordinator.published()["roster_id"]

    answer = coordinator.get(f"/rosters/{roster_id}/staff/ann/roster.{form}")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == exporting.MEDIA_TYPES[exporting.ExportForm(form)]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Fletcher" not in answer.headers["Content-Disposition"]


def test_a_page_for_somebody_else_shows_what_both_may_see(coordinator: Person) -> None:
    roster_id = coordinator.published()["roster_id"]

    part = coordinator.get(f"/rosters/{roster_id}/staff/vera").json()

    (visit,) = visits_of([part])
    assert (visit["patient"]["name"], visit["patient"]["nhs_number"]) == ("Ivy", None)
    assert coordinator.get(f"/rosters/{roster_id}/staff/nora").status_code == 404


def test_the_files_hold_the_day(coordinator: Person, ann: Person) -> None:
    coordinator.published()

    rows = list(csv.DictReader(io.StringIO(text_of(ann, "csv").removeprefix("\ufeff"))))
    events = Calendar.from_ical(text_of(ann, "ics")).walk("VEVENT")
    bundle = Bundle.model_validate_json(text_of(ann, "fhir"))

    assert [row["visit_id"] for row in rows if row["visit_id"]] == ["v1", "v2", "v3", "v5"]
    assert {row["plan_number"] for row in rows} == {"west 2026-11-23/1"}
    assert len(events) == 4
    assert list(codes_outside_their_lists(bundle)) == []
    assert "west 2026-11-23/1" in text_of(ann, "pdf")
    assert "Insulin as charted" in text_of(ann, "html")


def test_a_print_page_may_load_nothing(coordinator: Person, ann: Person) -> None:
    coordinator.published()

    policy = ann.get("/staff/me/roster.html", params={"date": DAY}).headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize("form", ["pdf", "csv", "xlsx", "html", "ics", "fhir"])
def test_a_disk_that_is_full_while_exporting_sends_nothing_and_loses_nothing(
    form: str, coordinator: Person, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster_id = coordinator.published()["roster_id"]

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        patched.setattr(Path, "write_text", full)
        patched.setattr("zipfile.ZipFile.write", full)
        if form == "csv":
            patched.setattr(Path, "open", full)
        refused = ann.get(f"/staff/me/roster.{form}", params={"date": DAY})
    again = ann.get(f"/staff/me/roster.{form}", params={"date": DAY})

    assert (refused.status_code, refused.json()["code"]) == (503, "export-failed")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert again.status_code == 200
    assert [each["form"] for each in coordinator.get(f"/rosters/{roster_id}/openings").json()["entries"]] == [form]


def test_who_opened_which_version_in_which_form_is_known_and_audited(
    coordinator: Person, ann: Person, day: Database
) -> None:
    roster_id = coordinator.published()["roster_id"]

    ann.get("/staff/me/roster", params={"date": DAY})
    ann.get("/staff/me/roster.pdf", params={"date": DAY})

    opened = coordinator.get(f"/rosters/{roster_id}/openings").json()["entries"]
    assert [(each["staff_id"], each["form"]) for each in opened] == [("ann", "json"), ("ann", "pdf")]
    with day.reading() as session:
        entries = session.scalars(select(AuditEntryRecord).where(AuditEntryRecord.subject_id == roster_id)).all()
        told = [(entry.action, entry.patient_ids) for entry in entries if entry.action in ("view", "export")]
        assert told == [("view", ["p1", "p2", "p3"]), ("export", ["p1", "p2", "p3"])]
