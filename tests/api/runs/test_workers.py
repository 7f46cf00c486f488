"""Runs by real worker processes: each ends once, whatever dies in between. One dispatcher with two workers serves all tests."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from api.database import Database
from api.queue import RunKind, RunState, Work, stop
from api.settings import Settings
from api.tables.rosters import RosterRecord
from api.tables.runs import SolveRecord
from api.worker import Dispatcher
from tests.api.databases import KINDS
from tests.api.runs.a_small_day import FIRST_DATE, LOCALITY, fill
from tests.api.runs.office import LONG, Office, process_of


@pytest.fixture(scope="module", params=KINDS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    source = request.getfixturevalue("sqlite_files" if request.param == "sqlite" else "postgresql_server")
    with source.fresh() as address:
        settings = Settings(
            home=tmp_path_factory.mktemp("home"),
            database_url=address,
            local_workers=2,
            runs_per_person=2,
            run_silence_seconds=30,
            worker_niceness=0,
        )
        database = Database.of(settings)
        fill(database)
        with Dispatcher(settings, database):
            yield Office(database, settings)
        database.close()


def test_a_run_ends_with_a_judged_plan_and_its_figures(office: Office) -> None:
    run = office.wait_for_end(office.ask(seed=3))

    assert (run.state, run.attempts, run.worker, run.error_detail) == (RunState.DONE, 1, None, None)
    assert run.plan is not None
    assert run.report is not None
    assert run.scorecard is not None
    assert run.plan["scope"]["locality"] == LOCALITY
    assert (run.plan["provenance"]["seed"], run.plan["provenance"]["budget_iterations"]) == (3, 300)
    assert run.report["is_lawful"]
    assert run.report["plan_number"] == run.scorecard["plan_number"] == run.plan["number"]
    assert run.progress is not None
    assert run.progress["cost"] == run.report["cost_points"] == sum((run.progress["cost_by_rule"] or {}).values())


def test_the_same_question_has_the_same_plan(office: Office) -> None:
    one, other = (office.wait_for_end(office.ask(seed=5, by=who)).plan or {} for who in ("a", "b"))

    assert one["number"] == other["number"]


def test_a_question_about_days_without_visits_fails_and_says_so(office: Office) -> None:
    run = office.wait_for_end(office.ask(first_date=date(2031, 1, 1)))

    assert (run.state, run.error_code) == (RunState.FAILED, "bad-input")
    said = run.error_detail or ""
    assert ("2031-01-01" in said, ".csv" in said) == (True, False), said


def test_a_standing_roster_is_repaired_around_what_it_still_has(office: Office) -> None:
    plan = office.wait_for_end(office.ask()).plan or {}
    lost = plan["routes"][0]["stops"][0]["visit_id"]
    standing = {**plan, "routes": [{**route, "stops": list(route["stops"])} for route in plan["routes"]]}
    standing["routes"][0]["stops"].append({**standing["routes"][0]["stops"][0], "visit_id": "cancelled since"})
    with office.database.writing() as session:
        roster = RosterRecord(
            scope=LOCALITY,
            first_date=date.fromisoformat(FIRST_DATE),
            plan=standing,
            made_by="a",
            made_at=datetime.now(UTC),
        )
        session.add(roster)
        session.flush()
        roster_id = roster.roster_id

    run = office.wait_for_end(office.ask(kind=RunKind.SAME_DAY, roster_id=roster_id))

    assert run.error_detail is None
    mended = run.plan or {}
    assert mended["provenance"]["solver"] == "repair"
    assert lost in {stop["visit_id"] for route in mended["routes"] for stop in route["stops"]}


def test_a_stopped_run_ends_within_moments_with_the_best_plan_so_far(office: Office) -> None:
    run_id = office.ask(**LONG)
    office.wait_until_searching(run_id)

    with office.database.writing() as session:
        stop(session, run_id, now=datetime.now(UTC))
    asked_at = time.monotonic()
    run = office.wait_for_end(run_id)

    assert time.monotonic() - asked_at < 10  # a second on a machine that does nothing else
    assert run.state == RunState.CANCELLED
    assert run.plan is not None
    assert (run.plan["provenance"]["status"], (run.report or {})["is_lawful"]) == ("cancelled", True)


def test_a_run_whose_worker_is_killed_is_finished_once_by_another(office: Office) -> None:
    run_id = office.ask(**LONG)
    victim = office.wait_until_searching(run_id)

    os.kill(process_of(victim), signal.SIGKILL)
    successor = office.wait_until(
        run_id, lambda run: run.worker not in (None, victim.worker) and run.state == RunState.RUNNING
    )
    with office.database.writing() as session:
        stop(session, run_id, now=datetime.now(UTC))
    run = office.wait_for_end(run_id)

    assert process_of(successor) != process_of(victim)
    assert (run.state, run.attempts) == (RunState.CANCELLED, 2)
    assert run.plan is not None


def test_a_run_that_kills_every_worker_fails_and_others_go_on(office: Office) -> None:
    run_id = office.ask(**LONG)

    for attempt in (1, 2):
        run = office.wait_until(run_id, lambda run, attempt=attempt: run.attempts == attempt and run.worker is not None)
        os.kill(process_of(run), signal.SIGKILL)
    run = office.wait_for_end(run_id)

    assert (run.state, run.error_code, run.plan) == (RunState.FAILED, "worker-died", None)
    assert office.wait_for_end(office.ask()).state == RunState.DONE


def test_twenty_runs_of_ten_people_all_end_and_each_was_begun_once(office: Office) -> None:
    asked = [office.ask(by=f"person-{number % 10}", seed=number) for number in range(20)]

    ended = [office.wait_for_end(run_id) for run_id in asked]

    assert [(run.state, run.attempts) for run in ended] == [(RunState.DONE, 1)] * 20


def test_a_comparison_whose_worker_is_killed_goes_on_with_the_plans_that_are_left(office: Office) -> None:
    fewer = {"name": "Fewer", "changes": [{"change": "lose_staff", "number": 3}]}
    run_id = office.ask(
        kind=RunKind.WHAT_IF,
        work=Work.COMPARISON,
        question={"scenarios": [fewer], "num_seeds": 6},
        budget_iterations=200_000,
    )
    victim = office.wait_until(run_id, lambda run: (run.progress or {"done": 0})["done"] >= 1)
    before = _solved_at(office)

    os.kill(process_of(victim), signal.SIGKILL)
    run = office.wait_for_end(run_id)

    assert (run.state, run.attempts, run.progress) == (RunState.DONE, 2, {"done": 12, "of": 12})
    assert 1 <= len(before) < 12
    assert before.items() <= _solved_at(office).items()


def _solved_at(office: Office) -> dict[str, datetime]:
    with office.database.reading() as session:
        return dict(session.execute(select(SolveRecord.key, SolveRecord.solved_at)).all())


def test_an_urgent_run_overtakes_those_that_wait(office: Office) -> None:
    busy = [office.ask(by=who, **LONG) for who in ("a", "b")]
    for run_id in busy:
        office.wait_until_searching(run_id)
    what_if = office.ask(by="c", kind=RunKind.WHAT_IF)
    urgent = office.ask(by="d", kind=RunKind.SAME_DAY)

    with office.database.writing() as session:
        stop(session, busy[0], now=datetime.now(UTC))
    began = {run_id: office.wait_for_end(run_id).started_at for run_id in (urgent, what_if)}
    with office.database.writing() as session:
        stop(session, busy[1], now=datetime.now(UTC))
    office.wait_for_end(busy[1])

    assert (began[urgent] or datetime.max.replace(tzinfo=UTC)) < (began[what_if] or datetime.min.replace(tzinfo=UTC))
