"""Publishing: the next number, unchangeable, nothing silent, nothing twice, and whoever comes second is told the difference."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.database import Database
from api.tables.caseloads import VisitRecord
from api.tables.workforce import AbsenceRecord
from tests.api.rosters.conftest import Person
from tests.api.rosters.small_day import NOW, PLAN, a_plan, escalated

LATER = a_plan({**PLAN, "a": [PLAN["a"][0], ("v2", "09:45", 1), *PLAN["a"][2:]]})


def test_versions_of_the_same_scope_and_days_are_numbered_and_only_the_last_is_in_force(coordinator: Person) -> None:
    first = coordinator.published()
    second = coordinator.published(LATER)

    assert [(each["number"], each["label"]) for each in (first, second)] == [
        (1, "west 2026-11-23/1"),
        (2, "west 2026-11-23/2"),
    ]
    assert coordinator.get(f"/rosters/{first['roster_id']}").json()["state"] == "superseded"
    assert second["based_on_id"] == first["roster_id"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE rosters SET plan = '{}'",
        "UPDATE rosters SET number = 7",
        "UPDATE rosters SET state = 'draft'",
        "UPDATE rosters SET state = 'superseded', published_by = 'x'",
        "DELETE FROM rosters",
    ],
)
def test_the_database_itself_refuses_to_change_a_published_roster(
    change: str, coordinator: Person, day: Database
) -> None:
    published = coordinator.published()

    with pytest.raises(DBAPIError, match="a published roster is never changed"), day.writing() as session:
        session.execute(text(change))

    assert coordinator.get(f"/rosters/{published['roster_id']}").json()["number"] == 1


def test_a_published_roster_reads_the_same_whatever_the_data_become(coordinator: Person, day: Database) -> None:
    published = coordinator.published()
    before = coordinator.get(f"/rosters/{published['roster_id']}").json()
    from api.rosters.service import standing  # noqa: PLC0415

    standing._SHELF.__init__(standing.MOST_KEPT)  # type: ignore[misc] # as after a restart
    with day.writing() as session:
        session.get(VisitRecord, "v2").cancelled_at = NOW
        session.get(VisitRecord, "v5").what_to_do = "Something else"

    assert coordinator.get(f"/rosters/{published['roster_id']}").json() == before


def test_two_publish_at_once_and_one_wins_while_the_other_gets_the_difference(coordinator: Person) -> None:
    drafts = [coordinator.draft(), coordinator.draft(LATER)]

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(coordinator.publish, drafts))

    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert [won.status_code, lost.status_code] == [200, 409], lost.text
    problem = lost.json()
    assert problem["code"] == "published-meanwhile"
    assert problem["published_id"] == won.json()["roster_id"]
    added = {found["visit_id"] for found in problem["difference"]["visits"] if found["what"] == "added"}
    assert added == {"v1", "v2", "v3", "v4", "v5", "v6"}


def test_whoever_has_seen_the_other_version_publishes_over_it(coordinator: Person) -> None:
    draft, other = coordinator.draft(), coordinator.draft(LATER)
    first = coordinator.publish(other).json()

    refused = coordinator.publish(draft)
    agreed = coordinator.publish(draft, replaces_id=first["roster_id"])

    assert refused.status_code == 409
    assert (agreed.status_code, agreed.json()["number"], agreed.json()["based_on_id"]) == (200, 2, first["roster_id"])


def test_the_same_draft_is_published_once(coordinator: Person) -> None:
    draft = coordinator.draft()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(coordinator.publish, [draft, draft]))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert next(answer for answer in answers if answer.status_code == 409).json()["code"] == "not-a-draft"


def test_a_version_that_was_not_read_is_not_published(coordinator: Person) -> None:
    draft = coordinator.draft()

    assert coordinator.post(f"/rosters/{draft['roster_id']}/publish", {}).status_code == 428
    assert coordinator.on(9).post(f"/rosters/{draft['roster_id']}/publish", {}).status_code == 412


def test_what_breaks_a_hard_rule_is_not_published(coordinator: Person) -> None:
    draft = coordinator.draft(a_plan({**PLAN, "b": PLAN["b"][:1]}))

    answer = coordinator.publish(draft)

    assert (answer.status_code, answer.json()["code"]) == (422, "breaks-rule")
    assert [found["visit_id"] for found in answer.json()["violations"]] == ["v6"]


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ([], "left-out-not-acknowledged"),
        (["v5"], None),
        (["v5", "v6"], "not-left-out"),
        (["v5", "nil"], "not-left-out"),
    ],
)
def test_a_must_serve_visit_left_out_is_named_by_whoever_publishes(
    named: list[str], code: str | None, coordinator: Person
) -> None:
    draft = coordinator.draft(a_plan({**PLAN, "a": PLAN["a"][:3]}, [escalated("v5")]))

    answer = coordinator.publish(draft, acknowledged_left_out=named)

    assert (answer.status_code, answer.json().get("code")) == (200 if code is None else 422, code)
    assert answer.json().get("visit_ids") == (["v5"] if code == "left-out-not-acknowledged" else None)


def test_a_draft_overtaken_by_a_cancelled_visit_is_published_once_that_is_acknowledged(
    coordinator: Person, day: Database
) -> None:
    draft = coordinator.draft()
    with day.writing() as session:
        session.get(VisitRecord, "v2").cancelled_at = NOW

    refused = coordinator.publish(draft)
    agreed = coordinator.publish(draft, acknowledged_changes=["v2"])

    assert (refused.status_code, refused.json()["code"]) == (409, "overtaken")
    assert [(found["visit_id"], found["what"]) for found in refused.json()["overtaken"]] == [("v2", "taken_away")]
    assert agreed.status_code == 200, agreed.text
    ann = coordinator.get(f"/rosters/{agreed.json()['roster_id']}").json()["staff"][0]["shifts"][0]
    assert ann["num_visits"] == 3


def test_a_draft_overtaken_by_an_absence_leaves_nobodys_visits_silently_undone(
    coordinator: Person, day: Database
) -> None:
    draft = coordinator.draft()
    with day.writing() as session:
        session.add(
            AbsenceRecord(
                staff_id="vera",
                starts_at=datetime(2026, 11, 23, tzinfo=UTC),
                ends_at=datetime(2026, 11, 24, tzinfo=UTC),
                kind="sickness",
                recorded_by="tests",
                recorded_at=NOW,
            )
        )

    refused = coordinator.publish(draft)
    still = coordinator.publish(draft, acknowledged_changes=["v4"])
    moved = coordinator.on(1).patch(
        f"/rosters/{draft['roster_id']}/visits/v4", {"action": "move", "shift_id": "b", "reason": "Vera is ill."}
    )
    at_last = coordinator.on(2).post(f"/rosters/{draft['roster_id']}/publish", {"acknowledged_changes": ["v4"]})

    assert (refused.status_code, refused.json()["code"]) == (409, "overtaken")
    assert (still.status_code, still.json()["code"]) == (422, "breaks-rule")
    assert (moved.status_code, at_last.status_code) == (200, 200), (moved.text, at_last.text)


def test_a_visit_is_not_published_in_two_rosters(coordinator: Person) -> None:
    whole = coordinator.published()
    of_team = coordinator.draft(team_ids=["W1"])

    answer = coordinator.publish(of_team)

    assert (answer.status_code, answer.json()["code"]) == (409, "booked-twice")
    assert answer.json()["roster_id"] == whole["roster_id"]
    assert set(answer.json()["shift_ids"]) == {"a", "b", "v"}


def test_each_is_told_what_changes_for_them_and_nobody_elses_changes(
    coordinator: Person, ann: Person, ben: Person, vera: Person
) -> None:
    coordinator.published()
    coordinator.published(
        a_plan({"a": [PLAN["a"][0], *PLAN["a"][2:]], "b": [("v2", "09:00", 1), *PLAN["b"]], "v": PLAN["v"]})
    )

    def told(person: Person) -> list[tuple[str, str]]:
        newest = person.get("/staff/me/notices").json()["entries"][0]
        return [(found["visit_id"], found["what"]) for found in newest["changes"]]

    assert told(ann) == [("v2", "taken_away")]
    assert told(ben) == [("v2", "added")]
    assert told(vera) == [("v4", "added")]
    assert [person.get("/staff/me/notices").json()["total"] for person in (ann, ben, vera)] == [2, 2, 1]


def test_a_notice_is_read_by_whom_it_is_for(coordinator: Person, ann: Person, ben: Person) -> None:
    coordinator.published()
    (notice,) = ann.get("/staff/me/notices").json()["entries"]

    assert ben.post(f"/staff/me/notices/{notice['notice_id']}/read").status_code == 404
    assert ann.post(f"/staff/me/notices/{notice['notice_id']}/read").json()["read_at"] is not None
    assert ann.get("/staff/me/notices", params={"is_unread": "true"}).json()["entries"] == []


def test_the_difference_of_two_rosters_counts_by_staff_member_and_measures(
    coordinator: Person, stranger: Person
) -> None:
    before = coordinator.draft()
    after = coordinator.draft(
        a_plan({"a": PLAN["a"][:3], "b": PLAN["b"], "v": [("v4", "10:30", 1)]}, [escalated("v5")])
    )
    path = f"/rosters/{before['roster_id']}/diff/{after['roster_id']}"

    found = coordinator.get(path).json()

    assert [(each["visit_id"], each["what"], each["outcome"]) for each in found["visits"]] == [
        ("v4", "moved", None),
        ("v5", "left_out", "escalated"),
    ]
    assert {each["staff_id"]: (each["added"], each["taken_away"], each["moved"]) for each in found["staff"]} == {
        "ann": (0, 1, 0),
        "vera": (0, 0, 1),
    }
    planned = next(row for row in found["measures"] if row["measure"] == "planned")
    assert (planned["plan"], planned["baseline"], planned["verdict"]) == (5, 6, "worse")
    assert stranger.get(path).status_code == 404
