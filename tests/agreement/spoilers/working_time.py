"""Spoilers of working time."""

from scheduler.rules import RuleId
from tests.agreement.spoilers.spoiler import Spoiler, a_call
from tests.builders import a_plan, a_problem, a_shift, a_staff_member, a_visit

_LATE_THEN_EARLY = a_problem(
    [a_visit("v1", window=(720, 1300)), a_call("v2", window=(1920, 2300))],
    [
        a_shift("d1", staff="s1", hours=(720, 1260), overtime_limit_minutes=30),
        a_shift("d2", staff="s1", hours=(1920, 2400)),
    ],
    num_days=2,
)
_AFTER_YESTERDAY = a_problem(
    [a_call("v1")],
    [a_shift("d1", staff="s1"), a_shift("d2", staff="s1", hours=(479, 960))],
    staff=[a_staff_member("s1", last_shift_ended_at=-180)],
)
_FULL_WEEK = a_problem(
    [a_call("v1")],
    [a_shift("d1", staff="s1"), a_shift("d2", staff="s1", hours=(480, 961))],
    staff=[a_staff_member("s1", minutes_worked_this_week=40 * 60)],
)

_FULL_WEEK_BUT_FOR_OVERTIME = a_problem(
    [a_visit("v1")],
    [a_shift("d1", staff="s1", overtime_limit_minutes=30)],
    staff=[a_staff_member("s1", minutes_worked_this_week=40 * 60)],
)

SPOILERS = (
    Spoiler(
        RuleId.REST,
        "a minute of overtime is taken from the night's rest",
        _LATE_THEN_EARLY,
        lawful=a_plan({"d1": [("v1", 1220)], "d2": [("v2", 2000)]}),
        spoiled=a_plan({"d1": [("v1", 1221)], "d2": [("v2", 2000)]}),
        moves={RuleId.REST: 1, RuleId.OVERTIME: 1},
    ),
    Spoiler(
        RuleId.REST,
        "the first shift starts a minute too soon after the last before the horizon",
        _AFTER_YESTERDAY,
        lawful=a_plan({"d1": [("v1", 600)]}),
        spoiled=a_plan({"d2": [("v1", 600)]}),
        moves={RuleId.REST: 1},
    ),
    Spoiler(
        RuleId.WEEKLY_HOURS,
        "the visit passes to a shift of a minute more",
        _FULL_WEEK,
        lawful=a_plan({"d1": [("v1", 600)]}),
        spoiled=a_plan({"d2": [("v1", 600)]}),
        moves={RuleId.WEEKLY_HOURS: 1},
    ),
    Spoiler(
        RuleId.WEEKLY_HOURS,
        "a minute of agreed overtime is a minute over the week",
        _FULL_WEEK_BUT_FOR_OVERTIME,
        lawful=a_plan({"d1": [("v1", 920)]}),
        spoiled=a_plan({"d1": [("v1", 921)]}),
        moves={RuleId.WEEKLY_HOURS: 1, RuleId.OVERTIME: 1},
    ),
)
