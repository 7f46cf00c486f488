"""Spoilers of links."""

from scheduler.model.demand import LinkedStaff, VisitLink
from scheduler.rules import RuleId
from tests.agreement.spoilers.spoiler import Spoiler, a_call
from tests.builders import a_double_up, a_plan, a_problem, a_shift, deferred

_SHIFTS = [a_shift("d1"), a_shift("d2")]
_CALLS = [a_call("v1", minutes=10), a_call("v2", minutes=10)]
_ANY_GAP = {"gap_least_minutes": 0, "gap_most_minutes": 480}
_ONE_HOUR_TO_TWO = a_problem(_CALLS, _SHIFTS, links=(VisitLink("v1", "v2", 60, 120),))
_DIFFERENT = a_problem(_CALLS, _SHIFTS, links=(VisitLink("v1", "v2", **_ANY_GAP, staff=LinkedStaff.DIFFERENT),))
_SAME = a_problem(_CALLS, _SHIFTS, links=(VisitLink("v1", "v2", **_ANY_GAP, staff=LinkedStaff.SAME),))
_BOTH = a_problem(_CALLS, _SHIFTS, links=(VisitLink("v1", "v2", **_ANY_GAP, is_both_or_none=True),))
_TOGETHER = a_plan({"d1": [("v1", 600), ("v2", 660)]})
_APART = a_plan({"d1": [("v1", 600)], "d2": [("v2", 660)]})

SPOILERS = (
    Spoiler(
        RuleId.SAME_START,
        "the second person starts a minute later",
        a_problem([a_double_up("v1", is_remote=True)], _SHIFTS),
        lawful=a_plan({"d1": [("v1", 600, 0)], "d2": [("v1", 600, 1)]}),
        spoiled=a_plan({"d1": [("v1", 600, 0)], "d2": [("v1", 601, 1)]}),
        moves={RuleId.SAME_START: 1},
    ),
    Spoiler(
        RuleId.DIFFERENT_STAFF,
        "one person fills both places of a double-up",
        # Of no length, else nobody could be in time for both.
        a_problem([a_double_up("v1", is_remote=True, minutes=0)], _SHIFTS),
        lawful=a_plan({"d1": [("v1", 600, 0)], "d2": [("v1", 600, 1)]}),
        spoiled=a_plan({"d1": [("v1", 600, 0), ("v1", 600, 1)]}),
        moves={RuleId.DIFFERENT_STAFF: 1, RuleId.DISTINCT_STAFF: -1},
    ),
    Spoiler(
        RuleId.DIFFERENT_STAFF,
        "one person makes two visits that need different people",
        _DIFFERENT,
        lawful=_APART,
        spoiled=_TOGETHER,
        moves={RuleId.DIFFERENT_STAFF: 1},
    ),
    Spoiler(
        RuleId.SAME_STAFF,
        "two people make two visits that need the same person",
        _SAME,
        lawful=_TOGETHER,
        spoiled=_APART,
        moves={RuleId.SAME_STAFF: 1},
    ),
    Spoiler(
        RuleId.GAP,
        "a minute less than the least gap",
        _ONE_HOUR_TO_TWO,
        lawful=a_plan({"d1": [("v1", 600), ("v2", 660)]}),
        spoiled=a_plan({"d1": [("v1", 600), ("v2", 659)]}),
        moves={RuleId.GAP: 1},
    ),
    Spoiler(
        RuleId.GAP,
        "a minute more than the most gap",
        _ONE_HOUR_TO_TWO,
        lawful=a_plan({"d1": [("v1", 600), ("v2", 720)]}),
        spoiled=a_plan({"d1": [("v1", 600), ("v2", 721)]}),
        moves={RuleId.GAP: 1},
    ),
    Spoiler(
        RuleId.BOTH_OR_NONE,
        "one of two visits that only make sense together is deferred",
        _BOTH,
        lawful=_TOGETHER,
        spoiled=a_plan({"d1": [("v1", 600)]}, [deferred("v2")]),
        moves={RuleId.BOTH_OR_NONE: 1, RuleId.DEFERRED: 1},
    ),
)
