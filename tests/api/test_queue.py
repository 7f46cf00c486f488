"""Runs change hands once: in the order of their urgency, so many of a person as are allowed, and never to two at a time."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from api.database import Database
from api.queue import (
    PRIORITIES,
    RunKind,
    RunState,
    beat,
    claim,
    end,
    hand_back,
    of_ticket,
    place_in_queue,
    put_back,
    stop,
)
from api.tables.runs import RunRecord

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def _queue(database: Database, run_id: str, *, kind: RunKind = RunKind.DAY, by: str = "a", minute: int = 0) -> None:
    with database.writing() as session:
        session.add(
            RunRecord(
                run_id=run_id,
                kind=kind,
                priority=PRIORITIES[kind],
                first_date=date(2026, 11, 23),
                requested_by=by,
                requested_at=NOW + timedelta(minutes=minute),
            )
        )


def _claim(database: Database, ticket: str = "t", *, per_person: int = 10) -> tuple[str, str] | None:
    with database.writing() as session:
        return claim(session, ticket, per_person=per_person, now=NOW)


def _taken(database: Database, *, per_person: int = 10) -> list[str]:
    """Every run that can be taken, one after another, as they are taken."""
    taken = []
    while (claimed := _claim(database, per_person=per_person)) is not None:
        taken.append(claimed[0])
    return taken


def _run(database: Database, run_id: str = "r") -> RunRecord:
    with database.reading() as session:
        run = session.get_one(RunRecord, run_id)
        session.expunge(run)
        return run


def test_same_day_runs_come_before_a_day_a_week_and_what_if_however_late_they_are_asked_for(database: Database) -> None:
    for minute, kind in enumerate(reversed(RunKind)):
        _queue(database, kind.value, kind=kind, minute=minute)

    assert _taken(database) == ["same_day", "day", "week", "what_if"]


def test_runs_of_one_kind_are_taken_in_the_order_in_which_they_were_asked_for(database: Database) -> None:
    _queue(database, "second", minute=2)
    _queue(database, "first", minute=1)

    assert _taken(database) == ["first", "second"]


def test_of_one_person_no_more_runs_are_taken_than_are_allowed_at_once(database: Database) -> None:
    for number in range(3):
        _queue(database, f"a{number}", by="a", minute=number)
    _queue(database, "b0", by="b", minute=9)

    assert _taken(database, per_person=2) == ["a0", "a1", "b0"]


def test_when_one_of_a_persons_runs_has_ended_the_next_may_be_taken(database: Database) -> None:
    for number in range(2):
        _queue(database, f"a{number}", minute=number)
    _, holder = _claim(database, per_person=1) or ("", "")
    assert _claim(database, per_person=1) is None

    with database.writing() as session:
        end(session, "a0", holder, now=NOW)

    assert _taken(database, per_person=1) == ["a1"]


def test_the_place_in_the_queue_counts_from_one(database: Database) -> None:
    _queue(database, "what_if", kind=RunKind.WHAT_IF)
    _queue(database, "day", minute=1)
    _queue(database, "urgent", kind=RunKind.SAME_DAY, minute=2)

    with database.reading() as session:
        places = {
            run_id: place_in_queue(session, session.get_one(RunRecord, run_id))
            for run_id in ("urgent", "day", "what_if")
        }

    assert places == {"urgent": 1, "day": 2, "what_if": 3}


def test_of_many_who_want_runs_at_the_same_moment_each_gets_another_one(database: Database) -> None:
    for number in range(6):
        _queue(database, f"r{number}", by=f"p{number}")
    taken: list[tuple[str, str] | None] = []
    takers = [threading.Thread(target=lambda: taken.append(_claim(database))) for _ in range(8)]

    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()

    assert sorted(claimed[0] for claimed in taken if claimed) == [f"r{number}" for number in range(6)]


def test_many_who_want_runs_at_the_same_moment_keep_to_the_limit_of_a_person(database: Database) -> None:
    for number in range(6):
        _queue(database, f"r{number}", by="a", minute=number)
    taken: list[tuple[str, str] | None] = []
    takers = [threading.Thread(target=lambda: taken.append(_claim(database, per_person=2))) for _ in range(6)]

    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()

    assert len([claimed for claimed in taken if claimed]) == 2


def test_only_the_holder_of_a_run_may_end_it(database: Database) -> None:
    _queue(database, "r")
    _, dead = _claim(database) or ("", "")
    with database.writing() as session:
        put_back(session, of_ticket("t"), now=NOW)
    _, alive = _claim(database) or ("", "")

    with database.writing() as session:
        is_written = end(session, "r", dead, now=NOW, plan={"by": "the dead"})
    with database.writing() as session:
        end(session, "r", alive, now=NOW, plan={"by": "the living"})

    assert not is_written
    assert (_run(database).state, _run(database).plan) == (RunState.DONE, {"by": "the living"})


def test_a_holder_that_lost_its_run_hears_so_with_its_next_heartbeat(database: Database) -> None:
    _queue(database, "r")
    _, holder = _claim(database) or ("", "")

    def heard() -> bool | None:
        with database.writing() as session:
            return beat(session, "r", holder, progress={"cost": 5}, now=NOW)

    assert heard() is False
    with database.writing() as session:
        put_back(session, of_ticket("t"), now=NOW)
    assert heard() is None
    assert _run(database).progress == {"cost": 5}


def test_a_run_whose_worker_died_is_put_back_once_and_fails_the_second_time(database: Database) -> None:
    _queue(database, "r")

    states = []
    for _ in range(2):
        _claim(database)
        with database.writing() as session:
            put_back(session, of_ticket("t"), now=NOW)
        states.append(_run(database).state)

    assert states == [RunState.QUEUED, RunState.FAILED]
    assert (_run(database).error_code, _run(database).attempts) == ("worker-died", 2)


def test_a_run_that_should_stop_and_whose_worker_died_is_not_begun_again(database: Database) -> None:
    _queue(database, "r")
    _claim(database)
    with database.writing() as session:
        stop(session, "r", now=NOW)

    with database.writing() as session:
        put_back(session, of_ticket("t"), now=NOW)

    assert (_run(database).state, _run(database).error_code) == (RunState.CANCELLED, None)


def test_a_run_handed_back_in_order_may_be_tried_as_often_as_before(database: Database) -> None:
    _queue(database, "r")
    _claim(database)

    with database.writing() as session:
        hand_back(session, "t")

    assert (_run(database).state, _run(database).attempts) == (RunState.QUEUED, 0)


def test_other_tickets_keep_what_they_hold(database: Database) -> None:
    _queue(database, "r")
    _claim(database, "t2")

    with database.writing() as session:
        num = put_back(session, of_ticket("t"), now=NOW)

    assert (num, _run(database).state) == (0, RunState.RUNNING)


def test_a_queued_run_is_cancelled_at_once_a_running_one_is_asked_to_stop(database: Database) -> None:
    _queue(database, "first", minute=0)
    _queue(database, "second", minute=1)
    _, holder = _claim(database) or ("", "")

    with database.writing() as session:
        assert stop(session, "first", now=NOW)
        assert stop(session, "second", now=NOW)

    assert (_run(database, "second").state, _run(database, "second").ended_at) == (RunState.CANCELLED, NOW)
    assert (_run(database, "first").state, _run(database, "first").ended_at) == (RunState.RUNNING, None)
    with database.writing() as session:
        assert beat(session, "first", holder, progress=None, now=NOW) is True
        end(session, "first", holder, now=NOW, plan={})
    assert _run(database, "first").state == RunState.CANCELLED


@pytest.mark.parametrize("results", [{"plan": {}}, {"error_code": "internal"}])
def test_a_run_that_has_ended_cannot_be_stopped(database: Database, results: dict[str, object]) -> None:
    _queue(database, "r")
    _, holder = _claim(database) or ("", "")
    with database.writing() as session:
        end(session, "r", holder, now=NOW, **results)

    with database.writing() as session:
        assert not stop(session, "r", now=NOW)
    assert _run(database).state == (RunState.FAILED if "error_code" in results else RunState.DONE)
