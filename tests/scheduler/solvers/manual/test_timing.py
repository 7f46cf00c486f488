from collections.abc import Sequence
from typing import Any

from scheduler.model.demand import Visit
from scheduler.model.place import LocationId
from scheduler.model.workforce import Break, FixedEvent
from scheduler.solvers.manual.openings import openings_of
from scheduler.solvers.manual.timing import Booking, Item, ShiftDay
from scheduler.units import Minute, Minutes
from tests.builders import BASE_PLACE, a_problem, a_shift, a_visit


def starts(visits: Sequence[Visit], **about_shift: Any) -> tuple[int, ...] | None:
    """Homes lie 10 minutes apart on a line, the first visit's 10 minutes from the base; 08:00 to 16:00."""
    shift = a_shift("a", **about_shift)
    problem = a_problem(visits, [shift])
    bookings = [
        Booking(
            visit,
            0,
            Item(
                problem.location_of(visit.id), visit.duration_minutes, openings_of(problem, visit, lateness=Minutes(0))
            ),
        )
        for visit in visits
    ]
    return ShiftDay(problem, shift).starts(bookings)


def an_event(start: int, end: int, place: LocationId | None = BASE_PLACE) -> FixedEvent:
    return FixedEvent("handover", Minute(start), Minute(end), place)


def test_visits_follow_one_another_as_early_as_travel_and_windows_allow() -> None:
    assert starts([a_visit("v"), a_visit("w"), a_visit("x", window=(600, 700))]) == (490, 530, 600)


def test_a_visit_out_of_reach_by_a_minute_does_not_work() -> None:
    assert starts([a_visit("v"), a_visit("w", window=(480, 530))]) == (490, 530)
    assert starts([a_visit("v"), a_visit("w", window=(480, 529))]) is None


def test_the_way_back_and_admin_lie_inside_the_shift() -> None:
    assert starts([a_visit("v", minutes=430)], admin_minutes=30) == (490,)
    assert starts([a_visit("v", minutes=431)], admin_minutes=30) is None


def test_a_visit_goes_before_an_event_only_if_it_and_the_way_back_are_done_by_then() -> None:
    assert starts([a_visit("v")], events=(an_event(530, 560),)) == (490,)
    assert starts([a_visit("v")], events=(an_event(529, 560),)) == (570,)
    assert starts([a_visit("v")], events=(an_event(520, 560, None),)) == (490,)


def test_waiting_before_a_call_is_used_for_the_way_after_it() -> None:
    call = a_visit("call", window=(490, 490), minutes=20, is_remote=True)

    assert starts([a_visit("near"), a_visit("call", window=(545, 545), minutes=5, is_remote=True)]) == (490, 545)
    assert starts([call, a_visit("v")]) == (490, 520)  # 20 minutes' way, 10 of them before the call


def test_a_break_is_taken_where_it_costs_nothing_or_else_as_late_as_its_window_allows() -> None:
    rest_break = Break(Minutes(30), Minute(540), Minute(600))

    waiting = [a_visit("v"), a_visit("w", window=(600, 600)), a_visit("x")]
    assert starts(waiting, rest_break=rest_break) == (490, 600, 640)
    busy = [a_visit("v"), a_visit("w"), a_visit("x"), a_visit("y", minutes=300)]
    assert starts(busy[:3], rest_break=rest_break) == (490, 530, 570)
    assert starts([*busy[:3], a_visit("y", minutes=200)], rest_break=rest_break) == (490, 530, 570, 640)


def test_a_list_without_room_for_the_break_does_not_work() -> None:
    on_time = a_visit("v", minutes=200, window=(490, 490))

    assert starts([on_time], rest_break=Break(Minutes(30), Minute(500), Minute(690))) == (490,)
    assert starts([on_time], rest_break=Break(Minutes(30), Minute(500), Minute(689))) is None


def test_a_break_before_going_home_leaves_time_for_the_way_and_admin() -> None:
    rest_break = Break(Minutes(30), Minute(900), Minute(930))

    assert starts([a_visit("v", minutes=420)], rest_break=rest_break, admin_minutes=10) == (490,)
    assert starts([a_visit("v", minutes=421)], rest_break=rest_break, admin_minutes=10) is None
