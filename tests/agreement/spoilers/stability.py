"""Spoilers of stability."""

from scheduler.model.problem import Pin
from scheduler.rules import RuleId
from tests.agreement.spoilers.spoiler import Spoiler, a_call
from tests.builders import a_plan, a_problem, a_shift

_CALLS, _SHIFTS = [a_call("v1")], [a_shift("d1"), a_shift("d2")]
_AS_PUBLISHED = a_plan({"d1": [("v1", 600)]})
_BY_SOMEBODY_ELSE = a_plan({"d2": [("v1", 600)]})
_A_MINUTE_LATER = a_plan({"d1": [("v1", 601)]})
_PUBLISHED = a_problem(_CALLS, _SHIFTS, published=_AS_PUBLISHED)

SPOILERS = (
    Spoiler(
        RuleId.PIN,
        "a visit leaves the shift that it is pinned to",
        a_problem(_CALLS, _SHIFTS, pins=(Pin("v1", "d1"),)),
        lawful=_AS_PUBLISHED,
        spoiled=_BY_SOMEBODY_ELSE,
        moves={RuleId.PIN: 1},
    ),
    Spoiler(
        RuleId.PIN,
        "a visit leaves the minute that it is pinned to",
        a_problem(_CALLS, _SHIFTS, pins=(Pin("v1", "d1", start=600),)),
        lawful=_AS_PUBLISHED,
        spoiled=_A_MINUTE_LATER,
        moves={RuleId.PIN: 1},
    ),
    Spoiler(
        RuleId.FREEZE,
        "a published start moves by a minute before the freeze ends",
        a_problem(_CALLS, _SHIFTS, published=_AS_PUBLISHED, frozen_until=601),
        lawful=_AS_PUBLISHED,
        spoiled=_A_MINUTE_LATER,
        moves={RuleId.FREEZE: 1},
    ),
    Spoiler(
        RuleId.STAFF_CHANGED,
        "somebody comes who was not published",
        _PUBLISHED,
        lawful=_AS_PUBLISHED,
        spoiled=_BY_SOMEBODY_ELSE,
        moves={RuleId.STAFF_CHANGED: 1},
    ),
    Spoiler(
        RuleId.START_MOVED,
        "a start moves a minute beyond the tolerance",
        _PUBLISHED,
        lawful=a_plan({"d1": [("v1", 615)]}),
        spoiled=a_plan({"d1": [("v1", 616)]}),
        moves={RuleId.START_MOVED: 1},
    ),
)
