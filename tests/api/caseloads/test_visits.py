"""Visits are made, changed and called off with reasons, and never deleted; referrals are answered by whom they are to."""

import re
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.assembly import tables_of
from api.database import Database
from api.demo import DAY
from api.tables.audit import AuditEntryRecord
from api.tables.caseloads import VisitRecord
from scheduler.io.plan_document import Scope
from scheduler.io.tables.rows import VisitRow
from tests.api.caseloads.conftest import Of

PATH = "/v1/visits"
INSULIN = "W1-V0001"
WINDOW = {"earliest_start": "2026-11-23T09:00:00Z", "latest_start": "2026-11-23T11:00:00Z"}
WANTED = {
    "service": "nursing",
    "visit_type": "dressing",
    "windows": [WINDOW],
    "duration_minutes": 30,
    "level_of_care": 2,
    "attendances": [{"skill_ids": ["wound_care"], "minimum_band": 3}],
}
NEW = WANTED | {"patient_id": "W1-P0001", "organisation_id": "community-health"}
WHY = {"reason": "Admitted to hospital"}


def planned(database: Database) -> set[str]:
    with database.reading() as session:
        return {row.visit_id for row in tables_of(session, Scope(first_date=DAY)).rows(VisitRow)}


def total(client: TestClient, headers: dict[str, str], **asked: Any) -> int:
    answer = client.get(PATH, headers=headers, params={"first_date": "2026-11-23"} | asked)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["total"])


def routine_visit(database: Database) -> str:
    """A visit of the day that may be deferred."""
    with database.reading() as session:
        wanted = select(VisitRecord.visit_id).where(
            VisitRecord.is_must_serve.is_(False), VisitRecord.respond_by.is_(None)
        )
        return session.scalars(wanted.order_by(VisitRecord.visit_id)).first() or ""


def test_visits_are_listed_by_day_team_patient_and_state(
    client: TestClient, coordinator: dict[str, str], of_north: dict[str, str], planner: dict[str, str]
) -> None:
    assert total(client, coordinator) == 313
    assert total(client, coordinator, first_date="2026-11-24") == 0
    assert total(client, coordinator, first_date="2026-11-22", num_days=2) == 313
    assert total(client, coordinator, team_id="W1") + total(client, coordinator, team_id="W2") == 313
    assert total(client, coordinator, patient_id="W1-P0001") == 2
    assert total(client, coordinator, state="cancelled") == 0
    assert total(client, of_north) == 0
    assert total(client, planner) == 313


def test_a_visit_tells_windows_needs_and_links(client: TestClient, coordinator: dict[str, str]) -> None:
    visit = client.get(f"{PATH}/{INSULIN}", headers=coordinator).json()

    assert visit["windows"] == [{"earliest_start": "2026-11-23T08:15:00Z", "latest_start": "2026-11-23T09:45:00Z"}]
    assert visit["attendances"] == [{"attendance": 1, "skill_ids": ["insulin"], "minimum_band": 3}]
    assert [link["second_visit_id"] for link in visit["links"]] == ["W1-V0009"]
    assert (visit["patient_name"], visit["withheld"]) == ("Faisal Yarrow", [])


def test_without_an_agreement_times_alone_are_seen(client: TestClient, coordinator_of: Of) -> None:
    visit = client.get(f"{PATH}/{INSULIN}", headers=coordinator_of("home-care")).json()

    assert visit["windows"]
    assert visit["duration_minutes"] == 20
    for name in ("patient_name", "address", "visit_type", "what_to_do", "level_of_care", "links", "kit"):
        assert visit[name] is None
        assert name in visit["withheld"]


def test_planners_see_the_care_of_a_pseudonym(client: TestClient, planner: dict[str, str]) -> None:
    page = client.get(PATH, headers=planner, params={"first_date": "2026-11-23", "limit": 5}).json()

    for visit in page["entries"]:
        assert visit["patient_id"].startswith("ps-")
        assert (visit["patient_name"], visit["address"]) == (None, None)
        assert visit["level_of_care"] is not None


