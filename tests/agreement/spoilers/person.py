"""Spoilers of the whole person."""

from typing import Any

from scheduler.model.continuity import CareHistory, PastCare
from scheduler.model.demand import Patient
from scheduler.model.workforce import Gender
from scheduler.rules import RuleId
from tests.agreement.spoilers.spoiler import Spoiler, a_call
from tests.builders import a_patient, a_plan, a_problem, a_shift, a_staff_member, a_visit

_STAFF = [a_staff_member("s1", gender=Gender.FEMALE), a_staff_member("s2", gender=Gender.MALE)]
_SHIFTS = [a_shift("d1", staff="s1"), a_shift("d2", staff="s2")]


def _moved(rule: RuleId, step: str, patient: Patient, **more: Any) -> Spoiler:
    """A visit moves from staff member s1 to s2."""
    problem = a_problem([a_call("v1", patient="p")], _SHIFTS, staff=_STAFF, patients=[patient], **more)
    return Spoiler(rule, step, problem, a_plan({"d1": [("v1", 600)]}), a_plan({"d2": [("v1", 600)]}), {rule: 1})


SPOILERS = (
    _moved(
        RuleId.CONTINUITY,
        "somebody new comes instead of somebody familiar",
        a_patient("p"),
        history=CareHistory((PastCare("p", "s1", 1),)),
    ),
    _moved(
        RuleId.NAMED_STAFF,
        "somebody else comes instead of the named staff member",
        a_patient("p", named_staff_id="s1"),
    ),
    _moved(
        RuleId.PREFERENCE,
        "somebody comes whom the patient does not prefer",
        a_patient("p", preferred_staff_ids=("s1",)),
    ),
    _moved(
        RuleId.PREFERENCE, "another gender than the patient prefers", a_patient("p", gender_preferred=Gender.FEMALE)
    ),
    _moved(
        RuleId.UNWELCOME,
        "somebody comes whom the patient would rather not meet",
        a_patient("p", unwelcome_staff_ids=("s2",)),
    ),
    Spoiler(
        RuleId.DISTINCT_STAFF,
        "a second person makes the second call of the day",
        a_problem([a_call("v1", patient="p"), a_call("v2", patient="p")], _SHIFTS, staff=_STAFF),
        lawful=a_plan({"d1": [("v1", 600), ("v2", 700)]}),
        spoiled=a_plan({"d1": [("v1", 600)], "d2": [("v2", 700)]}),
        moves={RuleId.DISTINCT_STAFF: 1},
    ),
    Spoiler(
        RuleId.DOOR_KNOCKS,
        "the second visit starts a minute too late for a joint knock",
        a_problem([a_visit("v1", patient="p"), a_visit("v2", patient="p")], [a_shift("d1")]),
        lawful=a_plan({"d1": [("v1", 600), ("v2", 640)]}),
        spoiled=a_plan({"d1": [("v1", 600), ("v2", 641)]}),
        moves={RuleId.DOOR_KNOCKS: 1, RuleId.WAITING: 1},
    ),
)
