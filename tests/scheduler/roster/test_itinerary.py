"""A route read in time. Homes lie on a line, ten minutes and one kilometre a unit."""

import pytest

from scheduler.errors import PlanMismatchError
from scheduler.model.workforce import Break, FixedEvent, Shift, ShiftId
from scheduler.roster.items import Admin, Attend, Event, Item, RestBreak, Travel, Wait
from scheduler.roster.itinerary import Itinerary, itinerary
from scheduler.units import Minute, Minutes
from tests.builders import BASE_PLACE, a_double_up, a_patient, a_plan, a_problem, a_shift, a_visit


def a_break(*, between: tuple[int, int], minutes: int = 30) -> Break:
    return Break(Minutes(minutes), Minute(between[0]), Minute(between[1]))


def read(stops: dict[str, int], shift: Shift, *, at: dict[str, int], remote: tuple[str, ...] = ()) -> Itinerary:
    """The itinerary of one shift with half-hour visits at homes so many units out."""
    visits = [a_visit(visit, window=(0, 1439), is_remote=visit in remote) for visit in stops]
    patients = [a_patient(f"p-{visit}", at=units) for visit, units in at.items()]
    problem = a_problem(visits, [shift], patients=patients)
    return itinerary(problem, a_plan({shift.id: list(stops.items())}), shift.id)


def told(read_in_time: Itinerary) -> list[tuple[str, int, int]]:
    return [(type(item).__name__, item.start, item.end) for item in read_in_time.items]


def kinds(items: tuple[Item, ...], kind: type) -> list[tuple[int, int]]:
    return [(item.start, item.end) for item in items if isinstance(item, kind)]


def test_a_shift_is_travel_care_waiting_travel_back_and_admin() -> None:
    shift = a_shift("s", admin_minutes=30)

    day = read({"a": 500, "b": 570}, shift, at={"a": 1, "b": 3})

    assert told(day) == [
        ("Travel", 490, 500),
        ("Attend", 500, 530),
        ("Travel", 530, 550),
        ("Wait", 550, 570),
        ("Attend", 570, 600),
        ("Travel", 600, 630),
        ("Admin", 630, 660),
    ]
    assert (day.leaves_at, day.returns_at, day.finish) == (490, 630, 660)


def test_the_base_is_left_as_late_as_reaches_the_first_visit_on_time() -> None:
    day = read({"a": 700}, a_shift("s"), at={"a": 4})

    assert day.leaves_at == 660
    assert kinds(day.items, Wait) == []


def test_time_to_spare_after_a_handover_at_the_base_is_spent_there() -> None:
    handover = FixedEvent("Handover", Minute(480), Minute(495), BASE_PLACE)

    day = read({"a": 560}, a_shift("s", events=(handover,)), at={"a": 1})

    assert told(day)[:3] == [("Event", 480, 495), ("Wait", 495, 550), ("Travel", 550, 560)]
    assert day.leaves_at == 550
    assert day.totals.waiting_minutes == 55


def test_totals_count_every_leg_but_waiting_only_between_places() -> None:
    day = read({"a": 500, "b": 570}, a_shift("s", admin_minutes=30), at={"a": 1, "b": 3})

    assert day.totals.num_visits == 2
    assert day.totals.care_minutes == 60
    assert day.totals.travel_minutes == 10 + 20 + 30
    assert day.totals.metres == 6000
    assert day.totals.waiting_minutes == 20
    assert day.totals.paid_minutes == 480
    assert day.totals.overtime_minutes == 0


@pytest.mark.parametrize(("start", "overtime"), [(910, 0), (911, 1)])
def test_overtime_begins_with_the_first_minute_after_the_shift(start: int, overtime: int) -> None:
    day = read({"a": start}, a_shift("s", admin_minutes=10), at={"a": 1})

    assert day.finish == 960 + overtime
    assert day.totals.overtime_minutes == overtime
    assert day.totals.paid_minutes == 480 + overtime


@pytest.mark.parametrize(("second", "short"), [(550, 0), (549, 1)])
def test_a_start_before_the_arrival_is_short_of_travel_time(second: int, short: int) -> None:
    day = read({"a": 500, "b": second}, a_shift("s"), at={"a": 1, "b": 3})

    assert day.totals.short_minutes == short
    assert kinds(day.items, Travel)[1] == (530, 550)


def test_travel_continues_after_a_call_made_on_the_way() -> None:
    day = read({"a": 500, "call": 540, "b": 580}, a_shift("s"), at={"a": 1, "call": 1, "b": 3}, remote=("call",))

    assert kinds(day.items, Travel)[1:3] == [(530, 540), (570, 580)]
    assert [item.metres for item in day.items if isinstance(item, Travel)][1:3] == [1000, 1000]
    assert day.totals.waiting_minutes == day.totals.short_minutes == 0


