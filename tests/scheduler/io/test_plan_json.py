import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.plan_document import PlanDocument, Scope
from scheduler.io.plan_json import document_of, plan_of, read_plan, write_plan
from scheduler.model.clock import Horizon
from scheduler.model.plan import Override, Plan
from scheduler.model.workforce import ShiftId
from scheduler.planning import Provenance
from scheduler.rules import RuleId
from scheduler.solvers.contract import SolveStatus
from scheduler.solvers.stopping import Budget
from tests.builders import MONDAY, a_plan, deferred, escalated

HORIZON = Horizon(MONDAY)
SCOPE = Scope(first_date=MONDAY, locality="West", teams=("W1",))
PROVENANCE = Provenance(
    problem_digest="0123",
    travel_source="a line",
    solver="portfolio",
    status=SolveStatus.FEASIBLE,
    seed=1,
    budget=Budget(seconds=20),
    workers=2,
    version="0.1.0",
    seconds=20.0123,
    iterations=1000,
    bound=None,
)
PLAN = replace(
    a_plan({"d1": [("v1", 500), ("v2", 600, 1)]}, [deferred("v3"), escalated("v4")]),
    overrides=(Override(RuleId.CONTACT_LIMIT, ShiftId("d1"), "lead", "short of staff"),),
)


def a_document(plan: Plan = PLAN, horizon: Horizon = HORIZON) -> PlanDocument:
    made_at = datetime(2026, 11, 22, 16, 2, 3, 4, tzinfo=UTC)
    return document_of(plan, horizon, scope=SCOPE, provenance=PROVENANCE, made_at=made_at)


def a_file(path: Path, **parts: object) -> Path:
    """A plan made by hand."""
    path.write_text(json.dumps({"routes": [], "left_out": [], **parts}), encoding="utf-8")
    return path


def test_a_plan_that_is_written_and_read_is_the_same_plan(tmp_path: Path) -> None:
    write_plan(a_document(), tmp_path / "plan.json")

    document = read_plan(tmp_path / "plan.json")

    assert plan_of(document, HORIZON, path=tmp_path) == PLAN
    assert document == a_document()


def test_times_are_local_with_their_offset_on_both_sides_of_a_clock_change(tmp_path: Path) -> None:
    horizon = Horizon(date(2026, 10, 25))
    plan = a_plan({"d1": [("v1", 30), ("v2", 600)]})

    write_plan(a_document(plan, horizon), tmp_path / "plan.json")

    starts = [
        stop["start"] for stop in json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["routes"][0]["stops"]
    ]
    assert starts == ["2026-10-25T00:30+01:00", "2026-10-25T09:00+00:00"]
    assert plan_of(read_plan(tmp_path / "plan.json"), horizon, path=tmp_path) == plan


def test_plans_with_the_same_decisions_share_a_number_and_others_do_not() -> None:
    other = a_plan({"d1": [("v1", 501)]})

    assert a_document().number == a_document().number
    assert a_document().number != a_document(other).number
    assert str(a_document().number).startswith("2026-11-23/")


def test_a_plan_made_by_hand_needs_routes_and_left_out_alone_and_any_offset_will_do(tmp_path: Path) -> None:
    noon_in_paris = datetime(2026, 11, 23, 13, tzinfo=timezone(timedelta(hours=1)))
    stops = [{"visit_id": "v1", "start": noon_in_paris.isoformat()}]

    document = read_plan(a_file(tmp_path / "plan.json", routes=[{"shift_id": "d1", "stops": stops}]))

    assert document.scope is None
    assert plan_of(document, HORIZON, path=tmp_path) == a_plan({"d1": [("v1", 720)]})


def test_every_fault_of_a_plan_file_is_named_at_once(tmp_path: Path) -> None:
    stops = [
        {"visit_id": "v1", "start": "2026-11-23T09:00"},
        {"start": "2026-11-23T09:00:30+00:00"},
        {"visit_id": "v2", "start": "noon", "attendance": -1},
    ]
    path = a_file(
        tmp_path / "plan.json",
        routes=[{"shift_id": "d1", "stops": stops}],
        left_out=[{"visit_id": "v3", "outcome": "lost", "reason": "?"}],
        overrides=[{"rule": "time_window", "shift_id": "d1", "by": "lead", "reason": "late"}],
    )

    with pytest.raises(InputError) as refused:
        read_plan(path)

    places = [str(fault).split(": ", 1)[1].split(" is ")[0] for fault in refused.value.faults]
    assert places == [
        "routes[0].stops[0].start",
        "routes[0].stops[1].visit_id",
        "routes[0].stops[1].start",
        "routes[0].stops[2].start",
        "routes[0].stops[2].attendance",
        "left_out[0].outcome",
        "overrides[0].rule",
    ]


def test_an_unknown_key_is_a_fault_since_it_may_be_a_slip(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="leftout"):
        read_plan(a_file(tmp_path / "plan.json", leftout=[]))


@pytest.mark.parametrize("text", ["", "[]", "{'routes': 1}", "\x00\xff"])
def test_what_is_no_plan_at_all_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.json").write_bytes(text.encode("latin-1"))

    with pytest.raises(InputError, match=r"plan\.json"):
        read_plan(tmp_path / "plan.json")


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json"):
        read_plan(tmp_path / "none.json")


def test_stops_in_the_wrong_order_and_a_shift_with_two_routes_are_named(tmp_path: Path) -> None:
    later, sooner = "2026-11-23T10:00+00:00", "2026-11-23T09:59+00:00"
    stops = [{"visit_id": "v1", "start": later}, {"visit_id": "v2", "start": sooner}]
    document = read_plan(
        a_file(tmp_path / "plan.json", routes=[{"shift_id": "d1", "stops": stops}, {"shift_id": "d1"}])
    )

    with pytest.raises(InputError) as refused:
        plan_of(document, HORIZON, path=tmp_path / "plan.json")

    assert [str(fault).split(": ", 1)[1].split(" ")[0] for fault in refused.value.faults] == [
        "routes[0].stops[1].start",
        "routes[1].shift_id",
    ]
