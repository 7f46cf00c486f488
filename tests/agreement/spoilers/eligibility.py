"""Spoilers of eligibility: the same remote visit at the same time, moved from shift d1 to shift d2."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scheduler.model.demand import Attendance, Visit
from scheduler.model.geography import NeighbourhoodTeam
from scheduler.model.policy import Policy
from scheduler.model.skills import Band, Skill, SkillHolding
from scheduler.model.workforce import Delegation, Gender, Organisation, OrganisationKind, StaffMember
from scheduler.rules import RuleId
from tests.agreement.spoilers.spoiler import Spoiler, a_call
from tests.builders import (
    EMPLOYER,
    MONDAY,
    TEAM,
    a_patient,
    a_plan,
    a_problem,
    a_shift,
    a_staff_member,
)


def _moved(rule: RuleId, step: str, visit: Visit, first: StaffMember, second: StaffMember, **more: Any) -> Spoiler:
    shifts = [a_shift("d1", staff="s1"), a_shift("d2", staff="s2"), a_shift("idle", staff="registered")]
    problem = a_problem([visit], shifts, staff=[first, second], **more)
    return Spoiler(rule, step, problem, a_plan({"d1": [("v1", 600)]}), a_plan({"d2": [("v1", 600)]}), {rule: 1})


def _support_worker(staff_id: str) -> StaffMember:
    return a_staff_member(staff_id, is_registered=False, band=Band.BAND_3, skills=["insulin"])


def _delegation(staff_id: str, reviewed_on: date, *, visits_since_review: int = 0) -> Delegation:
    return Delegation("p-v1", staff_id, "insulin", reviewed_on, visits_since_review)


def _delegated(step: str, delegations: Sequence[Delegation]) -> Spoiler:
    return _moved(
        RuleId.DELEGATION,
        step,
        a_call("v1", attendances=(Attendance(("insulin",)),)),
        _support_worker("s1"),
        _support_worker("s2"),
        skills=[Skill("insulin", "Insulin", is_registered=True, is_delegable=True)],
        delegations=tuple(delegations),
    )


def _third_and_fourth_visit() -> Spoiler:
    """Two insulin visits to one patient by one worker; a nurse makes the fourth since the review."""
    calls = [a_call(name, patient="p-v1", attendances=(Attendance(("insulin",)),)) for name in ("v1", "v2")]
    problem = a_problem(
        calls,
        [a_shift("d1", staff="s1"), a_shift("d2", staff="s2")],
        staff=[_support_worker("s1"), a_staff_member("s2", skills=["insulin"])],
        skills=[Skill("insulin", "Insulin", is_registered=True, is_delegable=True)],
        delegations=(_delegation("s1", MONDAY, visits_since_review=2),),
    )
    return Spoiler(
        RuleId.DELEGATION,
        "the fourth visit since the review is made by the worker",
        problem,
        lawful=a_plan({"d1": [("v1", 600)], "d2": [("v2", 900)]}),
        spoiled=a_plan({"d1": [("v1", 600), ("v2", 900)]}),
        moves={RuleId.DELEGATION: 1, RuleId.DISTINCT_STAFF: -1},
    )


def _holding(staff_id: str, expires_on: date) -> StaffMember:
    return replace(a_staff_member(staff_id), skills=(SkillHolding("wound", expires_on),))


_OTHER_TEAM = NeighbourhoodTeam("other", "The other team", "west", "base")
_OWN_TEAM = NeighbourhoodTeam(TEAM, "The team", "west", "base")
_TRUST = Organisation(EMPLOYER, "The trust", OrganisationKind.COMMUNITY_HEALTH)
_COUNCIL = Organisation("council", "The council", OrganisationKind.SOCIAL_CARE)

SPOILERS = (
    _moved(
        RuleId.SKILL,
        "the skill expired the day before",
        a_call("v1", attendances=(Attendance(("wound",)),)),
        _holding("s1", MONDAY),
        _holding("s2", MONDAY - timedelta(days=1)),
    ),
    _moved(
        RuleId.BAND,
        "one band below",
        a_call("v1", attendances=(Attendance(minimum_band=Band.BAND_5),)),
        a_staff_member("s1", band=Band.BAND_5),
        a_staff_member("s2", band=Band.BAND_4),
    ),
    _delegated("nobody delegated it to this worker", [_delegation("s1", MONDAY)]),
    _delegated(
        "the review is 29 days old",
        [_delegation("s1", MONDAY - timedelta(days=28)), _delegation("s2", MONDAY - timedelta(days=29))],
    ),
    _third_and_fourth_visit(),
    _moved(
        RuleId.EXCLUSION,
        "the patient refuses this person",
        a_call("v1"),
        a_staff_member("s1"),
        a_staff_member("s2"),
        patients=[a_patient("p-v1", excluded_staff_ids=("s2",))],
    ),
    _moved(
        RuleId.GENDER,
        "another gender than required",
        a_call("v1"),
        a_staff_member("s1", gender=Gender.FEMALE),
        a_staff_member("s2", gender=Gender.MALE),
        patients=[a_patient("p-v1", gender_required=Gender.FEMALE)],
    ),
    _moved(
        RuleId.GENDER,
        "no gender recorded where one is required",
        a_call("v1"),
        a_staff_member("s1", gender=Gender.FEMALE),
        a_staff_member("s2"),
        patients=[a_patient("p-v1", gender_required=Gender.FEMALE)],
    ),
    _moved(
        RuleId.TEAM,
        "another neighbourhood team",
        a_call("v1"),
        a_staff_member("s1", team_ids=("other", TEAM)),
        a_staff_member("s2", team_ids=("other",)),
        teams=(_OWN_TEAM, _OTHER_TEAM),
    ),
    _moved(
        RuleId.WISHED_SKILL,
        "somebody comes without the skill that is wished for",
        a_call("v1", attendances=(Attendance(wished_skill_ids=("wound",)),)),
        a_staff_member("s1", skills=["wound"]),
        a_staff_member("s2"),
    ),
    _moved(
        RuleId.ORGANISATION,
        "another employer, and employers do not pool",
        a_call("v1"),
        a_staff_member("s1"),
        a_staff_member("s2", organisation_id="council"),
        organisations=(_TRUST, _COUNCIL),
        policy=Policy(pools_across_organisations=False),
    ),
)
