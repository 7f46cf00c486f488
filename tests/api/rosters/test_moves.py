"""Changes by hand: judged before they are kept, with a reason, and nothing else moves that need not."""

from typing import Any

import pytest
from sqlalchemy import select

from api.database import Database
from api.tables.audit import AuditEntryRecord
from tests.api.rosters.conftest import Person
from tests.api.rosters.small_day import PLAN, a_plan, escalated


def a_move(shift: str, start: str | None = None, **more: Any) -> dict[str, Any]:
    at = None if start is None else f"2026-11-23T{start}:00+00:00"
    return {"action": "move", "shift_id": shift, "start": at, "reason": "Asked by the patient.", **more}


def starts(roster: dict[str, Any]) -> dict[tuple[str, int], tuple[str, str]]:
    """Where and when every attendance is planned."""
    return {
        (item["visit"]["visit_id"], item["visit"]["attendance"]): (shift["shift_id"], item["starts_at"][11:16])
        for member in roster["staff"]
        for shift in member["shifts"]
        for item in shift["items"]
        if item["kind"] == "visit"
    }


def test_a_visit_moves_to_a_colleague_at_the_minute_asked_for_and_nothing_else_moves(coordinator: Person) -> None:
    draft = coordinator.draft()

    answer = coordinator.on(1).patch(f"/rosters/{draft['roster_id']}/visits/v2", a_move("b", "09:45"))

    after = coordinator.get(f"/rosters/{draft['roster_id']}")
    assert (answer.status_code, answer.headers["ETag"], after.headers["ETag"]) == (200, '"2"', '"2"')
    assert starts(after.json()) == {**starts(draft), ("v2", 1): ("b", "09:45")}
    (moved,) = answer.json()["differences"]
    assert (moved["what"], moved["before"]["staff_id"], moved["after"]["staff_id"]) == ("moved", "ann", "ben")


def test_without_a_minute_the_best_lawful_start_is_found(coordinator: Person) -> None:
    draft = coordinator.draft()

    answer = coordinator.on(1).patch(f"/rosters/{draft['roster_id']}/visits/v2", a_move("b"))

    after = starts(coordinator.get(f"/rosters/{draft['roster_id']}").json())
    assert (answer.status_code, answer.json()["is_lawful"]) == (200, True)
    assert after["v2", 1][0] == "b"


def test_where_there_is_no_room_at_that_minute_the_rest_of_the_route_shifts_and_is_told(coordinator: Person) -> None:
    draft = coordinator.draft()

    answer = coordinator.on(1).patch(f"/rosters/{draft['roster_id']}/visits/v6", a_move("a", "09:15"))

    told = {found["visit_id"]: found["after"]["start"][11:16] for found in answer.json()["differences"]}
    assert answer.status_code == 200, answer.text
    assert told["v6"] == "09:15"
    assert told["v2"] == "09:45"
    assert set(told) == {"v6", "v2"}


def test_a_move_that_newly_breaks_a_hard_rule_is_refused_in_the_rules_words(coordinator: Person) -> None:
    draft = coordinator.draft()

    answer = coordinator.on(1).patch(f"/rosters/{draft['roster_id']}/visits/v1", a_move("b", "08:30"))

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "breaks-rule")
    assert "insulin" in problem["detail"]
    assert [(fault["rule"], fault["may_override"]) for fault in problem["faults"]] == [("skill", False)]
    assert problem["faults"][0]["expected"].startswith("Whoever attends holds every skill")
    assert starts(coordinator.get(f"/rosters/{draft['roster_id']}").json()) == starts(draft)


@pytest.mark.parametrize(("start", "status"), [("10:00", 200), ("10:01", 422)])
def test_a_time_critical_visit_moves_to_the_last_minute_of_its_window_and_not_past_it(
    start: str, status: int, coordinator: Person
) -> None:
    fewer = a_plan({**PLAN, "a": [PLAN["a"][0], *PLAN["a"][2:]], "b": [("v2", "09:00", 1), *PLAN["b"]]})
    draft = coordinator.draft(fewer)

    answer = coordinator.on(1).patch(f"/rosters/{draft['roster_id']}/visits/v1", a_move("a", start))

    assert answer.status_code == status, answer.text


def test_a_rule_that_allows_it_is_overridden_by_a_person_with_a_reason_and_no_other(
    coordinator: Person, day: Database
) -> None:
    with day.writing() as session:
        from api.tables.workforce import ShiftRecord  # noqa: PLC0415

        session.get(ShiftRecord, "b").visit_limit = 2
    draft = coordinator.draft()
    path = f"/rosters/{draft['roster_id']}/visits/v2"

    refused = coordinator.on(1).patch(path, a_move("b", "09:45"))
    overridden = coordinator.on(1).patch(path, a_move("b", "09:45", override_reason="Agreed with Ben."))
    never = coordinator.on(2).patch(
        f"/rosters/{draft['roster_id']}/visits/v1", a_move("b", "08:30", override_reason="Please.")
    )

    assert (refused.status_code, refused.json()["faults"][0]["may_override"]) == (422, True)
    assert (overridden.status_code, overridden.json()["is_lawful"]) == (200, True)
    assert overridden.json()["change"]["what"]["overridden"] == ["contact_limit"]
    assert (never.status_code, never.json()["code"]) == (422, "breaks-rule")
    with day.reading() as session:
        (entry,) = session.scalars(select(AuditEntryRecord).where(AuditEntryRecord.action == "override"))
        assert entry.details["overridden"] == ["contact_limit"]
        assert entry.patient_ids == ["p2"]


