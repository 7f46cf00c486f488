"""Asking for runs, following and stopping them, and who may. Nothing searches here: ends are written by hand."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.database import Database
from api.queue import Work, claim, end
from api.runs.tasks import work
from api.security import AccountRole
from api.settings import Settings
from api.tables.audit import AuditEntryRecord
from api.tables.rosters import RosterRecord
from scheduler.errors import CiltError
from scheduler.io.tables.rows import VisitRow
from tests.api.people import bearer_of
from tests.api.runs.a_small_day import FIRST_DATE, LOCALITY, small_day

DAY = {"first_date": FIRST_DATE, "locality_id": LOCALITY}
WHAT_IF = {**DAY, "kind": "what_if"}
A_VISIT = small_day()[VisitRow][0].visit_id
Bearer = dict[str, str]


def _ask(client: TestClient, bearer: Bearer, body: dict[str, Any] | None = None, **headers: str) -> str:
    answer = client.post("/v1/runs", json=body or DAY, headers={**bearer, **headers})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["run_id"])


def _end(database: Database, run_id: str, **results: Any) -> None:
    now = datetime.now(UTC)
    with database.writing() as session:
        taken = claim(session, "t", per_person=99, now=now)
        assert taken is not None
        assert taken[0] == run_id
        end(session, *taken, now=now, **results)


def _audited(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as session:
        entries = session.scalars(select(AuditEntryRecord).order_by(AuditEntryRecord.number))
        return [(entry.action, entry.kind, entry.subject_id) for entry in entries]


def test_a_run_is_queued_at_once_and_says_where_it_tells_how_it_stands(client: TestClient, coordinator: Bearer) -> None:
    answer = client.post("/v1/runs", json={**DAY, "budget_seconds": 30, "seed": 7}, headers=coordinator)

    status = client.get(answer.headers["Location"], headers=coordinator)
    assert answer.status_code == 202
    assert status.json() == answer.json()
    assert (status.json()["state"], status.json()["place_in_queue"], status.json()["seed"]) == ("queued", 1, 7)


def test_whoever_names_teams_plans_in_their_locality(client: TestClient, coordinator: Bearer) -> None:
    run_id = _ask(client, coordinator, {"first_date": FIRST_DATE, "team_ids": ["W2", "W1"]})

    status = client.get(f"/v1/runs/{run_id}", headers=coordinator).json()
    assert (status["locality_id"], status["team_ids"]) == (LOCALITY, ["W1", "W2"])


def test_what_a_request_does_not_say_is_as_its_kind_has_it(client: TestClient, coordinator: Bearer) -> None:
    by_kind = {
        kind: client.post("/v1/runs", json={**DAY, "kind": kind}, headers=coordinator).json()["budget_seconds"]
        for kind in ("same_day", "day")
    }
    by_count = client.post("/v1/runs", json={**DAY, "budget_iterations": 100}, headers=coordinator).json()

    assert by_kind == {"same_day": 10.0, "day": 60.0}
    assert (by_count["budget_seconds"], by_count["budget_iterations"]) == (None, 100)


def test_what_if_alone_is_planned_as_if_no_roster_were_in_force_unless_that_is_asked(
    client: TestClient, coordinator: Bearer
) -> None:
    asked = (DAY, WHAT_IF, {**DAY, "is_afresh": True})

    answers = [client.post("/v1/runs", json=body, headers=coordinator).json()["is_afresh"] for body in asked]

    assert answers == [False, True, True]


def test_the_same_key_asks_for_the_same_run(client: TestClient, coordinator: Bearer) -> None:
    first = _ask(client, coordinator, **{"Idempotency-Key": "k"})
    again = _ask(client, coordinator, **{"Idempotency-Key": "k"})
    other = _ask(client, coordinator, **{"Idempotency-Key": "k2"})

    assert first == again != other
    assert client.get("/v1/runs", headers=coordinator).json()["total"] == 2


def test_a_key_that_asked_another_question_is_refused(client: TestClient, coordinator: Bearer) -> None:
    _ask(client, coordinator, **{"Idempotency-Key": "k"})

    answer = client.post("/v1/runs", json={**DAY, "seed": 2}, headers={**coordinator, "Idempotency-Key": "k"})

    assert (answer.status_code, answer.json()["code"]) == (422, "key-used")


def test_somebody_elses_key_is_another_key(client: TestClient, coordinator: Bearer, planner: Bearer) -> None:
    theirs = _ask(client, coordinator, WHAT_IF, **{"Idempotency-Key": "k"})

    assert _ask(client, planner, WHAT_IF, **{"Idempotency-Key": "k"}) != theirs


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"first_date": None}, 422, "bad-request"),
        ({"roster_id": "r"}, 422, "bad-request"),
        ({"first_date": None, "locality_id": None, "roster_id": "r", "is_afresh": True}, 422, "bad-request"),
        ({"num_days": 0}, 422, "bad-request"),
        ({"num_days": 29}, 422, "bad-request"),
        ({"budget_seconds": 0}, 422, "bad-request"),
        ({"budget_seconds": 3601}, 422, "budget-too-large"),
        ({"budget_iterations": 2 * 10**9 + 1}, 422, "bad-request"),
        ({"surprise": 1}, 422, "bad-request"),
        ({"team_ids": ["W9"]}, 404, "not-found"),
        ({"locality_id": "nowhere"}, 404, "not-found"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    client: TestClient, coordinator: Bearer, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = client.post("/v1/runs", json={**DAY, **changes}, headers=coordinator)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_longest_run_is_allowed(client: TestClient, coordinator: Bearer) -> None:
    _ask(client, coordinator, {**DAY, "num_days": 28, "budget_seconds": 3600, "budget_iterations": 2 * 10**9})


def test_a_roster_to_repair_brings_its_own_days_and_teams(
    client: TestClient, filled: Database, coordinator: Bearer
) -> None:
    _add_roster(filled)

    run_id = _ask(client, coordinator, {"roster_id": "r-1", "kind": "same_day"})

    status = client.get(f"/v1/runs/{run_id}", headers=coordinator).json()
    assert (status["first_date"], status["locality_id"], status["roster_id"]) == (FIRST_DATE, LOCALITY, "r-1")


def test_runs_are_listed_the_latest_first_filtered_and_in_pages(client: TestClient, coordinator: Bearer) -> None:
    day, what_if = _ask(client, coordinator), _ask(client, coordinator, WHAT_IF)

    def listed(query: str) -> list[str]:
        answer = client.get(f"/v1/runs?{query}", headers=coordinator)
        assert answer.status_code == 200, answer.text
        return [entry["run_id"] for entry in answer.json()["entries"]]

    assert listed("") == [what_if, day]
    assert listed("kind=what_if") == [what_if]
    assert listed("state=done") == []
    assert listed(f"first_date={FIRST_DATE}&locality_id={LOCALITY}&is_mine=true&limit=1&offset=1") == [day]


def test_what_a_run_found_is_handed_out_and_its_view_is_audited(
    client: TestClient, filled: Database, coordinator: Bearer
) -> None:
    run_id = _ask(client, coordinator)
    plan = {
        "routes": [
            {"shift_id": "s", "stops": [{"visit_id": A_VISIT, "start": "2026-11-23T09:00+00:00", "attendance": 1}]}
        ]
    }
    visits = {"in": 1, "planned": 1, "deferred": 0, "escalated": 0}
    verdict = {"plan_number": "p", "is_lawful": True, "num_hard_violations": 0, "num_overridden": 0, "cost_points": 0}
    report = {**verdict, "visits": visits, "rules": []}
    _end(filled, run_id, plan={**plan, "left_out": []}, report=report, scorecard={"measures": []})

    answers = {
        part: client.get(f"/v1/runs/{run_id}/{part}", headers=coordinator) for part in ("plan", "report", "scorecard")
    }

    assert {part: answer.status_code for part, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert answers["plan"].json()["routes"] == plan["routes"]
    assert _audited(filled)[-3:] == [("view", f"run-{part}", run_id) for part in answers]
    with filled.reading() as session:
        views = session.scalars(select(AuditEntryRecord).order_by(AuditEntryRecord.number.desc()).limit(3)).all()
        assert [len(view.patient_ids) for view in reversed(views)] == [1, 1, 0]


def test_before_its_end_a_run_has_nothing_to_hand_out(client: TestClient, coordinator: Bearer) -> None:
    run_id = _ask(client, coordinator)

    answer = client.get(f"/v1/runs/{run_id}/plan", headers=coordinator)

    assert (answer.status_code, answer.json()["code"]) == (409, "run-not-ended")


def test_a_run_that_failed_says_why_and_has_no_plan(client: TestClient, filled: Database, coordinator: Bearer) -> None:
    run_id = _ask(client, coordinator)
    _end(filled, run_id, error_code="bad-input", error_detail="no visits")

    status = client.get(f"/v1/runs/{run_id}", headers=coordinator).json()
    answer = client.get(f"/v1/runs/{run_id}/plan", headers=coordinator)

    assert (status["state"], status["error_code"]) == ("failed", "bad-input")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-plan")


def test_the_visit_that_a_run_failed_at_is_told_where_its_patient_is_open_and_telling_it_is_on_record(
    client: TestClient, filled: Database, settings: Settings, coordinator: Bearer
) -> None:
    # Given a run that failed at a visit to a patient of community health, and a colleague whom no employer lets see it.
    why = f"visit {A_VISIT}: nobody can make it"
    colleague = bearer_of(filled, settings, AccountRole.COORDINATOR, locality_ids=(LOCALITY,))
    run_id = _ask(client, coordinator)
    _end(filled, run_id, error_code="bad-input", error_detail=why)

    told = client.get(f"/v1/runs/{run_id}", headers=coordinator).json()["error_detail"]
    seen_by = _audited(filled)[-1]
    listed = client.get("/v1/runs", headers=coordinator).json()["entries"][0]["error_detail"]
    listed_by = _audited(filled)[-1]
    withheld = client.get(f"/v1/runs/{run_id}", headers=colleague).json()["error_detail"]

    assert (told, listed, withheld) == (why, why, "Reason withheld.")
    assert (seen_by, listed_by) == (("view", "run", run_id), ("view", "runs", "county"))
    assert _audited(filled)[-1] == listed_by
    with filled.reading() as session:
        last = session.scalars(select(AuditEntryRecord).order_by(AuditEntryRecord.number.desc()).limit(1)).one()
        assert last.patient_ids == [small_day()[VisitRow][0].patient_id]


def test_a_long_fault_is_cut_between_words_so_that_no_half_of_an_id_is_told(
    client: TestClient, settings: Settings, coordinator: Bearer
) -> None:
    said = " ".join(f"visit v-{number} cannot be made;" for number in range(100, 200))
    run_id = _ask(client, coordinator)

    def fail(*_: object) -> None:
        raise CiltError(said)

    work("t", settings, {Work.PLAN: fail})  # type: ignore[dict-item]

    told = client.get(f"/v1/runs/{run_id}", headers=coordinator).json()["error_detail"]
    assert told.endswith(" …")
    assert 480 < len(told) <= 500
    assert set(told.removesuffix(" …").split()) <= set(said.split())


def test_a_planner_stops_no_question_of_somebody_else(
    client: TestClient, filled: Database, settings: Settings, planner: Bearer
) -> None:
    run_id = _ask(client, planner, WHAT_IF)
    colleague = bearer_of(filled, settings, AccountRole.PLANNER)

    refused = client.delete(f"/v1/runs/{run_id}", headers=colleague)
    attempt = _audited(filled)[-1]

    assert (refused.status_code, refused.json()["code"]) == (403, "not-yours")
    assert attempt == ("refused", "run", run_id)
    assert client.delete(f"/v1/runs/{run_id}", headers=planner).status_code == 202


def test_a_queued_run_is_stopped_once(client: TestClient, coordinator: Bearer) -> None:
    run_id = _ask(client, coordinator)

    stopped = client.delete(f"/v1/runs/{run_id}", headers=coordinator)
    again = client.delete(f"/v1/runs/{run_id}", headers=coordinator)

    assert (stopped.status_code, stopped.json()["state"]) == (202, "cancelled")
    assert (again.status_code, again.json()["code"]) == (409, "run-ended")


def test_events_of_an_ended_run_tell_its_end_and_a_listener_who_knows_it_is_sent_away(
    client: TestClient, filled: Database, coordinator: Bearer
) -> None:
    run_id = _ask(client, coordinator)
    _end(filled, run_id, error_code="internal", error_detail="KeyError")

    events = client.get(f"/v1/runs/{run_id}/events", headers=coordinator)
    event_id = next(line for line in events.text.splitlines() if line.startswith("id: ")).removeprefix("id: ")
    again = client.get(f"/v1/runs/{run_id}/events", headers={**coordinator, "Last-Event-ID": event_id})

    assert events.headers["content-type"].startswith("text/event-stream")
    assert events.text.count("event: end") == 1
    assert again.status_code == 204


def test_another_localitys_runs_are_not_there_and_the_attempts_are_audited(
    client: TestClient, filled: Database, coordinator: Bearer, stranger: Bearer
) -> None:
    run_id = _ask(client, coordinator)

    answers = [
        client.get(f"/v1/runs/{run_id}", headers=stranger),
        client.get(f"/v1/runs/{run_id}/events", headers=stranger),
        client.get(f"/v1/runs/{run_id}/plan", headers=stranger),
        client.delete(f"/v1/runs/{run_id}", headers=stranger),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert answers[0].json()["detail"] == client.get("/v1/runs/x", headers=stranger).json()["detail"].replace(
        "x", run_id
    )
    assert client.get("/v1/runs", headers=stranger).json()["total"] == 0
    assert _audited(filled)[-4:] == [("refused", "run", run_id)] * 4


def test_nobody_plans_another_locality_or_the_county_without_coordinating_it(
    client: TestClient, filled: Database, stranger: Bearer
) -> None:
    _add_roster(filled)

    answers = [
        client.post("/v1/runs", json=body, headers=stranger)
        for body in (
            DAY,
            {"first_date": FIRST_DATE, "team_ids": ["W1"]},
            {"first_date": FIRST_DATE},
            {"roster_id": "r-1"},
        )
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    kinds = [("locality", LOCALITY), ("locality", LOCALITY), ("locality", "county"), ("roster", "r-1")]
    assert _audited(filled)[-4:] == [("refused", *kind) for kind in kinds]


def test_whoever_coordinates_every_locality_may_plan_the_county(client: TestClient, coordinator: Bearer) -> None:
    _ask(client, coordinator, {"first_date": FIRST_DATE})


def test_a_planner_asks_what_if_and_sees_what_if_alone(
    client: TestClient, filled: Database, coordinator: Bearer, planner: Bearer
) -> None:
    _add_roster(filled)
    day, what_if = _ask(client, coordinator), _ask(client, planner, WHAT_IF)

    refused = [
        client.post("/v1/runs", json=body, headers=planner) for body in (DAY, {"roster_id": "r-1", "kind": "what_if"})
    ]

    assert [answer.status_code for answer in refused] == [403, 403]
    assert client.get(f"/v1/runs/{day}", headers=planner).status_code == 404
    assert [entry["run_id"] for entry in client.get("/v1/runs", headers=planner).json()["entries"]] == [what_if]


@pytest.mark.parametrize("role", [AccountRole.STAFF, AccountRole.AUDITOR, AccountRole.ADMINISTRATOR])
def test_others_have_nothing_to_do_with_runs(
    client: TestClient, filled: Database, settings: Settings, role: AccountRole
) -> None:
    bearer = bearer_of(filled, settings, role)

    assert client.post("/v1/runs", json=DAY, headers=bearer).status_code == 403
    assert client.get("/v1/runs", headers=bearer).status_code == 403
    assert client.get("/v1/runs").status_code == 401


def _add_roster(database: Database) -> None:
    with database.writing() as session:
        session.add(
            RosterRecord(
                roster_id="r-1",
                scope=LOCALITY,
                locality_id=LOCALITY,
                first_date=datetime.fromisoformat(FIRST_DATE).date(),
                plan={"routes": [], "left_out": []},
                made_by="a",
                made_at=datetime.now(UTC),
            )
        )
