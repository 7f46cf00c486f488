"""Coordinators keep the staff of their localities; staff see themselves; planners see no names."""

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.database import Database
from api.tables.audit import AuditEntryRecord

PATH = "/v1/staff"


def test_reference_tables_are_there_for_everybody_who_is_signed_in(client: TestClient, nurse: dict[str, str]) -> None:
    assert len(client.get("/v1/organisations", headers=nurse).json()) == 5
    assert len(client.get("/v1/skills", headers=nurse).json()) == 26
    assert client.get("/v1/skills").status_code == 401


def test_staff_are_listed_by_page_team_employer_role_and_skill(client: TestClient, coordinator: dict[str, str]) -> None:
    def total(**asked: str) -> int:
        answer = client.get(PATH, headers=coordinator, params=asked)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["total"])

    assert total() == 49
    assert total(team_id="W1") == 39
    assert total(organisation_id="home-care") == 8
    assert total(role="volunteer") == 2
    assert 0 < total(skill_id="insulin") < 49

    page = client.get(PATH, headers=coordinator, params={"limit": "2", "offset": "48"}).json()
    assert (len(page["entries"]), page["total"]) == (1, 49)


def test_a_coordinator_sees_and_changes_no_staff_of_other_localities(
    client: TestClient, of_north: dict[str, str], loaded: Database
) -> None:
    assert client.get(PATH, headers=of_north).json()["total"] == 0
    assert client.get(f"{PATH}/west-S01", headers=of_north).status_code == 404
    change = client.patch(f"{PATH}/west-S01", headers=of_north | {"If-Match": '"1"'}, json={"band": 6})
    assert change.status_code == 404

    with loaded.reading() as session:
        refused = select(func.count()).select_from(AuditEntryRecord).where(AuditEntryRecord.action == "refused")
        assert session.scalar(refused) == 2


def test_staff_see_themselves_and_nobody_else(client: TestClient, nurse: dict[str, str]) -> None:
    assert client.get(f"{PATH}/me", headers=nurse).json()["staff_id"] == "west-S01"
    assert client.get(f"{PATH}/west-S01", headers=nurse).status_code == 200
    assert client.get(f"{PATH}/west-S02", headers=nurse).status_code == 404
    assert client.get(PATH, headers=nurse).status_code == 403


def test_planners_see_no_names(client: TestClient, planner: dict[str, str]) -> None:
    member = client.get(f"{PATH}/west-S01", headers=planner).json()

    assert (member["name"], member["telephone"]) == (None, None)
    assert set(member["withheld"]) == {"name", "telephone", "gender"}


def test_of_two_who_change_a_staff_member_the_second_is_told_to_read_again(
    client: TestClient, coordinator: dict[str, str]
) -> None:
    read = client.get(f"{PATH}/west-S01", headers=coordinator)
    on_it = coordinator | {"If-Match": read.headers["ETag"]}

    assert client.patch(f"{PATH}/west-S01", headers=coordinator, json={"band": 6}).status_code == 428
    first = client.patch(f"{PATH}/west-S01", headers=on_it, json={"band": 6})
    assert (first.status_code, first.json()["band"], first.headers["ETag"]) == (200, 6, '"2"')
    assert client.patch(f"{PATH}/west-S01", headers=on_it, json={"band": 7}).status_code == 412


def test_nobody_is_put_into_a_team_of_others(client: TestClient, coordinator: dict[str, str]) -> None:
    on_it = coordinator | {"If-Match": '"1"'}

    refused = client.patch(f"{PATH}/west-S01", headers=on_it, json={"team_ids": ["W1", "W2", "N1"]})
    assert refused.json()["code"] == "not-your-team"
    assert client.patch(f"{PATH}/west-S01", headers=on_it, json={"team_ids": ["W1"]}).json()["team_ids"] == ["W1"]


def test_a_skill_is_held_until_its_last_day(client: TestClient, coordinator: dict[str, str]) -> None:
    path = f"{PATH}/west-S01/skills/catheter"

    held = client.put(path, headers=coordinator | {"If-Match": '"1"'}, json={"expires_on": "2027-03-31"})

    assert {"skill_id": "catheter", "expires_on": "2027-03-31"} in held.json()["skills"]
    unknown = client.put(
        f"{PATH}/west-S01/skills/juggling", headers=coordinator | {"If-Match": '"2"'}, json={"expires_on": None}
    )
    assert unknown.status_code == 404
