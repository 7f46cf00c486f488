"""Spoilers of shifts. Home 1 is 10 minutes from the base and from home 2."""

from scheduler.model.policy import Policy
from scheduler.model.workforce import Break, FixedEvent
from scheduler.rules import RuleId
from tests.agreement.spoilers.spoiler import Spoiler, a_call
from tests.builders import BASE_PLACE, a_plan, a_problem, a_shift, a_visit

_ONE_VISIT = a_problem([a_visit("v1")], [a_shift("d1")])
_TWO_VISITS = a_problem([a_visit("v1"), a_visit("v2")], [a_shift("d1")])
_HANDOVER = a_problem([a_visit("v1")], [a_shift("d1", events=(FixedEvent("handover", 600, 660, BASE_PLACE),))])
_AGREED_OVERTIME = a_problem([a_visit("v1")], [a_shift("d1", overtime_limit_minutes=30)])
_MEETING_AND_BREAK = a_shift("d1", rest_break=Break(30, 700, 750), events=(FixedEvent("training", 480, 710),))
_WISHED_BREAK = a_shift("d1", rest_break=Break(30, 700, 750, may_be_missed=True), events=_MEETING_AND_BREAK.events)
_FROM_HOME = a_shift("d1", start_location_id="h1")

SPOILERS = (
    Spoiler(
        RuleId.TRAVEL_TIME,
        "the first visit starts a minute before anybody can be there",
        _ONE_VISIT,
        lawful=a_plan({"d1": [("v1", 490)]}),
        spoiled=a_plan({"d1": [("v1", 489)]}),
        moves={RuleId.TRAVEL_TIME: 1},
    ),
    Spoiler(
        RuleId.TRAVEL_TIME,
        "the second visit starts a minute before anybody can be there",
        _TWO_VISITS,
        lawful=a_plan({"d1": [("v1", 500), ("v2", 540)]}),
        spoiled=a_plan({"d1": [("v1", 500), ("v2", 539)]}),
        moves={RuleId.TRAVEL_TIME: 1},
    ),
    Spoiler(
        RuleId.TRAVEL_TIME,
        "a visit ends a minute too late to be back for the handover",
        _HANDOVER,
        lawful=a_plan({"d1": [("v1", 560)]}),
        spoiled=a_plan({"d1": [("v1", 561)]}),
        moves={RuleId.TRAVEL_TIME: 1},
    ),
    Spoiler(
        RuleId.SHIFT_HOURS,
        "the way back ends a minute after the shift",
        _ONE_VISIT,
        lawful=a_plan({"d1": [("v1", 920)]}),
        spoiled=a_plan({"d1": [("v1", 921)]}),
        moves={RuleId.SHIFT_HOURS: 1, RuleId.OVERTIME: 1},
    ),
    Spoiler(
        RuleId.SHIFT_HOURS,
        "the way back ends a minute after the agreed overtime",
        _AGREED_OVERTIME,
        lawful=a_plan({"d1": [("v1", 950)]}),
        spoiled=a_plan({"d1": [("v1", 951)]}),
        moves={RuleId.SHIFT_HOURS: 1, RuleId.OVERTIME: 1},
    ),
    Spoiler(
        RuleId.BREAK,
        "a visit starts a minute too early to leave room for the break",
        a_problem([a_call("v1", minutes=60)], [_MEETING_AND_BREAK]),
        lawful=a_plan({"d1": [("v1", 740)]}),
        spoiled=a_plan({"d1": [("v1", 739)]}),
        moves={RuleId.BREAK: 30},
    ),
    Spoiler(
        RuleId.MISSED_BREAK,
        "a visit starts a minute too early to leave room for the break that is wished for",
        a_problem([a_call("v1", minutes=60)], [_WISHED_BREAK]),
        lawful=a_plan({"d1": [("v1", 740)]}),
        spoiled=a_plan({"d1": [("v1", 739)]}),
        moves={RuleId.MISSED_BREAK: 1},
    ),
    Spoiler(
        RuleId.OVERTIME,
        "the way back ends a minute after the shift, which is agreed",
        _AGREED_OVERTIME,
        lawful=a_plan({"d1": [("v1", 920)]}),
        spoiled=a_plan({"d1": [("v1", 921)]}),
        moves={RuleId.OVERTIME: 1},
    ),
    Spoiler(
        RuleId.TRAVEL,
        "a visit passes to whoever comes from a minute further away",
        a_problem([a_visit("v1")], [_FROM_HOME, a_shift("d2")], minutes_per_unit=1),
        lawful=a_plan({"d1": [("v1", 600)]}),
        spoiled=a_plan({"d2": [("v1", 600)]}),
        moves={RuleId.TRAVEL: 1},
    ),
    Spoiler(
        RuleId.WAITING,
        "the second visit starts a minute after one can be there",
        _TWO_VISITS,
        lawful=a_plan({"d1": [("v1", 500), ("v2", 540)]}),
        spoiled=a_plan({"d1": [("v1", 500), ("v2", 541)]}),
        moves={RuleId.WAITING: 1},
    ),
    Spoiler(
        RuleId.WAITING,
        "the first visit starts a minute after one can be there, where people leave when their shift starts",
        a_problem([a_visit("v1")], [a_shift("d1")], policy=Policy(waits_before_first_stop=True)),
        lawful=a_plan({"d1": [("v1", 490)]}),
        spoiled=a_plan({"d1": [("v1", 491)]}),
        moves={RuleId.WAITING: 1},
    ),
    Spoiler(
        RuleId.LARGEST_WAIT,
        "the longer of two waits takes a minute from the other",
        a_problem(
            [a_visit("v1"), a_visit("v2"), a_visit("v3")],
            [a_shift("d1")],
            policy=Policy().with_weights({RuleId.LARGEST_WAIT: 1}),
        ),
        lawful=a_plan({"d1": [("v1", 500), ("v2", 550), ("v3", 600)]}),
        spoiled=a_plan({"d1": [("v1", 500), ("v2", 551), ("v3", 600)]}),
        moves={RuleId.LARGEST_WAIT: 1},
    ),
    Spoiler(
        RuleId.LARGEST_IDLE,
        "a visit of 30 minutes passes from the idler of two shifts to the other",
        a_problem(
            [a_call("v1"), a_call("v2", minutes=40)],
            [a_shift("d1"), a_shift("d2")],
            policy=Policy().with_weights({RuleId.LARGEST_IDLE: 1}),
        ),
        lawful=a_plan({"d1": [("v1", 500)], "d2": [("v2", 600)]}),
        spoiled=a_plan({"d2": [("v1", 500), ("v2", 600)]}),
        moves={RuleId.LARGEST_IDLE: 30},
    ),
)
