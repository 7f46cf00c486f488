"""A plan without some of its visits."""

from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan, Route, Stop
from scheduler.model.workforce import ShiftId
from scheduler.units import Minute
from tests.builders import deferred


def the_plan() -> Plan:
    def route(shift: str, *stops: tuple[str, int]) -> Route:
        return Route(ShiftId(shift), tuple(Stop(VisitId(visit), Minute(540), which) for visit, which in stops))

    return Plan((route("a", ("pair", 0), ("v", 0)), route("b", ("pair", 1))), (deferred("w"), deferred("x")))


def test_a_plan_without_some_visits_neither_makes_them_nor_lists_them_and_keeps_no_empty_route() -> None:
    remaining = the_plan().without([VisitId("pair"), VisitId("w")])

    assert [(shift_id, stop.visit_id) for shift_id, stop in remaining.stops()] == [("a", "v")]
    assert [route.shift_id for route in remaining.routes] == ["a"]
    assert [left.visit_id for left in remaining.left_out] == ["x"]


def test_one_attendance_alone_may_be_taken_out() -> None:
    remaining = the_plan().without([VisitId("pair")], attendance=1)

    assert [(shift_id, stop.visit_id) for shift_id, stop in remaining.stops()] == [("a", "pair"), ("a", "v")]
