"""Shifts, rest and weeks, beyond the smallest steps in `tests/agreement/spoilers`."""

from typing import Any

from scheduler.model.workforce import Break, FixedEvent
from scheduler.rules import RuleId
from scheduler.validation import ValidationReport, validate
from tests.builders import a_plan, a_problem, a_shift, a_staff_member, a_visit


def judged(stops: list[tuple[str, int]], **shift: Any) -> ValidationReport:
    """Ordinary visits, at homes 10 minutes apart in the order of their names."""
    return validate(
        a_problem([a_visit("v1"), a_visit("v2"), a_visit("v3")], [a_shift("d1", **shift)]), a_plan({"d1": stops})
    )


def test_only_waiting_between_places_counts() -> None:
    late_out_and_early_back = judged([("v1", 700)])

    assert late_out_and_early_back.amount_of(RuleId.WAITING) == 0


def test_the_break_is_not_waiting_and_is_taken_in_the_first_gap_that_has_room() -> None:
    stops = [("v1", 490), ("v2", 570), ("v3", 650)]

    assert judged(stops).amount_of(RuleId.WAITING) == 80
    assert judged(stops, rest_break=Break(30, 480, 900)).amount_of(RuleId.WAITING) == 50
    assert judged(stops, rest_break=Break(30, 611, 900)).amount_of(RuleId.WAITING) == 50
    # Nothing between the visits has room for it from 10:31 on, so it is taken after the last.
    assert judged(stops, rest_break=Break(30, 631, 900)).amount_of(RuleId.WAITING) == 80


def test_an_event_between_two_visits_is_not_waiting() -> None:
    event = FixedEvent("telephone handover", 530, 560)

    assert judged([("v1", 490), ("v2", 570)], events=(event,)).amount_of(RuleId.WAITING) == 10


def test_events_breaks_and_admin_leave_less_time_for_care() -> None:
    # 480 minutes, less break 30, admin 30 and event 20, at 85 per cent: 340. Care and travel here: 90 + 60.
    shift = {"rest_break": Break(30, 480, 900), "admin_minutes": 30, "events": (FixedEvent("call", 500, 520),)}
    stops = [("v1", 600), ("v2", 700), ("v3", 800)]

    assert judged(stops, **shift).amount_of(RuleId.WORKLOAD) == 0
    heavy = a_problem([a_visit("v1", minutes=320)], [a_shift("d1", **shift)])
    assert validate(heavy, a_plan({"d1": [("v1", 530)]})).amount_of(RuleId.WORKLOAD) == 0
    heavier = a_problem([a_visit("v1", minutes=321)], [a_shift("d1", **shift)])
    assert validate(heavier, a_plan({"d1": [("v1", 530)]})).amount_of(RuleId.WORKLOAD) == 1


def test_two_shifts_of_one_day_leave_no_rest_between_them() -> None:
    shifts = [a_shift("d1", staff="s1", hours=(480, 700)), a_shift("d2", staff="s1", hours=(760, 960))]
    problem = a_problem([a_visit("v1", is_remote=True), a_visit("v2", is_remote=True)], shifts)

    report = validate(problem, a_plan({"d1": [("v1", 500)], "d2": [("v2", 800)]}))

    assert report.amount_of(RuleId.REST) == 660 - 60


def test_a_shift_that_is_not_worked_takes_no_rest_and_no_hours() -> None:
    shifts = [a_shift("d1", staff="s1", hours=(480, 700)), a_shift("d2", staff="s1", hours=(760, 960))]
    member = a_staff_member("s1", minutes_worked_this_week=48 * 60 - 220)
    problem = a_problem([a_visit("v1", is_remote=True)], shifts, staff=[member])

    assert validate(problem, a_plan({"d1": [("v1", 500)], "d2": []})).is_lawful


def test_somebody_over_the_weekly_limit_before_the_horizon_is_judged_only_if_planned() -> None:
    member = a_staff_member("s-d1", minutes_worked_this_week=49 * 60)
    problem = a_problem([a_visit("v1", is_remote=True)], [a_shift("d1"), a_shift("d2")], staff=[member])

    assert validate(problem, a_plan({"d2": [("v1", 600)]})).is_lawful
    assert validate(problem, a_plan({"d1": [("v1", 600)]})).amount_of(RuleId.WEEKLY_HOURS) == 60 + 480


def test_hours_worked_before_the_horizon_count_in_its_first_week_only() -> None:
    member = a_staff_member("s1", minutes_worked_this_week=48 * 60)
    seventh, eighth = (1440 * day + 480 for day in (6, 7))
    shifts = [a_shift(f"d{start}", staff="s1", hours=(start, start + 480)) for start in (seventh, eighth)]
    visits = [a_visit("v1", window=(seventh, eighth + 480), is_remote=True)]
    problem = a_problem(visits, shifts, staff=[member], num_days=8)

    def over(start: int) -> int:
        return validate(problem, a_plan({f"d{start}": [("v1", start + 60)]})).amount_of(RuleId.WEEKLY_HOURS)

    assert over(seventh) == 480
    assert over(eighth) == 0
