"""A worked shift read in time: remote items on the way, fixed events, the break, the way back."""

from collections.abc import Sequence

import pytest

from scheduler.model.workforce import Break, FixedEvent, Shift
from scheduler.validation.agenda import Agenda, Item, walk
from tests.builders import BASE_PLACE, a_shift

UNITS = {BASE_PLACE: 0, "h1": 1, "h2": 2}


def an_agenda(shift: Shift, stops: Sequence[tuple[int, int, str | None]]) -> Agenda:
    """Stops as (start, end, place); a unit of the line is 10 minutes."""
    items = [Item(f"visit v{number}", start, end, place) for number, (start, end, place) in enumerate(stops, start=1)]
    rest = shift.rest_break
    rest_starts = (rest.earliest_start, rest.latest_start) if rest else None
    return walk(shift, items, lambda here, there: abs(UNITS[here] - UNITS[there]) * 10, rest_starts)


def test_two_homes_make_three_legs_with_the_way_out_and_the_way_back() -> None:
    agenda = an_agenda(a_shift("d1"), [(490, 520, "h1"), (535, 560, "h2")])

    assert [leg.travel_minutes for leg in agenda.legs] == [10, 10, 20]
    assert [leg.slack_minutes for leg in agenda.legs] == [0, 5, 380]
    assert agenda.finish == 580


def test_admin_comes_after_the_way_back() -> None:
    agenda = an_agenda(a_shift("d1", admin_minutes=30), [(490, 520, "h1")])

    assert agenda.finish == 560
    assert agenda.legs[-1].slack_minutes == 960 - 30 - 520 - 10


def test_a_call_is_made_on_the_way_and_leaves_the_leg_between_two_homes_whole() -> None:
    agenda = an_agenda(a_shift("d1"), [(490, 520, "h1"), (525, 540, None), (550, 580, "h2")])

    assert [leg.travel_minutes for leg in agenda.legs] == [10, 10, 20]
    assert [leg.slack_minutes for leg in agenda.legs] == [0, 550 - 520 - 15 - 10, 360]


@pytest.mark.parametrize(("start_at_h2", "short"), [(545, 0), (544, 1)])
def test_the_wait_before_a_call_is_spent_on_the_way_to_the_next_home(start_at_h2: int, short: int) -> None:
    # 5 of the 10 minutes to home 2 pass before the call at 525.
    agenda = an_agenda(a_shift("d1"), [(490, 520, "h1"), (525, 540, None), (start_at_h2, 580, "h2")])

    assert agenda.short_minutes == (0, 0, short)


def test_the_wait_before_a_call_shortens_the_way_back() -> None:
    assert an_agenda(a_shift("d1"), [(490, 520, "h1"), (520, 540, None)]).finish == 550
    assert an_agenda(a_shift("d1"), [(490, 520, "h1"), (525, 540, None)]).finish == 545
    assert an_agenda(a_shift("d1"), [(490, 520, "h1"), (540, 560, None)]).finish == 560


def test_time_freed_before_one_home_is_not_used_after_it() -> None:
    agenda = an_agenda(a_shift("d1"), [(600, 610, None), (620, 630, "h1"), (635, 640, "h2")])

    assert agenda.short_minutes == (0, 0, 5)


def test_a_call_that_starts_before_the_last_thing_ends_is_short_by_the_overlap() -> None:
    assert an_agenda(a_shift("d1"), [(490, 520, "h1"), (515, 540, None)]).short_minutes == (0, 5)


def test_a_shift_of_calls_only_is_one_leg_from_start_to_end() -> None:
    agenda = an_agenda(a_shift("d1", end_location_id="h2"), [(500, 530, None), (600, 630, None)])

    assert len(agenda.legs) == 1
    assert agenda.legs[0].travel_minutes == 20
    assert agenda.finish == 630


def test_a_fixed_event_comes_before_a_stop_that_starts_with_it() -> None:
    shift = a_shift("d1", events=(FixedEvent("handover", 490, 500),))

    agenda = an_agenda(shift, [(490, 520, "h1")])

    assert [item.label for item in agenda.items] == ["a fixed event", "visit v1"]
    # The way to home 1 is covered by the wait before the handover, by telephone.
    assert agenda.short_minutes == (0, 10)


def test_an_event_at_a_place_must_be_travelled_to() -> None:
    shift = a_shift("d1", events=(FixedEvent("meeting", 540, 600, BASE_PLACE),))

    assert an_agenda(shift, [(490, 530, "h1")]).short_minutes == (0, 0)
    assert an_agenda(shift, [(490, 531, "h1")]).short_minutes == (0, 1)


@pytest.mark.parametrize(("break_minutes", "leg"), [(30, 1), (31, 2)])
def test_a_break_fits_a_leg_that_has_its_length_to_spare(break_minutes: int, leg: int) -> None:
    shift = a_shift("d1", rest_break=Break(break_minutes, 500, 800))

    # 40 minutes lie between the two visits, 10 of them travel.
    assert an_agenda(shift, [(490, 520, "h1"), (560, 590, "h2")]).break_leg == leg


@pytest.mark.parametrize(("latest_start", "leg"), [(520, 1), (519, None)])
def test_a_break_starts_no_earlier_than_its_gap(latest_start: int, leg: int | None) -> None:
    shift = a_shift("d1", rest_break=Break(30, 500, latest_start))

    assert an_agenda(shift, [(490, 520, "h1"), (560, 590, "h2")]).break_leg == leg


@pytest.mark.parametrize(("earliest_start", "leg"), [(530, 1), (531, None)])
def test_a_break_ends_no_later_than_its_gap(earliest_start: int, leg: int | None) -> None:
    shift = a_shift("d1", rest_break=Break(30, earliest_start, 550))

    assert an_agenda(shift, [(490, 520, "h1"), (560, 590, "h2")]).break_leg == leg


def test_a_break_is_not_put_together_from_the_two_sides_of_a_call() -> None:
    shift = a_shift("d1", rest_break=Break(30, 500, 560))

    # 25 minutes before the call and 25 after it: 40 to spare in the leg, and no 30 of them in one piece.
    agenda = an_agenda(shift, [(490, 520, "h1"), (545, 555, None), (580, 600, "h2")])

    assert agenda.legs[1].slack_minutes == 40
    assert agenda.break_leg is None


def test_the_break_at_the_end_comes_before_admin() -> None:
    def with_admin(minutes: int) -> Agenda:
        return an_agenda(a_shift("d1", rest_break=Break(30, 900, 930), admin_minutes=minutes), [(860, 890, "h1")])

    assert with_admin(30).break_leg == 1
    assert with_admin(31).break_leg is None
