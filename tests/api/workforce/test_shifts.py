"""Shifts keep to the rules of their table; who is away is not planned."""

from datetime import UTC, datetime
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from api.assembly import tables_of
from api.database import Database
from api.demo import DAY
from api.tables.rosters import RosterRecord
from api.tables.workforce import AbsenceRecord
from scheduler.io.plan_document import Scope
from scheduler.io.tables.rows import ShiftRow

PATH = "/v1/shifts"
SHIFT = "west-S01-1123"
NEW = {
    "staff_id": "west-S01",
    "starts_at": "2026-11-24T09:00:00Z",
    "ends_at": "2026-11-24T13:00:00Z",
    "start_location_id": "site-witney",
    "end_location_id": "site-witney",
}
TONIGHT = {
    "staff_id": "west-S01",
    "starts_at": "2026-11-23T17:30:00Z",
    "ends_at": "2026-11-24T00:00:00Z",
    "kind": "sickness",
}


def planned(database: Database) -> set[str]:
    with database.reading() as session:
        return {row.shift_id for row in tables_of(session, Scope(first_date=DAY)).rows(ShiftRow)}


def listed(client: TestClient, headers: dict[str, str], **asked: Any) -> int:
    answer = client.get(PATH, headers=headers, params={"first_date": "2026-11-23"} | asked)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["total"])


def test_shifts_are_listed_by_day_team_and_person(
    client: TestClient, coordinator: dict[str, str], of_north: dict[str, str], nurse: dict[str, str]
) -> None:
    assert listed(client, coordinator) == 49
    assert listed(client, coordinator, team_id="W1") == 39
    assert listed(client, coordinator, staff_id="west-S01") == 1
    assert listed(client, coordinator, first_date="2026-11-24") == 0
    assert listed(client, of_north) == 0
    assert listed(client, nurse) == 1
    assert listed(client, nurse, staff_id="west-S02") == 0


def test_a_new_shift_is_made_but_not_over_another_of_the_same_person(
    client: TestClient, coordinator: dict[str, str]
) -> None:
    assert client.post(PATH, headers=coordinator, json=NEW).status_code == 201

    again = client.post(PATH, headers=coordinator, json=NEW | {"starts_at": "2026-11-24T12:59:00Z", "ends_at": "2026-11-24T15:00:00Z"})  # fmt: skip
    assert [fault["where"] for fault in again.json()["faults"]] == ["body.starts_at"]

    after = client.post(PATH, headers=coordinator, json=NEW | {"starts_at": "2026-11-24T13:00:00Z", "ends_at": "2026-11-24T15:00:00Z"})  # fmt: skip
    assert after.status_code == 201, after.text


def test_a_shift_that_cannot_be_is_refused_by_field(client: TestClient, coordinator: dict[str, str]) -> None:
    for wrong, where in (
        ({"ends_at": "2026-11-24T08:00:00Z"}, "body.ends_at"),
        ({"start_location_id": "nowhere"}, "body.start_location_id"),
        ({"break_minutes": 30}, "body.break_from"),
    ):
        answer = client.post(PATH, headers=coordinator, json=NEW | wrong)

        assert answer.status_code == 422
        assert where in [fault["where"] for fault in answer.json()["faults"]]


def test_a_shift_is_changed_on_its_latest_version_alone(client: TestClient, coordinator: dict[str, str]) -> None:
    on_it = coordinator | {"If-Match": '"1"'}

    changed = client.patch(f"{PATH}/{SHIFT}", headers=on_it, json={"ends_at": "2026-11-23T22:00:00Z"})
    assert (changed.status_code, changed.json()["ends_at"]) == (200, "2026-11-23T22:00:00Z")
    assert client.patch(f"{PATH}/{SHIFT}", headers=on_it, json={"visit_limit": 3}).status_code == 412


def test_a_shift_that_is_called_off_is_planned_no_more_and_stays_to_be_read(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    path, why = f"{PATH}/{SHIFT}/cancellation", {"reason": "Moved to Sunday"}

    assert client.post(path, headers=coordinator | {"If-Match": '"1"'}, json=why).status_code == 200

    assert SHIFT not in planned(loaded)
    assert (listed(client, coordinator), listed(client, coordinator, with_cancelled=True)) == (48, 49)
    assert client.post(path, headers=coordinator | {"If-Match": '"2"'}, json=why).json()["code"] == "cancelled"


def test_somebody_elses_shift_is_not_there(client: TestClient, of_north: dict[str, str]) -> None:
    on_it = of_north | {"If-Match": '"1"'}

    assert client.patch(f"{PATH}/{SHIFT}", headers=on_it, json={"visit_limit": 3}).status_code == 404
    assert client.post(PATH, headers=of_north, json=NEW).status_code == 404


def test_an_absence_tells_the_shifts_and_published_visits_that_it_touches_and_can_be_taken_back(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    with loaded.writing() as session:
        stop = {"visit_id": "W1-V0001", "start": "2026-11-23T18:00"}
        plan = {"routes": [{"shift_id": SHIFT, "stops": [stop]}], "left_out": []}
        session.add(
            RosterRecord(
                roster_id="r-1",
                state="published",
                number=1,
                scope="west",
                locality_id="west",
                first_date=DAY,
                plan=plan,
                made_by="x",
                made_at=datetime.now(UTC),
            )
        )

    told = client.post("/v1/absences", headers=coordinator, json=TONIGHT)

    assert told.status_code == 201, told.text
    assert told.json()["shift_ids"] == [SHIFT]
    assert told.json()["visits"] == [{"roster_id": "r-1", "shift_id": SHIFT, "visit_id": "W1-V0001"}]
    assert SHIFT not in planned(loaded)
    found = client.get("/v1/absences", headers=coordinator, params={"first_date": "2026-11-23"}).json()
    assert found["entries"] == [told.json()]

    path = f"/v1/absences/{told.json()['absence_id']}"
    assert client.delete(path, headers=coordinator).status_code == 204
    assert SHIFT in planned(loaded)
    assert client.delete(path, headers=coordinator).status_code == 404


def test_an_absence_has_a_kind_and_no_diagnosis_and_is_of_ones_own_staff(
    client: TestClient, coordinator: dict[str, str], of_north: dict[str, str]
) -> None:
    assert client.post("/v1/absences", headers=coordinator, json=TONIGHT | {"kind": "influenza"}).status_code == 422
    backwards = client.post("/v1/absences", headers=coordinator, json=TONIGHT | {"ends_at": TONIGHT["starts_at"]})
    assert backwards.json()["code"] == "bad-absence"
    assert client.post("/v1/absences", headers=of_north, json=TONIGHT).status_code == 404


def test_the_same_absence_is_recorded_once_and_a_longer_one_beside_it(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    first = client.post("/v1/absences", headers=coordinator, json=TONIGHT)

    again = client.post("/v1/absences", headers=coordinator, json=TONIGHT)
    longer = client.post("/v1/absences", headers=coordinator, json=TONIGHT | {"starts_at": "2026-11-22T00:00:00Z"})

    assert (again.status_code, again.json()["absence_id"]) == (409, first.json()["absence_id"])
    assert longer.status_code == 201
    with loaded.reading() as session:
        assert len(session.scalars(select(AbsenceRecord)).all()) == 2
