from scheduler.kpis.measures import punctuality_of, skill_mix_of, working_time_of
from scheduler.model.demand import Attendance
from scheduler.model.skills import Band
from scheduler.model.workforce import Break
from scheduler.roster.roster import read_roster
from scheduler.rules import RuleId
from scheduler.units import Minute, Minutes
from scheduler.validation.validator import validate
from tests.builders import a_plan, a_problem, a_shift, a_staff_member, a_visit, deferred


def test_working_time_counts_worked_shifts_only() -> None:
    rest_break = Break(Minutes(30), Minute(480), Minute(900))
    problem = a_problem([a_visit("v"), a_visit("w")], [a_shift("a", rest_break=rest_break), a_shift("idle")])

    working = working_time_of(read_roster(problem, a_plan({"a": [("v", 500), ("w", 600)]})))

    assert (working.shifts_on_duty, working.shifts_worked, working.stops) == (2, 1, 2)
    assert (working.care_minutes, working.paid_minutes) == (60, 450)
    assert working.care_share == 60 / 450
    assert working.stops_per_shift == 2


def test_on_time_means_inside_a_window_and_urgent_in_time_by_the_minute_it_is_due() -> None:
    visits = [
        a_visit("v", window=(500, 520), respond_by=Minute(540)),
        a_visit("w", window=(540, 560), respond_by=Minute(570)),
        a_visit("x", respond_by=Minute(600)),
        a_visit("y", window=(800, 900)),
    ]
    problem = a_problem(visits, [a_shift("a"), a_shift("b")])
    plan = a_plan({"a": [("v", 540), ("y", 900)], "b": [("w", 571)]}, [deferred("x")])
    roster = read_roster(problem, plan)

    punctuality = punctuality_of(problem, roster, validate(problem, plan).amounts)

    assert punctuality.on_time_share == 1 / 3
    assert (punctuality.late_minutes, punctuality.largest_lateness_minutes) == (20 + 11, 20)
    assert (punctuality.urgent_in, punctuality.urgent_in_time) == (3, 1)
    assert punctuality.urgent_in_time_share == 1 / 3


def test_care_is_shared_out_by_registration_and_by_the_band_it_asks_for() -> None:
    asks_for_4 = {"attendances": (Attendance(minimum_band=Band.BAND_4),)}
    problem = a_problem(
        [a_visit("v", minutes=40), a_visit("w", minutes=20, **asks_for_4), a_visit("x", minutes=15, **asks_for_4)],
        [a_shift("nurse"), a_shift("assistant")],
        staff=[a_staff_member("s-assistant", is_registered=False, band=Band.BAND_4)],
    )
    plan = a_plan({"nurse": [("v", 500), ("w", 600)], "assistant": [("x", 600)]})

    mix = skill_mix_of(problem, read_roster(problem, plan))

    assert (mix.registered_care_minutes, mix.unregistered_care_minutes, mix.above_band_minutes) == (60, 15, 20)
    assert mix.registered_share == 0.8


def test_nobody_at_work_has_no_shares() -> None:
    problem = a_problem([], [a_shift("a")])
    roster = read_roster(problem, a_plan({}))

    assert working_time_of(roster).care_share is None
    assert skill_mix_of(problem, roster).registered_share is None
    assert punctuality_of(problem, roster, [0] * len(RuleId)).on_time_share is None