def test_planners_see_no_real_id_and_no_order_that_tells_one(client: TestClient, planner: dict[str, str]) -> None:
    pages = [
        client.get(PATH, headers=planner, params={"first_date": "2026-11-23", "limit": 200, "offset": offset})
        for offset in (0, 200)
    ]
    visits = [visit for page in pages for visit in page.json()["entries"]]
    ids = [visit["visit_id"] for visit in visits]

    assert len(set(ids)) == 313
    assert ids == sorted(ids)
    assert not [page.text for page in pages if re.search(r"W\d-[PV]\d", page.text)]
    links = [link for visit in visits for link in visit["links"]]
    assert links
    assert all({link["first_visit_id"], link["second_visit_id"]} <= set(ids) for link in links)


def test_planners_ask_for_a_patient_by_pseudonym_and_a_real_id_tells_them_nothing(
    client: TestClient, planner: dict[str, str]
) -> None:
    def found(patient_id: str) -> list[dict[str, Any]]:
        asked = {"first_date": "2026-11-23", "patient_id": patient_id}
        return client.get(PATH, headers=planner, params=asked).json()["entries"]

    one = client.get("/v1/patients", headers=planner, params={"limit": 1}).json()["entries"][0]["patient_id"]

    assert {visit["patient_id"] for visit in found(one)} == {one}
    assert found("W1-P0001") == []


def test_a_new_visit_is_planned(client: TestClient, coordinator: dict[str, str], loaded: Database) -> None:
    made = client.post(PATH, headers=coordinator, json=NEW)

    assert made.status_code == 201, made.text
    assert made.json()["visit_id"] in planned(loaded)
    assert made.json()["attendances"] == [{"attendance": 1, "skill_ids": ["wound_care"], "minimum_band": 3}]


def test_a_visit_that_cannot_be_is_refused_by_field(client: TestClient, coordinator: dict[str, str]) -> None:
    backwards = {"earliest_start": WINDOW["latest_start"], "latest_start": WINDOW["earliest_start"]}
    for wrong, where in (
        ({"windows": [backwards]}, "body.latest_start"),
        ({"windows": [WINDOW, WINDOW]}, "body.earliest_start"),
        ({"organisation_id": "nobody"}, "body.organisation_id"),
        ({"attendances": [{"skill_ids": ["juggling"]}]}, "body.skill_ids"),
        ({"due_on": "2026-11-24", "latest_on": "2026-11-23"}, "body.latest_on"),
    ):
        answer = client.post(PATH, headers=coordinator, json=NEW | wrong)

        assert answer.status_code == 422, answer.text
        assert where in [fault["where"] for fault in answer.json()["faults"]]


def test_a_visit_may_be_asked_for_before_anybodys_shift_is_known(
    client: TestClient, coordinator: dict[str, str]
) -> None:
    later = {"earliest_start": "2027-03-01T09:00:00Z", "latest_start": "2027-03-01T11:00:00Z"}

    assert client.post(PATH, headers=coordinator, json=NEW | {"windows": [later]}).status_code == 201


