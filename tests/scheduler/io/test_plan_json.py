import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.plan_document import PlanDocument, Scope
from scheduler.io.plan_json import document_of, plan_of, read_plan, write_plan
from scheduler.model.clock import Horizon
from scheduler.model.plan import BreakTaken, Override, Plan
from scheduler.model.workforce import ShiftId
from scheduler.planning import Provenance
from scheduler.rules import RuleId
from scheduler.solvers.contract import SolveStatus
from scheduler.solvers.stopping import Budget
from scheduler.units import Minute
from tests.builders import MONDAY, a_double_up, a_plan, a_problem, a_shift, a_visit, deferred, escalated

HORIZON = Horizon(MONDAY)
PROBLEM = a_problem(
    [a_visit("v1"), a_double_up("v2"), a_visit("v3"), a_visit("v4")], shifts=[a_shift("d1"), a_shift("d2")]
)
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

    assert plan_of(document, PROBLEM, path=tmp_path) == PLAN
    assert document == a_document()


def test_breaks_that_a_plan_decides_are_written_and_read_and_make_another_number(tmp_path: Path) -> None:
    decided = replace(PLAN, breaks=(BreakTaken(ShiftId("d1"), Minute(700)),))
    write_plan(a_document(decided), tmp_path / "plan.json")

    document = read_plan(tmp_path / "plan.json")

    assert plan_of(document, PROBLEM, path=tmp_path) == decided
    assert len({a_document(replace(PLAN, breaks=breaks)).number for breaks in (None, (), decided.breaks)}) == 3


def test_a_break_of_an_unknown_shift_is_named(tmp_path: Path) -> None:
    path = a_file(tmp_path / "plan.json", breaks=[{"shift_id": "d9", "start": "2026-11-23T12:00"}])

    with pytest.raises(InputError, match=r"breaks\[0\].shift_id is d9, expected a shift of these days and teams"):
        plan_of(read_plan(path), PROBLEM, path=path)


def test_a_file_from_before_breaks_were_held_is_read(tmp_path: Path) -> None:
    assert read_plan(a_file(tmp_path / "plan.json", format="cilt-plan/2")).breaks is None


def test_attendances_count_from_1_in_the_file_as_they_do_in_the_tables(tmp_path: Path) -> None:
    write_plan(a_document(), tmp_path / "plan.json")

    stops = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["routes"][0]["stops"]

    assert [stop["attendance"] for stop in stops] == [1, 2]


def a_stop(visit_id: str, hour: int = 9, **parts: object) -> dict[str, object]:
    return {"visit_id": visit_id, "start": f"2026-11-23T{hour:02}:00", **parts}


def a_plan_by_hand(path: Path, stops_by_shift: dict[str, list[dict[str, object]]]) -> Plan:
    routes = [{"shift_id": shift_id, "stops": stops} for shift_id, stops in stops_by_shift.items()]
    return plan_of(read_plan(a_file(path / "plan.json", routes=routes)), PROBLEM, path=path)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [({}, {}, [0, 1]), ({"attendance": 2}, {}, [1, 0]), ({}, {"attendance": 1}, [1, 0])],
)
def test_a_missing_attendance_of_a_double_up_is_the_first_that_is_free(
    first: dict[str, object], second: dict[str, object], expected: list[int], tmp_path: Path
) -> None:
    plan = a_plan_by_hand(tmp_path, {"d2": [a_stop("v2", **first)], "d1": [a_stop("v2", **second)]})

    assert [stop.attendance for _, stop in plan.stops()] == expected


def test_one_stop_too_many_is_left_to_the_judge(tmp_path: Path) -> None:
    plan = a_plan_by_hand(tmp_path, {"d1": [a_stop("v1")], "d2": [a_stop("v1")]})

    assert [stop.attendance for _, stop in plan.stops()] == [0, 0]


def test_a_start_without_an_offset_is_local_time_in_summer_and_in_winter(tmp_path: Path) -> None:
    stops = [a_stop("v1"), {"visit_id": "v3", "start": "2026-07-01T09:00"}]
    document = read_plan(a_file(tmp_path / "plan.json", routes=[{"shift_id": "d1", "stops": stops}]))

    assert [stop.start.isoformat(timespec="minutes") for stop in document.routes[0].stops] == [
        "2026-11-23T09:00+00:00",
        "2026-07-01T09:00+01:00",
    ]


def test_stops_are_read_in_order_of_start(tmp_path: Path) -> None:
    plan = a_plan_by_hand(tmp_path, {"d1": [a_stop("v1", 11), a_stop("v3", 10), a_stop("v4", 12)]})

    assert [stop.visit_id for _, stop in plan.stops()] == ["v3", "v1", "v4"]


