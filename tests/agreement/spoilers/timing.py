"""Spoilers of timing: a visit starts a minute later, or earlier."""

from dataclasses import replace
from datetime import date

from scheduler.model.clock import Horizon
from scheduler.model.demand import RiskFlag, Visit
from scheduler.model.time_window import TimeWindow
from scheduler.rules import RuleId
from tests.agreement.spoilers.spoiler import Spoiler, a_call
from tests.builders import a_patient, a_plan, a_problem, a_shift, a_visit, escalated


def _moved(rule: RuleId, step: str, visit: Visit, start: int, by: int = 1, **also: int) -> Spoiler:
    return Spoiler(
        rule,
        step,
        a_problem([visit], [a_shift("d1")]),
        a_plan({"d1": [("v1", start)]}),
        a_plan({"d1": [("v1", start + by)]}),
        {rule: 1, **{RuleId.from_code(code): amount for code, amount in also.items()}},
    )


_TWO_PARTS_OF_A_DAY = (TimeWindow(500, 560), TimeWindow(700, 760))
_BY_DAYLIGHT = a_patient("p-v1", risk_flag=RiskFlag.DAYLIGHT_ONLY)
_BY_TWO = a_patient("p-v1", risk_flag=RiskFlag.TWO_PEOPLE)
_LONG_DAY = a_shift("d1", hours=(400, 1200))
_ALONE = a_problem([a_visit("v1", window=(400, 1100))], [_LONG_DAY], patients=[_BY_DAYLIGHT])

SPOILERS = (
    _moved(
        RuleId.TIME_WINDOW,
        "a time-critical visit starts a minute late",
        a_call("v1", window=(480, 600), is_time_critical=True),
        600,
    ),
    _moved(RuleId.TIME_WINDOW, "a visit starts a minute early", a_call("v1", window=(600, 700)), 600, by=-1),
    _moved(
        RuleId.TIME_WINDOW,
        "a visit starts later than the tolerated lateness",
        a_call("v1", window=(480, 600)),
        720,
        lateness=1,
        largest_lateness=1,
    ),
    _moved(
        RuleId.TIME_WINDOW,
        "a time-critical visit starts a minute after the first of two windows",
        a_call("v1", windows=_TWO_PARTS_OF_A_DAY, is_time_critical=True),
        560,
    ),
    _moved(RuleId.URGENT_RESPONSE, "a minute after it is due", a_call("v1", respond_by=600), 600),
    Spoiler(
        RuleId.LONE_WORKING,
        "one person stays a minute after daylight",
        _ALONE,
        lawful=a_plan({"d1": [("v1", 930)]}),
        spoiled=a_plan({"d1": [("v1", 931)]}),
        moves={RuleId.LONE_WORKING: 1},
    ),
    Spoiler(
        RuleId.LONE_WORKING,
        "one person comes a minute before daylight",
        _ALONE,
        lawful=a_plan({"d1": [("v1", 480)]}),
        spoiled=a_plan({"d1": [("v1", 479)]}),
        moves={RuleId.LONE_WORKING: 1},
    ),
    Spoiler(
        RuleId.LONE_WORKING,
        "one person stays a minute after daylight on the day of 25 hours",
        replace(_ALONE, horizon=Horizon(date(2026, 10, 25))),
        lawful=a_plan({"d1": [("v1", 990)]}),
        spoiled=a_plan({"d1": [("v1", 991)]}),
        moves={RuleId.LONE_WORKING: 1},
    ),
    Spoiler(
        RuleId.LONE_WORKING,
        "one person is sent where two must come",
        a_problem([a_visit("v1", minutes=30)], [a_shift("d1")], patients=[_BY_TWO], minutes_per_unit=0),
        lawful=a_plan({}, [escalated("v1")]),
        spoiled=a_plan({"d1": [("v1", 600)]}),
        moves={RuleId.LONE_WORKING: 1, RuleId.ESCALATED: -1},
    ),
    _moved(
        RuleId.LATENESS,
        "the only late visit starts a minute late",
        a_call("v1", window=(480, 600)),
        600,
        largest_lateness=1,
    ),
    Spoiler(
        RuleId.LARGEST_LATENESS,
        "a minute of lateness passes from one visit to another",
        a_problem([a_call("v1", window=(480, 600)), a_call("v2", window=(480, 600))], [a_shift("d1"), a_shift("d2")]),
        lawful=a_plan({"d1": [("v1", 610)], "d2": [("v2", 610)]}),
        spoiled=a_plan({"d1": [("v1", 609)], "d2": [("v2", 611)]}),
        moves={RuleId.LARGEST_LATENESS: 1},
    ),
)
