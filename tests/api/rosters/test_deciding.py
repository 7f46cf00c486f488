"""Judging holds up nobody, and what was judged is kept only while it is still true."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx2 import Response

from api.database import THOUGHTS, Database
from api.rosters.service import standing
from api.tables.caseloads import VisitRecord
from api.tables.rosters import RosterRecord
from api.turns import Turn, take_turn
from tests.api.rosters.conftest import Person
from tests.api.rosters.small_day import DAY, a_plan

Act = Callable[[Person], Response]


def _begin(person: Person) -> Response:
    asked = {"made_from": "plan", "first_date": DAY, "locality_id": "west", "plan": a_plan()}
    return person.post("/rosters", asked)


def _a_change_of(draft: dict[str, Any]) -> Act:
    asked = {"action": "move", "shift_id": "b", "start": f"{DAY}T09:45:00+00:00", "reason": "Asked by the patient."}
    return lambda person: person.on(draft["version"]).patch(f"/rosters/{draft['roster_id']}/visits/v2", asked)


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[int], None]], None]:
    """Have something happen whenever a plan is judged; it is told how many judgements there have been."""

    def happens(what: Callable[[int], None]) -> None:
        judge, judged = standing.check_plan, []

        def interrupted(*asked: Any) -> Any:
            judged.append(asked)
            what(len(judged))
            return judge(*asked)

        monkeypatch.setattr(standing, "check_plan", interrupted)

    return happens


@pytest.mark.parametrize("what", ["begin", "change", "publish"])
def test_while_a_plan_is_judged_others_write_and_have_their_turn(
    what: str, coordinator: Person, day: Database, during: Callable[..., None]
) -> None:
    draft = coordinator.draft()
    act = {"begin": _begin, "change": _a_change_of(draft), "publish": lambda person: person.publish(draft)}[what]
    written: list[int] = []

    def somebody_writes(number: int) -> None:
        if number == 1:
            with day.writing() as session:
                take_turn(session, Turn.PUBLISHING)
                take_turn(session, Turn.AUDIT)
                session.get_one(VisitRecord, "v6").change_reason = "Somebody else was here."
            written.append(number)

    during(somebody_writes)
    answer = act(coordinator)

    assert (answer.status_code, written) == (201 if what == "begin" else 200, [1]), answer.text


def test_what_was_judged_on_data_that_have_changed_since_is_judged_again(
    coordinator: Person, day: Database, during: Callable[..., None]
) -> None:
    draft = coordinator.draft()
    during(lambda number: _cancel(day, "v6") if number == 1 else None)

    answer = coordinator.publish(draft)

    assert (answer.status_code, answer.json()["code"]) == (409, "overtaken")
    assert [found["visit_id"] for found in answer.json()["overtaken"]] == ["v6"]


def test_a_change_made_while_another_was_judged_is_not_lost(
    coordinator: Person, day: Database, during: Callable[..., None]
) -> None:
    draft = coordinator.draft()
    pin = {"visit_id": "v6", "attendance": 1, "shift_id": "b", "starts_at": None}

    def somebody_pins(number: int) -> None:
        if number == 1:
            with day.writing() as session:
                record = session.get_one(RosterRecord, draft["roster_id"])
                record.pins, record.version = [pin], record.version + 1

    during(somebody_pins)
    answer = _a_change_of(draft)(coordinator)

    assert answer.status_code == 412
    with day.reading() as session:
        kept = session.get_one(RosterRecord, draft["roster_id"])
        assert (kept.pins, kept.version) == ([pin], 2)


def test_where_the_data_never_stand_still_a_writer_waits_for_the_judge_in_the_end(
    coordinator: Person, day: Database, during: Callable[..., None]
) -> None:
    draft = coordinator.draft()
    per_thought = 1

    def somebody_writes(number: int) -> None:
        if number <= THOUGHTS * per_thought:
            with day.writing() as session:
                session.get_one(VisitRecord, "v6").change_reason = f"For the {number}. time."

    during(somebody_writes)

    assert coordinator.publish(draft).status_code == 200


def test_all_that_one_reading_session_reads_is_of_one_moment(day: Database) -> None:
    with day.reading() as session:
        before = session.get_one(VisitRecord, "v6").change_reason
        with day.writing() as other:
            other.get_one(VisitRecord, "v6").change_reason = "Meanwhile."
        session.expire_all()

        assert session.get_one(VisitRecord, "v6").change_reason == before


def _cancel(database: Database, visit_id: str) -> None:
    with database.writing() as session:
        session.get_one(VisitRecord, visit_id).cancelled_at = datetime.now(UTC)