def test_everything_that_the_problem_does_not_have_is_named_at_once(tmp_path: Path) -> None:
    path = a_file(
        tmp_path / "plan.json",
        routes=[
            {"shift_id": "d1", "stops": [a_stop("v9"), a_stop("v1", attendance=2), a_stop("v2", attendance=3)]},
            {"shift_id": "d9"},
        ],
        left_out=[{"visit_id": "v8", "outcome": "escalated", "reason": "?"}],
        overrides=[{"rule": "contact_limit", "shift_id": "d8", "by": "lead", "reason": "late"}],
    )

    with pytest.raises(InputError) as refused:
        plan_of(read_plan(path), PROBLEM, path=path)

    assert [str(fault).removeprefix(f"{path}: ") for fault in refused.value.faults] == [
        "routes[0].stops[0].visit_id (shift d1) is v9, expected a visit of these days and teams",
        "routes[0].stops[1].attendance (shift d1, visit v1) is 2, expected 1, for the visit needs one person",
        "routes[0].stops[2].attendance (shift d1, visit v2) is 3, expected 1 or 2",
        "routes[1].shift_id is d9, expected a shift of these days and teams",
        "left_out[0].visit_id is v8, expected a visit of these days and teams",
        "overrides[0].shift_id is d8, expected a shift of these days and teams",
    ]


def test_times_are_local_with_their_offset_on_both_sides_of_a_clock_change(tmp_path: Path) -> None:
    horizon = Horizon(date(2026, 10, 25))
    plan = a_plan({"d1": [("v1", 30), ("v2", 600)]})

    write_plan(a_document(plan, horizon), tmp_path / "plan.json")

    starts = [
        stop["start"] for stop in json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["routes"][0]["stops"]
    ]
    assert starts == ["2026-10-25T00:30+01:00", "2026-10-25T09:00+00:00"]
    assert plan_of(read_plan(tmp_path / "plan.json"), replace(PROBLEM, horizon=horizon), path=tmp_path) == plan


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
    assert plan_of(document, PROBLEM, path=tmp_path) == a_plan({"d1": [("v1", 720)]})


def test_every_fault_of_a_plan_file_is_named_at_once(tmp_path: Path) -> None:
    stops = [
        {"visit_id": "v1", "start": 900},
        {"start": "2026-11-23T09:00:30+00:00"},
        {"visit_id": "v2", "start": "noon", "attendance": 0},
    ]
    path = a_file(
        tmp_path / "plan.json",
        routes=[{"shift_id": "d1", "stops": stops}],
        left_out=[{"visit_id": "v3", "outcome": "lost", "reason": "?"}],
        overrides=[{"rule": "time_window", "shift_id": "d1", "by": "lead", "reason": "late"}],
    )

    with pytest.raises(InputError) as refused:
        read_plan(path)

    said = [str(fault).removeprefix(f"{path}: ") for fault in refused.value.faults]
    moment = "a day and time such as 2026-11-23T09:30"
    assert said[:-1] == [
        f"routes[0].stops[0].start (shift d1, visit v1) is 900, expected {moment}",
        "routes[0].stops[1].visit_id (shift d1) is missing, expected a value",
        'routes[0].stops[1].start (shift d1) is "2026-11-23T09:00:30+00:00", expected a whole minute',
        f'routes[0].stops[2].start (shift d1, visit v2) is "noon", expected {moment}',
        "routes[0].stops[2].attendance (shift d1, visit v2) is 0, expected 1 or more",
        "left_out[0].outcome (visit v3) is \"lost\", expected 'deferred' or 'escalated'",
    ]
    assert said[-1].startswith('overrides[0].rule (shift d1) is "time_window", expected one of ')


def test_an_unknown_key_is_a_fault_since_it_may_be_a_slip(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"leftout is \[\], expected no key of this name"):
        read_plan(a_file(tmp_path / "plan.json", leftout=[]))


@pytest.mark.parametrize("text", ["", "[]", "{'routes': 1}", "\x00\xff"])
def test_what_is_no_plan_at_all_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.json").write_bytes(text.encode("latin-1"))

    with pytest.raises(InputError, match=r"plan\.json"):
        read_plan(tmp_path / "plan.json")


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json"):
        read_plan(tmp_path / "none.json")


def test_a_shift_with_two_routes_is_named(tmp_path: Path) -> None:
    path = a_file(tmp_path / "plan.json", routes=[{"shift_id": "d1"}, {"shift_id": "d1"}])

    with pytest.raises(InputError, match=r"routes\[1\].shift_id is d1, expected one route for each shift"):
        plan_of(read_plan(path), PROBLEM, path=path)


def test_a_file_that_is_a_list_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("[]", encoding="utf-8")

    with pytest.raises(InputError, match=r"plan\.json is \[\], expected an object in braces$"):
        read_plan(tmp_path / "plan.json")


def test_a_file_whose_attendances_count_from_0_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'format is "cilt-plan/1", expected \'cilt-plan/2\' or \'cilt-plan/3\''):
        read_plan(a_file(tmp_path / "plan.json", format="cilt-plan/1"))
