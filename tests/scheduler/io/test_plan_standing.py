"""What of a plan file a changed problem still has."""

from datetime import UTC, datetime
from pathlib import Path

from scheduler.io.plan_document import PlanDocument
from scheduler.io.plan_json import plan_of
from scheduler.io.plan_standing import still_known
from tests.builders import MONDAY, a_plan, a_problem, a_shift, a_visit

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _document(shift_id: str, *visit_ids: str, attendance: int = 1) -> PlanDocument:
    stops = [{"visit_id": visit_id, "start": START, "attendance": attendance} for visit_id in visit_ids]
    left_out = [{"visit_id": "v-left", "outcome": "deferred", "reason": "no room", "new_latest_on": MONDAY}]
    return PlanDocument.model_validate({"routes": [{"shift_id": shift_id, "stops": stops}], "left_out": left_out})


def test_a_cancelled_visit_is_left_behind_and_the_rest_stands() -> None:
    problem = a_problem([a_visit("v1")], [a_shift("d1")])

    known = still_known(_document("d1", "v1", "v-cancelled"), problem)

    assert plan_of(known, problem, path=Path("plan")) == a_plan({"d1": [("v1", 540)]})


def test_a_shift_that_is_lost_is_left_behind_with_its_stops() -> None:
    problem = a_problem([a_visit("v1")], [a_shift("d1")])

    known = still_known(_document("d-lost", "v1"), problem)

    assert known.routes == ()


def test_the_second_person_of_a_visit_that_needs_one_by_now_is_left_behind() -> None:
    problem = a_problem([a_visit("v1")], [a_shift("d1")])

    known = still_known(_document("d1", "v1", attendance=2), problem)

    assert known.routes[0].stops == ()
