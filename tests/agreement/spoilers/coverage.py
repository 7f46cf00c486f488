"""Spoilers of coverage."""

from datetime import date

from scheduler.model.demand import LevelOfCare
from scheduler.model.plan import LeftOut, Outcome
from scheduler.rules import RuleId
from tests.agreement.spoilers.spoiler import Spoiler, a_call
from tests.builders import a_double_up, a_plan, a_problem, a_shift, deferred, escalated


def _left(reason: str = "no room", until: date | None = date(2026, 11, 24)) -> LeftOut:
    return LeftOut("v1", Outcome.DEFERRED, reason, until)


_TWO_VISITS = a_problem([a_call("v1"), a_call("v2")], [a_shift("d1")])
_ONE_VISIT = a_problem([a_call("v1")], [a_shift("d1")])
_DYING_DAY = a_problem([a_call("v1", latest_on=date(2026, 11, 25))], [a_shift("d1")])
_DOUBLE_UP = a_problem([a_double_up("v1", is_remote=True)], [a_shift("d1"), a_shift("d2")])


def _of_level(level: LevelOfCare) -> dict[str, object]:
    return {
        "problem": a_problem([a_call("v1", level_of_care=level)], [a_shift("d1")]),
        "lawful": a_plan({"d1": [("v1", 600)]}),
    }


SPOILERS = (
    Spoiler(
        RuleId.ACCOUNTED_FOR,
        "a visit is dropped",
        _TWO_VISITS,
        lawful=a_plan({"d1": [("v1", 600), ("v2", 700)]}),
        spoiled=a_plan({"d1": [("v1", 600)]}),
        moves={RuleId.ACCOUNTED_FOR: 1},
    ),
    Spoiler(
        RuleId.ACCOUNTED_FOR,
        "a visit is made twice",
        _ONE_VISIT,
        lawful=a_plan({"d1": [("v1", 600)]}),
        spoiled=a_plan({"d1": [("v1", 600), ("v1", 700)]}),
        moves={RuleId.ACCOUNTED_FOR: 1},
    ),
    Spoiler(
        RuleId.ACCOUNTED_FOR,
        "a visit is planned and escalated",
        _ONE_VISIT,
        lawful=a_plan({"d1": [("v1", 600)]}),
        spoiled=a_plan({"d1": [("v1", 600)]}, [escalated("v1")]),
        moves={RuleId.ACCOUNTED_FOR: 1, RuleId.ESCALATED: 1},
    ),
    Spoiler(
        RuleId.ACCOUNTED_FOR,
        "a visit is deferred twice",
        _ONE_VISIT,
        lawful=a_plan({}, [deferred("v1")]),
        spoiled=a_plan({}, [deferred("v1"), deferred("v1")]),
        moves={RuleId.ACCOUNTED_FOR: 1},
    ),
    Spoiler(
        RuleId.MUST_SERVE,
        "a must-serve visit is deferred where it was escalated",
        a_problem([a_call("v1", is_must_serve=True)], [a_shift("d1")]),
        lawful=a_plan({}, [escalated("v1")]),
        spoiled=a_plan({}, [deferred("v1")]),
        moves={RuleId.MUST_SERVE: 1, RuleId.ESCALATED: -1, RuleId.DEFERRED: 1},
    ),
    Spoiler(
        RuleId.MUST_SERVE,
        "an urgent response due in the last minute of the horizon is deferred where it was escalated",
        a_problem([a_call("v1", respond_by=24 * 60 - 1)], [a_shift("d1")]),
        lawful=a_plan({}, [escalated("v1")]),
        spoiled=a_plan({}, [deferred("v1")]),
        moves={RuleId.MUST_SERVE: 1, RuleId.ESCALATED: -1, RuleId.DEFERRED: 1},
    ),
    Spoiler(
        RuleId.DEFERRAL_REASON,
        "a visit is deferred to the last planned day and not beyond",
        _ONE_VISIT,
        lawful=a_plan({}, [_left(until=date(2026, 11, 24))]),
        spoiled=a_plan({}, [_left(until=date(2026, 11, 23))]),
        moves={RuleId.DEFERRAL_REASON: 1},
    ),
    Spoiler(
        RuleId.DEFERRAL_REASON,
        "a visit is deferred past the last day on which it does its work",
        _DYING_DAY,
        lawful=a_plan({}, [_left(until=date(2026, 11, 25))]),
        spoiled=a_plan({}, [_left(until=date(2026, 11, 26))]),
        moves={RuleId.DEFERRAL_REASON: 1},
    ),
    Spoiler(
        RuleId.DEFERRAL_REASON,
        "a visit is deferred without a date",
        _ONE_VISIT,
        lawful=a_plan({}, [_left()]),
        spoiled=a_plan({}, [_left(until=None)]),
        moves={RuleId.DEFERRAL_REASON: 1},
    ),
    Spoiler(
        RuleId.DEFERRAL_REASON,
        "the reason is blank",
        _ONE_VISIT,
        lawful=a_plan({}, [_left()]),
        spoiled=a_plan({}, [_left(reason=" ")]),
        moves={RuleId.DEFERRAL_REASON: 1},
    ),
    Spoiler(
        RuleId.DOUBLE_UP,
        "the second person of a double-up is taken away",
        _DOUBLE_UP,
        lawful=a_plan({"d1": [("v1", 600, 0)], "d2": [("v1", 600, 1)]}),
        spoiled=a_plan({"d1": [("v1", 600, 0)]}),
        moves={RuleId.DOUBLE_UP: 1, RuleId.DISTINCT_STAFF: -1},
    ),
    Spoiler(
        RuleId.ESCALATED,
        "an urgent visit is escalated",
        **_of_level(LevelOfCare.URGENT),
        spoiled=a_plan({}, [escalated("v1")]),
        moves={RuleId.ESCALATED: 8},
    ),
    Spoiler(
        RuleId.DEFERRED,
        "a managed visit is deferred",
        **_of_level(LevelOfCare.MANAGED),
        spoiled=a_plan({}, [deferred("v1")]),
        moves={RuleId.DEFERRED: 2},
    ),
)
