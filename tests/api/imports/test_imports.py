"""An import puts tables in place, all or nothing, judged beside what stands; the same files once more change nothing."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.database import Database
from api.imports import service
from api.security import AccountRole
from api.settings import Settings
from api.tables.audit import AuditEntryRecord
from api.tables.caseloads import ImportRecord, PatientRecord, VisitAttendanceRecord, VisitRecord, VisitWindowRecord
from tests.api.imports.uploads import PATH, send, table, whole_folder, zipped
from tests.api.people import bearer_of

VISIT, PATIENT = "W1-V0001", "W1-P0001"


@pytest.fixture
def administrator(database: Database, settings: Settings) -> dict[str, str]:
    return bearer_of(database, settings, AccountRole.ADMINISTRATOR)


@pytest.fixture
def coordinator(loaded: Database, settings: Settings) -> dict[str, str]:
    return bearer_of(
        loaded, settings, AccountRole.COORDINATOR, organisation_id="community-health", locality_ids=("west",)
    )


def num_visits(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(VisitRecord)) or 0


def version_of(database: Database, visit_id: str = VISIT) -> int:
    with database.reading() as session:
        return session.get_one(VisitRecord, visit_id).version


def only(wanted: str, replaced: Callable[[str], str] = str) -> Callable[[list[str]], list[str]]:
    """The header and the lines of one visit, each changed."""
    return lambda lines: [lines[0], *(replaced(line) for line in lines[1:] if line.startswith(wanted))]


def changed(pairs: dict[str, str]) -> Callable[[str], str]:
    def change(line: str) -> str:
        for old, new in pairs.items():
            line = line.replace(old, new)
        return line

    return change


def test_a_zip_of_the_folder_fills_an_empty_database(
    client: TestClient, administrator: dict[str, str], database: Database
) -> None:
    answer = send(client, administrator, zipped(whole_folder()))

    assert answer.status_code == 201, answer.text
    assert answer.json()["counts"]["visits"] == {"read": 313, "added": 313, "changed": 0, "unchanged": 0, "removed": 0}
    assert num_visits(database) == 313
    with database.reading() as session:
        entry = session.scalars(select(AuditEntryRecord).where(AuditEntryRecord.action == "import")).one()
        assert len(entry.patient_ids) == 239


def test_the_same_files_once_more_change_nothing(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    for _ in range(2):
        answer = send(client, coordinator, whole_folder())

        assert answer.status_code == 201, answer.text
        for name, counts in answer.json()["counts"].items():
            assert counts["unchanged"] == counts["read"], name
            assert counts["removed"] == 0, name
    assert version_of(loaded) == 1


def test_one_table_alone_changes_its_rows_and_raises_their_version(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    files = [table("visits.csv", only(VISIT, changed({"insulin_morning,20,": "insulin_morning,25,"})))]

    answer = send(client, coordinator, files)

    assert answer.json()["counts"] == {"visits": {"read": 1, "added": 0, "changed": 1, "unchanged": 0, "removed": 0}}
    assert version_of(loaded) == 2
    with loaded.reading() as session:
        assert session.get_one(VisitRecord, VISIT).duration_minutes == 25
        # The file of attendances was not sent, so they stay.
        assert session.get(VisitAttendanceRecord, (VISIT, 1)) is not None


def test_a_table_of_windows_replaces_all_windows_of_a_visit(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    answer = send(client, coordinator, [table("visit_windows.csv", only(VISIT, changed({"T08:15": "T08:30"})))])

    assert answer.json()["counts"]["visit_windows"] == {
        "read": 1, "added": 1, "changed": 0, "unchanged": 0, "removed": 1,
    }  # fmt: skip
    with loaded.reading() as session:
        windows = session.scalars(select(VisitWindowRecord).where(VisitWindowRecord.visit_id == VISIT)).all()
        assert [window.earliest_start.isoformat() for window in windows] == ["2026-11-23T08:30:00+00:00"]


def test_a_check_alone_tells_the_counts_and_changes_nothing(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    files = [table("visits.csv", only(VISIT, changed({"insulin_morning,20,": "insulin_morning,25,"})))]

    answer = send(client, coordinator, files, check_only=True)

    assert (answer.status_code, answer.json()["import_id"]) == (200, None)
    assert answer.json()["counts"]["visits"]["changed"] == 1
    assert version_of(loaded) == 1
    assert client.get(PATH, headers=coordinator).json()["total"] == 0


def faults_of(answer: Any) -> list[tuple[str, int | None, str | None, str | None]]:
    assert answer.status_code == 422, answer.text
    return [(fault["file"], fault["line"], fault["column"], fault["value"]) for fault in answer.json()["faults"]]


def test_every_fault_is_told_with_file_line_column_value_and_nothing_is_imported(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    files = [
        table("visits.csv", lambda lines: [*lines[:3], lines[3].replace(",20,", ",0,")]),
        table("patients.csv", lambda lines: [lines[0], lines[1].replace("9997700007", "9997700008")]),
    ]

    answer = send(client, coordinator, files)

    assert faults_of(answer) == [
        ("patients.csv", 2, "nhs_number", "9997700008"),
        ("visits.csv", 4, "duration_minutes", "0"),
    ]
    assert version_of(loaded) == 1
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_row_is_judged_beside_the_rows_that_stand(client: TestClient, coordinator: dict[str, str]) -> None:
    twice = table("shifts.csv", only("west-S01-1123", changed({"west-S01-1123": "new-shift"})))
    number = table("patients.csv", only("W1-P0001", changed({"W1-P0001": "new-patient"})))

    answer = send(client, coordinator, [twice, number])

    assert [(fault["file"], fault["column"]) for fault in answer.json()["faults"]] == [
        ("shifts.csv", "starts_at"),
        ("patients.csv", "nhs_number"),
    ]
    assert "W1-P0001, which stands already" in answer.json()["faults"][1]["expected"]


def test_a_row_may_refer_to_rows_that_stand_but_not_to_rows_that_nobody_has(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    new = changed({VISIT: "new-visit"})
    files = [table("visits.csv", only(VISIT, new)), table("visit_windows.csv", only(VISIT, new))]
    unknown = table("visits.csv", only(VISIT, changed({VISIT: "new-visit", "W1-P0001": "W1-P9999"})))

    assert faults_of(send(client, coordinator, [unknown, files[1]])) == [("visits.csv", 2, "patient_id", "W1-P9999")]
    assert send(client, coordinator, files).status_code == 201
    assert num_visits(loaded) == 314


def test_while_an_import_is_judged_others_write_and_what_they_change_is_judged_again(
    client: TestClient, coordinator: dict[str, str], loaded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _give_number(loaded, "of nobody")
    judge, judged = service.judge, []

    def interrupted(*asked: Any) -> None:
        judge(*asked)
        judged.append(asked)
        if len(judged) == 1:
            _give_number(loaded, number)

    monkeypatch.setattr(service, "judge", interrupted)
    answer = send(client, coordinator, [table("patients.csv", only(PATIENT, changed({PATIENT: "new-patient"})))])

    assert faults_of(answer) == [("patients.csv", 2, "nhs_number", number)]
    with loaded.reading() as session:
        assert session.get(PatientRecord, "new-patient") is None


def _give_number(database: Database, number: str) -> str:
    """Write another NHS number of the patient; the one before."""
    with database.writing() as session:
        patient = session.get_one(PatientRecord, PATIENT)
        before, patient.nhs_number = patient.nhs_number, number
    return before


def test_a_new_visit_without_a_window_is_a_fault(client: TestClient, coordinator: dict[str, str]) -> None:
    answer = send(client, coordinator, [table("visits.csv", only(VISIT, changed({VISIT: "new-visit"})))])

    assert faults_of(answer) == [("visits.csv", 2, "visit_id", "new-visit")]


def _ten_thousand(spoil: Callable[[int], str]) -> list[tuple[str, bytes]]:
    """Rows of visits and windows, ten thousand together."""
    visits = ["visit_id,patient_id,organisation_id,service,visit_type,duration_minutes,level_of_care"]
    windows = ["visit_id,earliest_start,latest_start"]
    for number in range(5000):
        visits.append(f"big-{number},W1-P0001,community-health,nursing,dressing,{spoil(number)},2")
        windows.append(f"big-{number},2026-11-23T09:00,2026-11-23T11:00")
    return [
        (name, "\n".join(lines).encode()) for name, lines in (("visits.csv", visits), ("visit_windows.csv", windows))
    ]


def test_ten_thousand_rows_with_one_bad_row_import_nothing_and_without_it_all(
    client: TestClient, coordinator: dict[str, str], loaded: Database
) -> None:
    bad = send(client, coordinator, _ten_thousand(lambda number: "0" if number == 4321 else "20"))

    assert faults_of(bad) == [("visits.csv", 4323, "duration_minutes", "0")]
    assert num_visits(loaded) == 313

    began = time.process_time()
    good = send(client, coordinator, _ten_thousand(lambda _: "20"))

    assert good.status_code == 201, good.text
    assert num_visits(loaded) == 5313
    assert time.process_time() - began < 10


def test_a_coordinator_may_not_change_what_is_of_another_locality(
    client: TestClient, loaded: Database, settings: Settings
) -> None:
    north = bearer_of(loaded, settings, AccountRole.COORDINATOR, locality_ids=("north",))

    for files in (
        [table("visits.csv", only(VISIT, changed({"insulin_morning,20,": "insulin_morning,25,"})))],
        [table("visit_windows.csv", only(VISIT, changed({"T08:15": "T08:30"})))],
        [table("staff.csv", lambda lines: [lines[0], lines[1].replace("Una", "Ursula")])],
        [table("organisations.csv", lambda lines: [*lines, "new,New,voluntary"])],
        [table("locations.csv", lambda lines: [lines[0], *(line.replace("51.", "51.5", 1) for line in lines[-1:])])],
    ):
        answer = send(client, north, files)

        assert (answer.status_code, answer.json()["code"]) == (403, "not-your-locality"), answer.text
    with loaded.reading() as session:
        refused = select(func.count()).select_from(AuditEntryRecord).where(AuditEntryRecord.action == "refused")
        assert session.scalar(refused) == 5
        assert session.scalar(select(func.count()).select_from(ImportRecord)) == 0


def test_a_coordinator_sees_their_own_imports_and_an_administrator_all(
    client: TestClient, coordinator: dict[str, str], administrator: dict[str, str], loaded: Database, settings: Settings
) -> None:
    made = send(client, coordinator, whole_folder()).json()
    other = bearer_of(loaded, settings, AccountRole.COORDINATOR, locality_ids=("west",))

    assert client.get(PATH, headers=coordinator).json()["entries"] == [made]
    assert client.get(f"{PATH}/{made['import_id']}", headers=administrator).json() == made
    assert client.get(f"{PATH}/{made['import_id']}", headers=other).status_code == 404
    assert client.get(PATH, headers=other).json()["total"] == 0


@pytest.mark.parametrize("role", [AccountRole.STAFF, AccountRole.PLANNER, AccountRole.AUDITOR])
def test_nobody_else_imports(client: TestClient, loaded: Database, settings: Settings, role: AccountRole) -> None:
    assert send(client, bearer_of(loaded, settings, role), whole_folder()).status_code == 403


def test_an_organisation_does_not_open_a_patient_to_itself_by_importing_a_visit(
    client: TestClient, loaded: Database, settings: Settings
) -> None:
    stranger = bearer_of(
        loaded, settings, AccountRole.COORDINATOR, organisation_id="carers-support", locality_ids=("west",)
    )
    visits = table("visits.csv", only(VISIT, changed({"community-health": "carers-support"})))

    answer = send(client, stranger, [visits])

    assert (answer.status_code, answer.json()["code"]) == (403, "not-shared")
    assert client.get("/v1/patients/W1-P0001", headers=stranger).json()["name"] is None