def test_travel_keeps_in_one_piece_where_a_gap_beside_a_call_holds_it() -> None:
    day = read({"a": 500, "call": 535, "b": 590}, a_shift("s"), at={"a": 1, "call": 1, "b": 3}, remote=("call",))

    assert kinds(day.items, Travel)[1] == (565, 585)
    assert kinds(day.items, Wait) == [(530, 535), (585, 590)]


def test_a_call_before_the_first_visit_is_made_at_the_base() -> None:
    day = read({"call": 480, "a": 540}, a_shift("s"), at={"call": 1, "a": 2}, remote=("call",))

    assert told(day)[:3] == [("Attend", 480, 510), ("Travel", 520, 540), ("Attend", 540, 570)]


def test_the_break_is_taken_on_arrival_where_its_window_allows() -> None:
    shift = a_shift("s", rest_break=a_break(between=(520, 700)))

    day = read({"a": 500, "b": 600}, shift, at={"a": 1, "b": 3})

    assert kinds(day.items, RestBreak) == [(550, 580)]
    assert day.totals.waiting_minutes == 20


def test_the_break_is_taken_before_leaving_where_its_window_closes_during_the_way() -> None:
    shift = a_shift("s", rest_break=a_break(between=(500, 530)))

    day = read({"a": 500, "b": 600}, shift, at={"a": 1, "b": 3})

    assert kinds(day.items, RestBreak) == [(530, 560)]
    assert kinds(day.items, Travel)[1] == (560, 580)


@pytest.mark.parametrize(("second", "missing"), [(580, 0), (579, 30)])
def test_a_break_lies_in_a_leg_whose_slack_holds_it_and_in_no_shorter_one(second: int, missing: int) -> None:
    shift = a_shift("s", rest_break=a_break(between=(520, 600)))

    day = read({"a": 500, "b": second}, shift, at={"a": 1, "b": 3})

    assert day.totals.missing_break_minutes == missing


def test_a_break_in_the_last_leg_comes_between_the_way_back_and_admin() -> None:
    shift = a_shift("s", rest_break=a_break(between=(520, 600)), admin_minutes=20)

    day = read({"a": 500}, shift, at={"a": 1})

    assert told(day)[2:] == [("Travel", 530, 540), ("RestBreak", 540, 570), ("Admin", 570, 590)]
    assert day.finish == 560


def test_a_break_before_the_first_visit_is_taken_before_leaving() -> None:
    shift = a_shift("s", rest_break=a_break(between=(480, 560)))

    day = read({"a": 600}, shift, at={"a": 1})

    assert told(day)[:2] == [("RestBreak", 480, 510), ("Travel", 590, 600)]


def test_a_fixed_event_has_its_place_in_the_day() -> None:
    meeting = FixedEvent("Handover", Minute(540), Minute(570), BASE_PLACE)

    day = read({"a": 500}, a_shift("s", events=(meeting,)), at={"a": 1})

    assert told(day) == [
        ("Travel", 490, 500),
        ("Attend", 500, 530),
        ("Travel", 530, 540),
        ("Event", 540, 570),
    ]
    assert day.totals.care_minutes == 30
    assert day.returns_at == 570


def test_a_double_up_names_the_partners_shift_and_an_unfilled_one_nobody() -> None:
    problem = a_problem([a_double_up("two")], [a_shift("s"), a_shift("t")])

    together = itinerary(problem, a_plan({"s": [("two", 600)], "t": [("two", 600, 1)]}), problem.shifts[0].id)
    alone = itinerary(problem, a_plan({"s": [("two", 600)]}), problem.shifts[0].id)

    assert together.visits == (Attend(Minute(600), Minute(630), problem.visits[0].id, 0, 1, problem.shifts[1].id),)
    assert alone.visits[0].partner_shift_id is None


def test_a_shift_without_visits_keeps_its_events_and_counts_nowhere() -> None:
    handover = FixedEvent("Handover", Minute(480), Minute(495))
    shift = a_shift("s", events=(handover,), rest_break=a_break(between=(700, 800)))

    day = read({}, shift, at={})

    assert day.items == (Event(Minute(480), Minute(495), "Handover", None),)
    assert day.visits == ()
    assert day.totals.paid_minutes == day.totals.travel_minutes == day.totals.missing_break_minutes == 0


def test_admin_is_left_out_of_a_shift_that_keeps_no_time_for_it() -> None:
    assert kinds(read({"a": 500}, a_shift("s"), at={"a": 1}).items, Admin) == []


def test_a_route_of_another_problem_is_refused() -> None:
    problem = a_problem([a_visit("a")], [a_shift("s")])

    with pytest.raises(PlanMismatchError, match="visit ghost"):
        itinerary(problem, a_plan({"s": [("ghost", 500)]}), problem.shifts[0].id)
    with pytest.raises(PlanMismatchError, match="shift ghost"):
        itinerary(problem, a_plan({}), ShiftId("ghost"))
