"""Windows, daylight and links, beyond the smallest steps in `tests/agreement/spoilers`."""

from typing import Any

import pytest

from scheduler.model.demand import LinkedStaff, RiskFlag, VisitLink
from scheduler.model.policy import Limits, Policy
from scheduler.model.time_window import TimeWindow
from scheduler.rules import RuleId
from scheduler.validation import ValidationReport, validate
from tests.builders import a_double_up, a_patient, a_plan, a_problem, a_shift, a_visit, deferred


def judged(start: int, *, policy: Policy = Policy(), **visit: Any) -> ValidationReport:  # noqa: B008 - frozen
    """One remote visit in one shift."""
    problem = a_problem([a_visit("v1", is_remote=True, **visit)], [a_shift("d1")], policy=policy)
    return validate(problem, a_plan({"d1": [("v1", start)]}))


@pytest.mark.parametrize(
    ("start", "early", "late"), [(499, 1, 0), (500, 0, 0), (560, 0, 0), (561, 0, 1), (699, 0, 139), (700, 0, 0)]
)
def test_between_two_windows_a_start_is_late_for_the_first(start: int, early: int, late: int) -> None:
    report = judged(start, windows=(TimeWindow(500, 560), TimeWindow(700, 760)))

    tolerated = 120
    assert report.amount_of(RuleId.LATENESS) == late
    assert report.amount_of(RuleId.TIME_WINDOW) == early + max(0, late - tolerated)


def test_a_time_critical_visit_is_never_traded_as_late() -> None:
    report = judged(630, window=(500, 600), is_time_critical=True)

    assert report.amount_of(RuleId.TIME_WINDOW) == 30
    assert report.amount_of(RuleId.LATENESS) == 0
    assert report.amount_of(RuleId.LARGEST_LATENESS) == 0


def test_a_service_may_tolerate_no_lateness_at_all() -> None:
    strict = Policy(limits=Limits(lateness_minutes=0))

    assert judged(600, window=(500, 600), policy=strict).is_lawful
    assert judged(601, window=(500, 600), policy=strict).amount_of(RuleId.TIME_WINDOW) == 1


@pytest.mark.parametrize("flag", [RiskFlag.TWO_PEOPLE, RiskFlag.DAYLIGHT_ONLY])
def test_two_people_and_telephone_calls_may_come_to_a_flagged_address_at_any_hour(flag: RiskFlag) -> None:
    evening = (1080, 1200)
    visits = [
        a_double_up("v1", patient="p", window=evening),
        a_visit("v2", patient="p", window=evening, is_remote=True),
    ]
    shifts = [a_shift("d1", hours=(1000, 1300)), a_shift("d2", hours=(1000, 1300))]
    problem = a_problem(visits, shifts, patients=[a_patient("p", risk_flag=flag)])

    report = validate(problem, a_plan({"d1": [("v1", 1100, 0), ("v2", 1150)], "d2": [("v1", 1100, 1)]}))

    assert report.is_lawful


def judged_link(link: VisitLink, routes: dict[str, Any], *left_out: str) -> ValidationReport:
    visits = [a_double_up("v1", is_remote=True, minutes=5), a_double_up("v2", is_remote=True, minutes=5)]
    problem = a_problem(visits, [a_shift("d1"), a_shift("d2"), a_shift("d3")], links=(link,))
    return validate(problem, a_plan(routes, [deferred(visit_id) for visit_id in left_out]))


SAME_TWO = {"d1": [("v1", 500, 0), ("v2", 600, 0)], "d2": [("v1", 500, 1), ("v2", 600, 1)]}
ONE_OF_TWO = {"d1": [("v1", 500, 0)], "d2": [("v1", 500, 1), ("v2", 600, 1)], "d3": [("v2", 600, 0)]}


def test_two_double_ups_of_different_people_count_everybody_in_common() -> None:
    different = VisitLink("v1", "v2", 0, 480, LinkedStaff.DIFFERENT)

    assert judged_link(different, SAME_TWO).amount_of(RuleId.DIFFERENT_STAFF) == 2
    assert judged_link(different, ONE_OF_TWO).amount_of(RuleId.DIFFERENT_STAFF) == 1


def test_one_person_in_common_is_enough_for_visits_by_the_same_person() -> None:
    assert judged_link(VisitLink("v1", "v2", 0, 480, LinkedStaff.SAME), ONE_OF_TWO).amount_of(RuleId.SAME_STAFF) == 0


def test_a_link_binds_only_where_both_visits_are_planned() -> None:
    alone = {"d1": [("v1", 500, 0)], "d2": [("v1", 500, 1)]}

    assert judged_link(VisitLink("v1", "v2", 60, 60, LinkedStaff.SAME), alone, "v2").is_lawful


def test_visits_that_only_make_sense_together_may_both_be_left() -> None:
    both = VisitLink("v1", "v2", 0, 480, is_both_or_none=True)

    assert judged_link(both, SAME_TWO).is_lawful
    assert judged_link(both, {}, "v1", "v2").is_lawful


def test_either_of_two_visits_may_be_the_one_that_is_missing() -> None:
    second_alone = {"d1": [("v2", 500, 0)], "d2": [("v2", 500, 1)]}

    (found,) = judged_link(VisitLink("v1", "v2", 0, 480, is_both_or_none=True), second_alone, "v1").hard_violations

    assert (found.rule, found.amount, found.visit_id) == (RuleId.BOTH_OR_NONE, 1, "v2")
    assert "without visit v1" in found.says


def test_the_wrong_order_misses_the_gap_by_all_of_it() -> None:
    report = judged_link(VisitLink("v2", "v1", 60, 480), SAME_TWO)

    assert report.amount_of(RuleId.GAP) == 160
    assert "100 minutes before visit v2" in report.hard_violations[0].says


def test_a_gap_is_counted_from_the_first_place_of_a_double_up() -> None:
    routes = {"d1": [("v1", 500, 1), ("v2", 600, 0)], "d2": [("v1", 501, 0), ("v2", 600, 1)]}

    assert judged_link(VisitLink("v1", "v2", 100, 480), routes).amount_of(RuleId.GAP) == 1
