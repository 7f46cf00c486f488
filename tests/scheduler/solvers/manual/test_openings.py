from typing import Any

import pytest

from scheduler.model.demand import RiskFlag
from scheduler.model.policy import Policy
from scheduler.model.time_window import TimeWindow
from scheduler.solvers.manual.openings import Openings, common, exactly, openings_of
from scheduler.units import Minute, Minutes
from tests.builders import a_double_up, a_patient, a_problem, a_visit


def spans(openings: Openings) -> list[tuple[int, int]]:
    return [(opening.earliest_start, opening.latest_start) for opening in openings]


def openings_with(lateness: int = 0, flag: RiskFlag = RiskFlag.NONE, **about: Any) -> list[tuple[int, int]]:
    visit = a_visit("v", patient="p", **about)
    problem = a_problem([visit], patients=[a_patient("p", risk_flag=flag)])
    return spans(openings_of(problem, visit, lateness=Minutes(lateness)))


def test_a_visit_may_be_late_as_far_as_is_tolerated_unless_it_is_time_critical() -> None:
    assert openings_with(lateness=20, window=(500, 600)) == [(500, 620)]
    assert openings_with(lateness=20, window=(500, 600), is_time_critical=True) == [(500, 600)]


def test_where_care_ends_in_its_window_the_last_start_in_time_is_earlier() -> None:
    visit = a_visit("v", window=(500, 600), minutes=30)
    problem = a_problem([visit], policy=Policy(care_ends_in_window=True))

    assert spans(openings_of(problem, visit, lateness=Minutes(20))) == [(500, 590)]


def test_lateness_ends_where_the_next_window_opens() -> None:
    windows = (TimeWindow(Minute(500), Minute(600)), TimeWindow(Minute(610), Minute(700)))

    assert openings_with(lateness=20, windows=windows) == [(500, 609), (610, 720)]


@pytest.mark.parametrize(("respond_by", "expected"), [(550, [(500, 550)]), (500, [(500, 500)]), (499, [])])
def test_an_urgent_response_starts_before_it_is_due(respond_by: int, expected: list[tuple[int, int]]) -> None:
    assert openings_with(lateness=20, window=(500, 600), respond_by=Minute(respond_by)) == expected


def test_one_person_alone_at_a_daylight_only_address_starts_from_eight_and_is_done_by_four() -> None:
    assert openings_with(window=(400, 1000), minutes=30, flag=RiskFlag.DAYLIGHT_ONLY) == [(480, 930)]
    assert openings_with(window=(931, 1000), minutes=30, flag=RiskFlag.DAYLIGHT_ONLY) == []
    assert openings_with(window=(400, 1000), flag=RiskFlag.DAYLIGHT_ONLY, is_remote=True) == [(400, 1000)]


def test_two_people_may_come_to_a_daylight_only_address_at_any_hour() -> None:
    visit = a_double_up("v", patient="p", window=(400, 1000))
    problem = a_problem([visit], patients=[a_patient("p", risk_flag=RiskFlag.DAYLIGHT_ONLY)])

    assert spans(openings_of(problem, visit, lateness=Minutes(0))) == [(400, 1000)]


def test_openings_that_touch_in_one_minute_have_that_minute_in_common() -> None:
    assert common(exactly(Minute(5)), [TimeWindow(Minute(5), Minute(9))]) == exactly(Minute(5))
    assert common(exactly(Minute(4)), [TimeWindow(Minute(5), Minute(9))]) == ()
