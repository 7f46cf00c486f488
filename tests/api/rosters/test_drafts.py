"""Drafts: begun, judged, read, listed, discarded."""

import pytest
from sqlalchemy import select

from api.database import Database
from api.tables.audit import AuditEntryRecord
from api.tables.rosters import RosterRecord
from api.tables.runs import RunRecord
from scheduler.io.plan_document import PlanDocument
from tests.api.rosters.conftest import Person
from tests.api.rosters.small_day import NOW, PLAN, a_plan, escalated


def test_a_draft_of_a_plan_is_judged_and_read_in_time(coordinator: Person) -> None:
    draft = coordinator.draft()

    assert (draft["state"], draft["is_lawful"], draft["violations"]) == ("draft", True, [])
    ann = next(each for each in draft["staff"] if each["staff_id"] == "ann")
    visits = [item for item in ann["shifts"][0]["items"] if item["kind"] == "visit"]
    assert [(item["visit"]["visit_id"], item["starts_at"]) for item in visits] == [
        ("v1", "2026-11-23T08:30:00Z"),
        ("v2", "2026-11-23T09:30:00Z"),
        ("v3", "2026-11-23T11:00:00Z"),
        ("v5", "2026-11-23T14:30:00Z"),
    ]
    assert visits[0]["visit"]["patient"]["name"] == "Mrs Edna Marsh"
    assert visits[2]["visit"]["partner_staff_id"] == "ben"


def test_an_unlawful_plan_becomes_a_draft_that_says_what_it_breaks(coordinator: Person) -> None:
    draft = coordinator.draft(a_plan({**PLAN, "a": [("v1", "10:30", 1), *PLAN["a"][2:]]}))

    assert draft["is_lawful"] is False
    assert any("v1" in found["says"] for found in draft["violations"])
    assert any(found["visit_id"] == "v2" for found in draft["violations"])


def test_a_plan_of_other_visits_and_shifts_is_refused_with_every_fault(coordinator: Person) -> None:
    asked = {"made_from": "plan", "first_date": "2026-11-23", "locality_id": "west"}
    plan = a_plan({"a": [("stranger", "09:00", 1)], "nobody": []})

    answer = coordinator.post("/rosters", {**asked, "plan": plan})

    assert (answer.status_code, answer.json()["code"]) == (422, "bad-input")
    assert [fault["value"] for fault in answer.json()["faults"]] == ["stranger", "nobody"]


@pytest.mark.parametrize(("state", "has_plan", "status"), [("done", True, 201), ("failed", False, 409)])
def test_a_draft_is_begun_from_a_run_that_has_a_plan(
    state: str, has_plan: bool, status: int, coordinator: Person, day: Database
) -> None:
    plan = PlanDocument.model_validate(a_plan()).model_dump(mode="json")
    with day.writing() as session:
        session.add(
            RunRecord(
                run_id="run",
                kind="day",
                priority=2,
                state=state,
                first_date=NOW.date().replace(day=23),
                locality_id="west",
                requested_by="tests",
                requested_at=NOW,
                plan=plan if has_plan else None,
            )
        )

    answer = coordinator.post("/rosters", {"made_from": "run", "run_id": "run"})

    assert answer.status_code == status
    assert answer.json().get("run_id") == ("run" if has_plan else None)


def test_what_is_left_out_says_why_and_what_waits_for_a_decision_comes_first(coordinator: Person) -> None:
    fewer = {**PLAN, "a": PLAN["a"][:3], "b": PLAN["b"][:1]}
    deferral = {"visit_id": "v6", "outcome": "deferred", "reason": "No room.", "new_latest_on": "2026-11-25"}

    draft = coordinator.draft(a_plan(fewer, [deferral, escalated("v5")]))

    assert [(each["visit_id"], each["waits_for_decision"], each["reason"]) for each in draft["left_out"]] == [
        ("v5", True, "Nobody has room."),
        ("v6", False, "No room."),
    ]


def test_lists_are_filtered_and_paged(coordinator: Person) -> None:
    ids = [coordinator.draft()["roster_id"] for _ in range(3)]
    coordinator.on(1).delete(f"/rosters/{ids[0]}")

    page = coordinator.get("/rosters", params={"state": "draft", "date": "2026-11-23", "limit": 1}).json()

    assert (len(page["entries"]), page["total"], page["limit"]) == (1, 2, 1)
    assert coordinator.get("/rosters", params={"date": "2026-11-24"}).json()["total"] == 0
    assert coordinator.get("/rosters", params={"locality_id": "west"}).json()["total"] == 3
    assert coordinator.get("/rosters", params={"locality_id": "north"}).json()["total"] == 0


def test_a_discarded_draft_is_no_draft_any_more_and_a_published_one_is_not_discarded(coordinator: Person) -> None:
    draft, published = coordinator.draft(), coordinator.published()

    assert coordinator.delete(f"/rosters/{draft['roster_id']}").status_code == 428
    assert coordinator.on(7).delete(f"/rosters/{draft['roster_id']}").status_code == 412
    assert coordinator.on(1).delete(f"/rosters/{draft['roster_id']}").status_code == 204
    assert coordinator.on(1).delete(f"/rosters/{draft['roster_id']}").json()["code"] == "not-a-draft"
    assert coordinator.on(published["version"]).delete(f"/rosters/{published['roster_id']}").status_code == 409


def test_somebody_elses_roster_is_not_there_and_the_attempt_is_on_record(
    coordinator: Person, stranger: Person, ann: Person, day: Database
) -> None:
    roster_id = coordinator.draft()["roster_id"]

    tried = [
        stranger.get(f"/rosters/{roster_id}"),
        stranger.get(f"/rosters/{roster_id}/changes"),
        stranger.get(f"/rosters/{roster_id}/openings"),
        stranger.get(f"/rosters/{roster_id}/explain/v1"),
        stranger.get(f"/rosters/{roster_id}/staff/ann"),
        stranger.get(f"/rosters/{roster_id}/staff/ann/roster.pdf"),
        stranger.on(1).delete(f"/rosters/{roster_id}"),
        stranger.on(1).post(f"/rosters/{roster_id}/publish", {}),
        stranger.on(1).patch(f"/rosters/{roster_id}/visits/v1", {"action": "pin", "reason": "Because."}),
    ]

    assert {answer.status_code for answer in tried} == {404}
    assert ann.get(f"/rosters/{roster_id}").status_code == 403
    assert stranger.get("/rosters").json()["total"] == 0
    with day.reading() as session:
        refused = session.scalars(select(AuditEntryRecord).where(AuditEntryRecord.action == "refused")).all()
        assert [entry.subject_id for entry in refused].count(roster_id) == len(tried)
        assert session.scalars(select(RosterRecord.state)).all() == ["draft"]
