"""What a coordinator decided by hand outlives the draft it was decided in: every later roster of the days knows of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from api.assembly import add_rows
from api.database import Database
from api.queue import Work
from api.runs.standing import problem_for
from api.runs.tasks import plan, work
from api.scopes import scope_of
from api.settings import Settings
from api.tables.audit import AuditEntryRecord
from api.tables.rosters import RosterRecord
from api.tables.workforce import AbsenceRecord
from scheduler.io.tables.rows import PinRow
from tests.api.rosters.conftest import Person, ended_run
from tests.api.rosters.small_day import DAY, NOW, PLAN, Routes, a_plan

PINNED = {"action": "pin", "reason": "Promised."}
UNPINNED = {"action": "unpin", "reason": "No longer."}
V2_WITH_BEN: Routes = {
    "a": [PLAN["a"][0], *PLAN["a"][2:]],
    "b": [("v2", "09:00", 1), *PLAN["b"]],
    "v": PLAN["v"],
}
"""Lawful; only v2 is with somebody else, at another time."""


def _changed(person: Person, draft: dict[str, Any], visit_id: str, what: dict[str, Any]) -> dict[str, Any]:
    answer = person.on(draft["version"]).patch(f"/rosters/{draft['roster_id']}/visits/{visit_id}", what)
    assert answer.status_code == 200, answer.text
    return {**draft, "version": answer.json()["version"]}


def _published(person: Person, *changes: tuple[str, dict[str, Any]], plan: dict[str, Any] | None = None) -> str:
    """Publish a roster after some changes by hand."""
    draft = person.draft(plan)
    for change in changes:
        draft = _changed(person, draft, *change)
    answer = person.publish(draft)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["roster_id"])


def _pinned(roster: dict[str, Any]) -> set[str]:
    return {
        item["visit"]["visit_id"]
        for member in roster["staff"]
        for shift in member["shifts"]
        for item in shift["items"]
        if item["visit"] and item["visit"]["is_pinned"]
    }


def _broken(roster: dict[str, Any]) -> list[tuple[str, bool]]:
    """The visits of broken hard rules, and whether it is a pin that is broken."""
    return [(found["visit_id"], "pinned" in found["says"]) for found in roster["violations"]]


def _audited(database: Database, roster_id: str) -> dict[str, Any]:
    with database.reading() as session:
        created = select(AuditEntryRecord.details).where(
            AuditEntryRecord.action == "create", AuditEntryRecord.subject_id == roster_id
        )
        return dict(session.scalars(created).one())


def test_a_new_draft_begins_with_the_pins_made_by_hand_in_the_roster_in_force(coordinator: Person) -> None:
    _published(coordinator, ("v2", PINNED))

    keeping, breaking = coordinator.draft(), coordinator.draft(a_plan(V2_WITH_BEN))

    assert (_pinned(keeping), keeping["is_lawful"]) == ({"v2"}, True)
    assert _broken(breaking) == [("v2", True)]
    assert coordinator.publish(breaking).json()["code"] == "breaks-rule"


def test_without_a_roster_in_force_a_draft_begins_with_the_pins_of_the_tables(
    coordinator: Person, day: Database
) -> None:
    _pin_in_tables(day, "v6", "b")

    assert _pinned(coordinator.draft()) == {"v6"}


def test_a_pin_of_the_tables_that_was_unpinned_by_hand_stays_so(coordinator: Person, day: Database) -> None:
    _pin_in_tables(day, "v6", "b")
    _published(coordinator, ("v6", UNPINNED))

    assert _pinned(coordinator.draft()) == set()


def test_what_the_tables_pin_since_the_roster_began_goes_with_what_was_pinned_by_hand(
    coordinator: Person, day: Database
) -> None:
    _published(coordinator, ("v2", PINNED))
    _pin_in_tables(day, "v6", "b")

    assert _pinned(coordinator.draft()) == {"v2", "v6"}


def test_a_pin_that_cannot_be_kept_is_told_by_name_until_somebody_unpins_it(coordinator: Person, day: Database) -> None:
    _published(coordinator, ("v6", PINNED))
    with day.writing() as session:
        session.add(_away("ben"))
    without_ben = a_plan({"a": [*PLAN["a"][:2], PLAN["a"][3], ("v6", "15:10", 1)], "v": PLAN["v"]}, [_left("v3")])

    draft = coordinator.draft(without_ben)
    pinned_elsewhere = _changed(coordinator, draft, "v1", PINNED)
    again = coordinator.get(f"/rosters/{draft['roster_id']}").json()
    _changed(coordinator, pinned_elsewhere, "v6", UNPINNED)
    after = coordinator.get(f"/rosters/{draft['roster_id']}").json()

    (lost,) = draft["pins_lost"]
    assert (lost["visit_id"], lost["shift_id"], lost["starts_at"]) == ("v6", "b", "2026-11-23T13:00:00Z")
    assert "Shift b" in lost["says"]
    assert again["pins_lost"] == [lost]
    assert (after["pins_lost"], [pin["visit_id"] for pin in after["pins_dropped"]]) == ([], ["v6"])
    assert _audited(day, draft["roster_id"])["pins_lost"] == ["v6"]


@pytest.mark.parametrize(("drops", "left"), [(False, []), (True, ["v2"])])
def test_pins_are_left_behind_only_where_that_is_asked_and_then_it_is_said_and_on_record(
    drops: bool, left: list[str], coordinator: Person, day: Database
) -> None:
    _published(coordinator, ("v2", PINNED))

    draft = coordinator.draft(a_plan(V2_WITH_BEN), drops_pins=drops)

    assert ([pin["visit_id"] for pin in draft["pins_dropped"]], draft["is_lawful"]) == (left, drops)
    assert _audited(day, draft["roster_id"])["pins_dropped"] == left


def test_a_draft_says_which_changes_by_hand_it_undoes(coordinator: Person, day: Database) -> None:
    by_hand = {"action": "move", "shift_id": "b", "start": f"{DAY}T09:00:00+00:00", "reason": "Asked by the patient."}
    _published(coordinator, ("v2", by_hand))
    _published(coordinator, plan=a_plan(V2_WITH_BEN))  # somebody else, later, with nothing by hand

    keeping, undoing = coordinator.draft(a_plan(V2_WITH_BEN)), coordinator.draft()

    assert (keeping["undone"], [found["visit_id"] for found in undoing["undone"]]) == ([], ["v2"])
    assert (undoing["undone"][0]["before"]["shift_id"], undoing["undone"][0]["after"]["shift_id"]) == ("b", "a")
    assert _audited(day, undoing["roster_id"])["undone"] == ["v2"]


def test_a_draft_of_a_repaired_draft_keeps_the_pins_of_that_draft_and_of_what_was_published_since(
    coordinator: Person, day: Database
) -> None:
    mine = _changed(coordinator, coordinator.draft(), "v2", PINNED)
    _published(coordinator, ("v6", PINNED))
    run_id = ended_run(day, a_plan(), roster_id=mine["roster_id"])

    draft = coordinator.post("/rosters", {"made_from": "run", "run_id": run_id}).json()

    assert _pinned(draft) == {"v2", "v6"}


def test_whoever_publishes_over_another_version_keeps_what_it_has_pinned_since(coordinator: Person) -> None:
    breaking, keeping = coordinator.draft(a_plan(V2_WITH_BEN)), coordinator.draft()
    first = _published(coordinator, ("v2", PINNED))

    refused = coordinator.publish(breaking, replaces_id=first)
    agreed = coordinator.publish(keeping, replaces_id=first)

    assert (refused.status_code, _broken(refused.json())) == (422, [("v2", True)])
    assert _pinned(coordinator.get(f"/rosters/{agreed.json()['roster_id']}").json()) == {"v2"}


@pytest.mark.parametrize(("is_afresh", "pinned", "is_told"), [(False, {"v2"}, True), (True, set(), False)])
def test_a_run_of_days_with_a_roster_in_force_keeps_its_pins_and_knows_what_was_told_unless_it_plans_afresh(
    is_afresh: bool, pinned: set[str], is_told: bool, coordinator: Person, day: Database
) -> None:
    roster_id = _published(coordinator, ("v2", PINNED))

    with day.reading() as session:
        scope = scope_of(session.get_one(RosterRecord, roster_id))
        problem = problem_for(session, scope, is_afresh=is_afresh)

    assert {pin.visit_id for pin in problem.pins} == pinned
    assert (problem.published is not None) is is_told


def test_a_run_plans_a_pinned_visit_where_and_when_it_was_pinned_by_hand(
    coordinator: Person, settings: Settings
) -> None:
    _published(
        coordinator, ("v2", PINNED), plan=a_plan({**PLAN, "a": [PLAN["a"][0], ("v2", "09:47", 1), *PLAN["a"][2:]]})
    )
    asked = coordinator.post("/runs", {"first_date": DAY, "locality_id": "west", "budget_iterations": 50}).json()

    assert work("ticket", settings, {Work.PLAN: plan}) == asked["run_id"]

    planned = coordinator.get(f"/runs/{asked['run_id']}/plan").json()
    stops = {
        stop["visit_id"]: (route["shift_id"], stop["start"]) for route in planned["routes"] for stop in route["stops"]
    }
    assert stops["v2"] == ("a", "2026-11-23T09:47+00:00")


def test_a_plan_by_hand_is_judged_by_the_pins_that_a_draft_of_it_would_have(coordinator: Person) -> None:
    _published(coordinator, ("v2", PINNED))
    scope = {"scope": {"first_date": DAY, "locality": "west"}}

    report = coordinator.post("/plans/check", {**a_plan(V2_WITH_BEN), **scope}).json()

    assert [rule["rule"] for rule in report["rules"] if rule["kind"] == "hard" and rule["amount"]] == ["pin"]


def _pin_in_tables(database: Database, visit_id: str, shift_id: str) -> None:
    with database.writing() as session:
        add_rows(session, {PinRow: [PinRow(visit_id=visit_id, attendance=1, shift_id=shift_id)]})


def _away(staff_id: str) -> AbsenceRecord:
    return AbsenceRecord(
        staff_id=staff_id,
        starts_at=datetime(2026, 11, 23, tzinfo=UTC),
        ends_at=datetime(2026, 11, 24, tzinfo=UTC),
        kind="sickness",
        recorded_by="tests",
        recorded_at=NOW,
    )


def _left(visit_id: str) -> dict[str, Any]:
    return {
        "visit_id": visit_id,
        "outcome": "deferred",
        "reason": "Nobody to turn with.",
        "new_latest_on": "2026-11-25",
    }