def test_nobody_gives_themselves_a_visit_of_a_patient_whom_they_may_not_see(
    client: TestClient, coordinator_of: Of
) -> None:
    headers = coordinator_of("home-care")

    answer = client.post(PATH, headers=headers, json=NEW | {"organisation_id": "home-care"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not-shared")
    referral = {"patient_id": "W1-P0001", "organisation_id": "home-care", "service": "nursing", "level_of_care": 2}
    assert client.post("/v1/referrals", headers=headers, json=referral | WHY).json()["code"] == "not-shared"


def test_windows_and_duration_change_with_a_reason_on_the_latest_version(
    client: TestClient, coordinator: dict[str, str]
) -> None:
    path, on_it = f"{PATH}/{INSULIN}", coordinator | {"If-Match": '"1"'}
    earlier = {"earliest_start": "2026-11-23T08:00:00Z", "latest_start": "2026-11-23T09:00:00Z"}
    change = {"windows": [earlier], "duration_minutes": 25, "reason": "The patient asked for it"}

    assert client.patch(path, headers=on_it, json={"duration_minutes": 25}).status_code == 422
    changed = client.patch(path, headers=on_it, json=change)
    assert (changed.status_code, changed.json()["windows"]) == (200, [earlier]), changed.text
    assert (changed.json()["duration_minutes"], changed.headers["ETag"]) == (25, '"2"')
    assert client.patch(path, headers=on_it, json=change).status_code == 412


def test_a_change_that_a_link_forbids_is_refused(client: TestClient, coordinator: dict[str, str]) -> None:
    evening = {"earliest_start": "2026-11-23T15:00:00Z", "latest_start": "2026-11-23T16:00:00Z"}

    answer = client.patch(
        f"{PATH}/{INSULIN}", headers=coordinator | {"If-Match": '"1"'}, json={"windows": [evening]} | WHY
    )

    assert answer.status_code == 422
    assert answer.json()["faults"][0]["where"] == "body.gap_least_minutes"


def test_a_visit_that_is_called_off_is_planned_no_more_and_stays_to_be_read(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    visit_id = routine_visit(loaded)
    path = f"{PATH}/{visit_id}/cancellation"

    off = client.post(path, headers=coordinator | {"If-Match": '"1"'}, json=WHY)

    assert (off.status_code, off.json()["state"], off.json()["cancel_reason"]) == (200, "cancelled", WHY["reason"])
    assert visit_id not in planned(loaded)
    assert total(client, coordinator, state="cancelled") == 1
    assert client.post(path, headers=coordinator | {"If-Match": '"2"'}, json=WHY).status_code == 409


def test_a_visit_that_must_be_served_is_called_off_with_an_override_reason_alone(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    path, on_it = f"{PATH}/{INSULIN}/cancellation", coordinator | {"If-Match": '"1"'}

    assert client.post(path, headers=on_it, json=WHY).json()["code"] == "must-serve"
    assert INSULIN in planned(loaded)

    off = client.post(path, headers=on_it, json=WHY | {"override_reason": "The ward gives insulin"})
    assert off.status_code == 200, off.text
    with loaded.reading() as session:
        overrides = select(func.count()).select_from(AuditEntryRecord).where(AuditEntryRecord.action == "override")
        assert session.scalar(overrides) == 1


def test_two_visits_are_linked_by_a_gap_that_their_windows_allow(
    client: TestClient, coordinator: dict[str, str]
) -> None:
    first = client.post(PATH, headers=coordinator, json=NEW).json()["visit_id"]
    second = client.post(PATH, headers=coordinator, json=NEW).json()["visit_id"]
    link = {"first_visit_id": first, "second_visit_id": second, "gap_least_minutes": 0, "gap_most_minutes": 0}

    impossible = client.put("/v1/visit-links", headers=coordinator, json=link | {"gap_least_minutes": 121, "gap_most_minutes": 200})  # fmt: skip
    assert impossible.status_code == 422
    assert client.put("/v1/visit-links", headers=coordinator, json=link).status_code == 200
    assert len(client.get(f"{PATH}/{first}", headers=coordinator).json()["links"]) == 1


def test_a_link_is_changed_and_taken_away_on_the_version_that_was_read(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    link = {"first_visit_id": INSULIN, "second_visit_id": "W1-V0009", "gap_least_minutes": 480, "gap_most_minutes": 600}
    path, on_first = f"/v1/visit-links/{INSULIN}/W1-V0009", coordinator | {"If-Match": '"1"'}

    changes = [client.put("/v1/visit-links", headers=headers, json=link) for headers in (coordinator, on_first)]
    removals = [client.delete(path, headers=coordinator | {"If-Match": version}) for version in ('"1"', '"2"', '"2"')]

    assert [answer.status_code for answer in changes] == [428, 200]
    assert (changes[1].headers["ETag"], changes[1].json()["gap_most_minutes"]) == ('"2"', 600)
    assert [answer.status_code for answer in removals] == [412, 204, 404]
    assert client.get(f"{PATH}/{INSULIN}", headers=coordinator).json()["links"] == []
    with loaded.reading() as session:
        of_links = (
            select(AuditEntryRecord).where(AuditEntryRecord.kind == "visit_link").order_by(AuditEntryRecord.number)
        )
        assert [entry.action for entry in session.scalars(of_links)] == ["change", "remove"]


def test_a_referral_opens_the_patient_and_is_accepted_with_visits(
    client: TestClient, coordinator: dict[str, str], coordinator_of: Of, loaded: Database
) -> None:
    home_care = coordinator_of("home-care")
    asked = {"patient_id": "W1-P0001", "organisation_id": "home-care", "service": "home_support", "level_of_care": 2}
    made = client.post("/v1/referrals", headers=coordinator, json=asked | {"reason": "Help with washing"}).json()
    path, on_it = f"/v1/referrals/{made['referral_id']}", {"If-Match": '"1"'}
    visits = {"visits": [WANTED | {"service": "home_support", "attendances": []}] * 2}

    assert client.get(path, headers=home_care).json()["withheld"] == []
    assert client.post(f"{path}/acceptance", headers=coordinator | on_it, json=visits).json()["code"] == "not-asked"
    bad = {"visits": [*visits["visits"], WANTED | {"attendances": [{"skill_ids": ["juggling"]}]}]}
    assert client.post(f"{path}/acceptance", headers=home_care | on_it, json=bad).status_code == 422

    accepted = client.post(f"{path}/acceptance", headers=home_care | on_it, json=visits)
    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted"), accepted.text
    assert len(accepted.json()["visit_ids"]) == 2
    assert set(accepted.json()["visit_ids"]) <= planned(loaded)
    again = client.post(f"{path}/acceptance", headers=home_care | {"If-Match": '"2"'}, json=visits)
    assert again.json()["code"] == "answered"


def test_a_declined_referral_closes_the_patient_again(
    client: TestClient, coordinator: dict[str, str], coordinator_of: Of
) -> None:
    home_care = coordinator_of("home-care")
    asked = {"patient_id": "W1-P0001", "organisation_id": "home-care", "service": "home_support", "level_of_care": 2}
    made = client.post("/v1/referrals", headers=coordinator, json=asked | {"reason": "Help with washing"}).json()
    path = f"/v1/referrals/{made['referral_id']}"
    assert client.get("/v1/patients/W1-P0001", headers=home_care).json()["withheld"] == []

    declined = client.post(f"{path}/refusal", headers=home_care | {"If-Match": '"1"'}, json={"reason": "Out of area"})

    assert declined.json()["state"] == "declined"
    assert "name" in client.get("/v1/patients/W1-P0001", headers=home_care).json()["withheld"]
    listed = client.get("/v1/referrals", headers=coordinator, params={"state": "declined"}).json()
    assert [one["answer_reason"] for one in listed["entries"]] == ["Out of area"]


def test_visits_and_referrals_of_another_locality_are_not_there(
    client: TestClient, coordinator: dict[str, str], of_north: dict[str, str]
) -> None:
    asked = {"patient_id": "W1-P0001", "organisation_id": "home-care", "service": "home_support", "level_of_care": 2}
    made = client.post("/v1/referrals", headers=coordinator, json=asked | WHY).json()

    on_it = of_north | {"If-Match": '"1"'}
    assert client.get(f"{PATH}/{INSULIN}", headers=of_north).status_code == 404
    assert client.patch(f"{PATH}/{INSULIN}", headers=on_it, json=WHY).status_code == 404
    assert client.post(f"{PATH}/{INSULIN}/cancellation", headers=on_it, json=WHY).status_code == 404
    assert client.post(PATH, headers=of_north, json=NEW).status_code == 404
    assert client.get(f"/v1/referrals/{made['referral_id']}", headers=of_north).status_code == 404
    assert client.get("/v1/referrals", headers=of_north).json()["total"] == 0