def test_two_edit_the_same_roster_and_the_second_must_read_it_first(coordinator: Person) -> None:
    draft = coordinator.draft()
    path = f"/rosters/{draft['roster_id']}/visits"

    first = coordinator.on(1).patch(f"{path}/v2", a_move("b", "09:45"))
    second = coordinator.on(1).patch(f"{path}/v6", a_move("a", "12:00"))
    without = coordinator.patch(f"{path}/v6", a_move("a", "12:00"))

    assert [first.status_code, second.status_code, without.status_code] == [200, 412, 428]
    assert second.headers["ETag"] == '"2"'
    assert [
        each["visit_id"] for each in coordinator.get(f"/rosters/{draft['roster_id']}/changes").json()["entries"]
    ] == ["v2"]


def test_a_pinned_visit_moves_only_once_it_is_unpinned(coordinator: Person) -> None:
    draft = coordinator.draft()
    path = f"/rosters/{draft['roster_id']}/visits/v2"

    coordinator.on(1).patch(path, {"action": "pin", "reason": "Promised."})
    refused = coordinator.on(2).patch(path, a_move("b", "09:45"))
    coordinator.on(2).patch(path, {"action": "unpin", "reason": "No longer."})
    moved = coordinator.on(3).patch(path, a_move("b", "09:45"))
    again = coordinator.on(4).patch(path, {"action": "unpin", "reason": "No longer."})

    assert [fault["rule"] for fault in refused.json()["faults"]] == ["pin"]
    assert (moved.status_code, again.json()["code"]) == (200, "not-pinned")


def test_what_must_be_served_is_escalated_and_never_deferred(coordinator: Person) -> None:
    draft = coordinator.draft()
    path = f"/rosters/{draft['roster_id']}/visits/v5"
    out = {"action": "leave_out", "reason": "The nurse is ill.", "new_latest_on": "2026-11-25"}

    deferred = coordinator.on(1).patch(path, {**out, "outcome": "deferred"})
    left = coordinator.on(1).patch(path, {**out, "outcome": "escalated", "new_latest_on": None})

    assert [fault["rule"] for fault in deferred.json()["faults"]] == ["must_serve"]
    assert (left.status_code, left.json()["differences"][0]["what"]) == (200, "left_out")


def test_a_visit_left_out_is_placed_again(coordinator: Person) -> None:
    draft = coordinator.draft(a_plan({**PLAN, "a": PLAN["a"][:3]}, [escalated("v5")]))

    answer = coordinator.on(1).patch(f"/rosters/{draft['roster_id']}/visits/v5", a_move("a"))

    assert answer.status_code == 200, answer.text
    after = coordinator.get(f"/rosters/{draft['roster_id']}").json()
    assert (after["left_out"], starts(after)["v5", 1][0]) == ([], "a")


def test_the_second_person_of_a_double_up_is_exchanged_at_the_same_minute_and_retimed_with_the_first(
    coordinator: Person,
) -> None:
    draft = coordinator.draft(a_plan({**PLAN, "v": [("v4", "13:00", 1)]}))
    path = f"/rosters/{draft['roster_id']}/visits/v3"

    exchanged = coordinator.on(1).patch(path, a_move("v", attendance=2))
    retimed = coordinator.on(2).patch(path, a_move("v", "12:00", attendance=2))
    alone = coordinator.on(3).patch(path, a_move("a", attendance=2))

    assert (exchanged.status_code, retimed.status_code) == (200, 200), retimed.text
    after = starts(coordinator.get(f"/rosters/{draft['roster_id']}").json())
    assert (after["v3", 1], after["v3", 2]) == (("a", "12:00"), ("v", "12:00"))
    assert alone.status_code == 422


def test_a_left_out_double_up_gets_both_its_people(coordinator: Person) -> None:
    bare = {"a": [*PLAN["a"][:2], PLAN["a"][3]], "b": PLAN["b"][1:], "v": PLAN["v"]}
    draft = coordinator.draft(a_plan(bare, [escalated("v3")]))

    answer = coordinator.on(1).patch(f"/rosters/{draft['roster_id']}/visits/v3", a_move("a", "12:00"))

    after = starts(coordinator.get(f"/rosters/{draft['roster_id']}").json())
    assert answer.status_code == 200, answer.text
    assert after["v3", 1] == ("a", "12:00")
    assert after["v3", 2][1] == "12:00"


def test_unknown_visits_and_shifts_are_not_found(coordinator: Person) -> None:
    draft = coordinator.draft()

    assert coordinator.on(1).patch(f"/rosters/{draft['roster_id']}/visits/nil", a_move("b")).status_code == 404
    assert coordinator.on(1).patch(f"/rosters/{draft['roster_id']}/visits/v2", a_move("nil")).status_code == 404


def test_an_explanation_says_why_a_visit_is_there_and_where_else_it_could_be(coordinator: Person) -> None:
    draft = coordinator.draft()

    found = coordinator.get(f"/rosters/{draft['roster_id']}/explain/v2").json()
    missing = coordinator.get(f"/rosters/{draft['roster_id']}/explain/nil")

    (placed,) = found["placements"]
    assert (placed["shift_id"], placed["attendance"], placed["starts_at"]) == ("a", 1, "2026-11-23T09:30:00Z")
    assert "b" in {each["shift_id"] for each in found["alternatives"]}
    assert missing.status_code == 404
