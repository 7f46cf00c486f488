"""Who sees what of a patient: own referrals, agreements, volunteers, planners; every view is on record."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.database import Database
from api.security import AccountRole
from api.settings import Settings
from api.tables.audit import AuditedPatientRecord, AuditEntryRecord
from api.tables.caseloads import VisitRecord
from tests.api.caseloads.conftest import Of, share
from tests.api.people import bearer_of

PATH = "/v1/patients"
NURSED = "W1-P0001"
"""A patient whom nobody but community-health cares for."""
PRIVATE = {"name", "nhs_number", "telephone", "address", "access_notes"}


def patient_of(database: Database, organisation_id: str) -> str:
    """A patient for whom an organisation has a visit."""
    with database.reading() as session:
        return (
            session.scalars(
                select(VisitRecord.patient_id).where(VisitRecord.organisation_id == organisation_id)
            ).first()
            or ""
        )


def views_of(database: Database, patient_id: str) -> list[tuple[str, str]]:
    with database.reading() as session:
        wanted = (
            select(AuditEntryRecord)
            .join(AuditedPatientRecord, AuditedPatientRecord.number == AuditEntryRecord.number)
            .where(AuditedPatientRecord.patient_id == patient_id)
        )
        return [(entry.action, entry.kind) for entry in session.scalars(wanted.order_by(AuditEntryRecord.number))]


def test_localities_teams_and_practices_are_there_for_everybody(client: TestClient, planner: dict[str, str]) -> None:
    lengths = [
        len(client.get(f"/v1/{table}", headers=planner).json()) for table in ("localities", "teams", "practices")
    ]

    assert lengths == [1, 2, 8]


def test_patients_are_listed_by_page_team_and_practice_and_each_view_is_on_record(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    page = client.get(PATH, headers=coordinator, params={"limit": 1}).json()

    assert (page["total"], [one["patient_id"] for one in page["entries"]]) == (239, [NURSED])
    assert views_of(loaded, NURSED) == [("view", "patients")]
    teams = [client.get(PATH, headers=coordinator, params={"team_id": team}).json()["total"] for team in ("W1", "W2")]
    assert sum(teams) == 239
    assert min(teams) > 0
    assert client.get(PATH, headers=coordinator, params={"ods_code": "K84010"}).json()["total"] > 0


def test_with_an_agreement_a_patient_is_seen_whole(client: TestClient, coordinator: dict[str, str]) -> None:
    patient = client.get(f"{PATH}/{NURSED}", headers=coordinator).json()

    assert patient["withheld"] == []
    assert patient["name"] == "Faisal Yarrow"
    assert patient["nhs_number"] == "9997700007"


def test_without_an_agreement_nothing_is_seen_of_others_patients_and_all_of_ones_own(
    client: TestClient, coordinator_of: Of, loaded: Database
) -> None:
    headers, own = coordinator_of("home-care"), patient_of(loaded, "home-care")

    others = client.get(f"{PATH}/{NURSED}", headers=headers).json()
    assert set(others["withheld"]) >= PRIVATE | {"risk_flag", "named_staff_id"}
    assert all(others[name] is None for name in others["withheld"])
    assert client.get(f"{PATH}/{own}", headers=headers).json()["withheld"] == []


def test_an_agreement_opens_the_groups_that_it_names(client: TestClient, coordinator_of: Of, loaded: Database) -> None:
    share(loaded, "home-care", "identity")

    patient = client.get(f"{PATH}/{NURSED}", headers=coordinator_of("home-care")).json()

    assert patient["name"] == "Faisal Yarrow"
    assert {"address", "telephone", "risk_flag", "named_staff_id"} <= set(patient["withheld"])


def test_a_voluntary_organisation_sees_first_name_and_place_alone(
    client: TestClient, coordinator_of: Of, loaded: Database
) -> None:
    own = patient_of(loaded, "community-networks")

    patient = client.get(f"{PATH}/{own}", headers=coordinator_of("community-networks")).json()

    assert patient["name"]
    assert " " not in patient["name"]
    assert patient["address"]
    assert (PRIVATE | {"gender", "risk_flag", "named_staff_id"}) - {"name", "address"} <= set(patient["withheld"])


def test_planners_see_pseudonyms_and_about_where(client: TestClient, planner: dict[str, str], loaded: Database) -> None:
    first, second = (client.get(PATH, headers=planner, params={"limit": 500}).json()["entries"] for _ in range(2))

    assert first == second
    ids = [one["patient_id"] for one in first]
    assert len(set(ids)) == 239
    assert ids == sorted(ids), "the order of real ids would tell which pseudonym is whose"
    for one in first:
        assert one["patient_id"].startswith("ps-")
        assert all(one[name] is None for name in PRIVATE)
        assert one["latitude"] == round(one["latitude"], 2)
    assert client.get(f"{PATH}/{NURSED}", headers=planner).status_code == 403
    assert views_of(loaded, NURSED) == []


def test_a_patient_is_found_by_nhs_number_by_those_who_may_see_it(
    client: TestClient, coordinator: dict[str, str], coordinator_of: Of, of_north: dict[str, str]
) -> None:
    def found(headers: dict[str, str]) -> list[str]:
        answer = client.post(f"{PATH}/search", headers=headers, json={"nhs_number": "999 770 0007"})
        assert answer.status_code == 200, answer.text
        return [one["patient_id"] for one in answer.json()["entries"]]

    assert found(coordinator) == [NURSED]
    assert found(coordinator_of("home-care")) == []
    assert found(of_north) == []


def test_a_patient_of_another_locality_is_not_there_and_the_attempt_is_on_record(
    client: TestClient, of_north: dict[str, str], loaded: Database
) -> None:
    for path in ("", "/care-plan", "/care-history"):
        assert client.get(f"{PATH}/{NURSED}{path}", headers=of_north).status_code == 404
    assert client.get(PATH, headers=of_north).json()["total"] == 0
    with loaded.reading() as session:
        refused = session.scalars(select(AuditEntryRecord).where(AuditEntryRecord.action == "refused")).all()
    assert [(entry.kind, entry.subject_id) for entry in refused] == [("patient", NURSED)] * 3


@pytest.mark.parametrize("role", [AccountRole.STAFF, AccountRole.AUDITOR, AccountRole.ADMINISTRATOR])
def test_nobody_else_lists_patients(
    client: TestClient, loaded: Database, settings: Settings, role: AccountRole
) -> None:
    assert client.get(PATH, headers=bearer_of(loaded, settings, role)).status_code == 403


def test_the_one_care_plan_is_written_on_the_version_that_was_read(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    path = f"{PATH}/{NURSED}/care-plan"
    wanted = {"goals": ["To walk to the shop again"], "lead_staff_id": "W1-S02", "review_on": "2026-12-14"}
    empty = client.get(path, headers=coordinator)
    on_it = coordinator | {"If-Match": empty.headers["ETag"]}

    assert (empty.json()["version"], empty.json()["goals"]) == (0, [])
    written = client.put(path, headers=on_it, json=wanted)
    assert (written.status_code, written.json()["version"]) == (200, 1), written.text
    assert client.get(path, headers=coordinator).json() == written.json()
    assert client.put(path, headers=on_it, json=wanted).status_code == 412
    assert ("change", "care_plan") in views_of(loaded, NURSED)


def test_care_plan_and_history_are_closed_without_an_agreement(client: TestClient, coordinator_of: Of) -> None:
    headers = coordinator_of("home-care")

    for path in ("care-plan", "care-history"):
        answer = client.get(f"{PATH}/{NURSED}/{path}", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-shared")


def test_care_history_names_the_most_frequent_first(client: TestClient, coordinator: dict[str, str]) -> None:
    history = client.get(f"{PATH}/{NURSED}/care-history", headers=coordinator).json()

    assert history[0] == {"staff_id": "W1-S02", "num_visits": 14}
    assert [one["num_visits"] for one in history] == sorted((one["num_visits"] for one in history), reverse=True)
