from dataclasses import replace
from datetime import date, time

import pytest

from scheduler.model.clock import Horizon
from scheduler.model.demand import VisitId
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer
from scheduler.model.workforce import Break, FixedEvent, TravelMode
from scheduler.scenarios.changes import CoreHours, EqualWeekends
from scheduler.units import Minute, Minutes
from tests.scheduler.scenarios.days import a_day, changed, on_duty

SATURDAY = date(2026, 11, 28)


def test_a_longer_day_moves_shifts_with_their_breaks_and_drops_events_they_no_longer_cover() -> None:
    problem = a_day()
    rest = Break(Minutes(30), Minute(660), Minute(780))
    events = (FixedEvent("Morning call", Minute(500), Minute(510)), FixedEvent("Handover", Minute(765), Minute(780)))
    problem = replace(problem, shifts=tuple(replace(one, rest_break=rest, events=events) for one in problem.shifts))

    after = changed(problem, CoreHours(until=time(20), percent=40))

    moved = [shift for shift in after.shifts if shift.end == 1200]
    assert len(moved) == 2
    assert {(shift.start, shift.rest_break.earliest_start) for shift in moved if shift.rest_break} == {(720, 900)}
    assert {tuple(event.name for event in shift.events) for shift in moved} == {("Handover",)}
    assert TravelLayer(TravelMode.CAR, TrafficPeriod.DAY) in after.travel.minutes


def test_visits_that_can_wait_may_start_until_the_day_ends_and_others_keep_their_windows() -> None:
    problem = a_day(visits_each=2)
    windows = {"v-a1": (480, 960), "v-a2": (480, 960), "v-b1": (480, 600), "v-b2": (900, 1185)}
    visits = tuple(
        replace(
            visit,
            windows=(TimeWindow(*map(Minute, windows[visit.id])),),
            is_time_critical=visit.id == "v-a2",
        )
        for visit in problem.visits
    )

    after = changed(replace(problem, visits=visits), CoreHours(until=time(20), percent=0))

    latest = {visit.id: visit.windows[0].latest_start for visit in after.visits}
    assert latest == {"v-a1": 1170, "v-a2": 960, "v-b1": 600, "v-b2": 1185}


def a_saturday() -> Problem:
    problem = a_day(visits_each=10)
    return replace(problem, horizon=Horizon(SATURDAY))


@pytest.mark.parametrize(("problem", "num_visits"), [(a_day(visits_each=10), 17), (a_saturday(), 29)])
def test_equal_weekends_move_visits_and_staff_from_weekdays_to_weekends(problem: Problem, num_visits: int) -> None:
    # Five days of 100 and two of 60 make seven of 88.6: 11.4 % less on a weekday, 47.6 % more at the weekend.
    after = changed(problem, EqualWeekends())

    assert len(after.visits) in (num_visits, num_visits + 1)
    assert (len(on_duty(after)) > 5) is (problem.horizon.first_date == SATURDAY)


def test_what_must_be_served_stays_on_its_day() -> None:
    problem = a_day(visits_each=10)
    problem = replace(problem, visits=tuple(replace(visit, is_must_serve=True) for visit in problem.visits))

    assert changed(problem, EqualWeekends()).visits == problem.visits


def test_the_same_share_at_weekends_as_today_changes_nothing() -> None:
    problem = a_day()

    assert changed(problem, EqualWeekends(weekend_percent_today=100)).digest == problem.digest
    assert VisitId("v-a1") in problem.visit_by_id
