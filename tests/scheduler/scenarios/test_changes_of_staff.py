from dataclasses import replace

import pytest

from scheduler.errors import ScenarioMismatchError
from scheduler.model.problem import Pin
from scheduler.model.skills import Skill, SkillId
from scheduler.model.workforce import Role, ShiftId
from scheduler.scenarios.changes import Absence, AddStaff, LoseStaff, StartDelegation, SwapSkillMix
from scheduler.scenarios.selecting import Who
from tests.scheduler.scenarios.days import COUNCIL, OTHER_TEAM, a_day, changed, on_duty

NURSES = Who(role=Role.COMMUNITY_NURSE)


def test_staff_are_lost_of_the_kind_asked_for_and_their_pins_with_them() -> None:
    problem = a_day()
    pins = tuple(Pin(problem.visits[0].id, ShiftId(f"d-n{n}")) for n in (1, 2, 3))
    problem = replace(problem, pins=pins)

    after = changed(problem, LoseStaff(number=2, who=Who(role=Role.COMMUNITY_NURSE, team="team")))

    assert on_duty(problem) - on_duty(after) == {"n1", "n2"}
    assert after.staff == problem.staff
    assert [pin.shift_id for pin in after.pins] == ["d-n3"]


@pytest.mark.parametrize(
    ("who", "gone"),
    [
        (Who(band=6), {"n2"}),
        (Who(organisation=COUNCIL), {"n4"}),
        (Who(role=Role.HEALTHCARE_ASSISTANT), {"hca"}),
        (Who(role=Role.COMMUNITY_NURSE, team=OTHER_TEAM), {"n3", "n4"}),
        (Who(), {"n1", "n2", "n3", "n4", "hca"}),
    ],
)
def test_staff_are_chosen_by_band_organisation_role_and_team(who: Who, gone: set[str]) -> None:
    problem = a_day()

    assert on_duty(problem) - on_duty(changed(problem, LoseStaff(number=9, who=who))) == gone


def test_the_same_seed_loses_the_same_staff_and_another_loses_others() -> None:
    lost = [on_duty(changed(a_day(), LoseStaff(number=2), seed=seed)) for seed in (1, 1, 2, 3, 4)]

    assert lost[0] == lost[1]
    assert len(set(map(frozenset, lost))) > 1


def test_a_new_colleague_has_skills_and_hours_of_another_and_is_known_to_nobody() -> None:
    after = changed(a_day(), AddStaff(number=3, who=Who(band=6)))

    new = [member for member in after.staff if member.id.startswith("n2.more")]
    assert [member.id for member in new] == ["n2.more1", "n2.more2", "n2.more3"]
    assert {member.skills for member in new} == {after.staff_by_id["n2"].skills}
    assert {after.shift_by_id[ShiftId(f"d-n2.more{n}")].staff_id for n in (1, 2, 3)} == {member.id for member in new}


def test_nobody_can_be_added_like_somebody_who_is_not_there() -> None:
    with pytest.raises(ScenarioMismatchError, match="there are no physiotherapists on duty"):
        changed(a_day(), AddStaff(number=1, who=Who(role=Role.PHYSIOTHERAPIST)))


@pytest.mark.parametrize(("percent", "absent"), [(0, 0), (40, 2), (100, 5)])
def test_a_share_of_staff_is_absent(percent: float, absent: int) -> None:
    assert len(on_duty(changed(a_day(), Absence(percent=percent)))) == 5 - absent


def test_part_of_a_person_is_absent_as_often_as_it_is_large() -> None:
    num_absent = [5 - len(on_duty(changed(a_day(), Absence(percent=10), seed=seed))) for seed in range(60)]

    assert set(num_absent) == {0, 1}
    assert 20 <= sum(num_absent) <= 40


def test_two_nurses_become_three_support_workers_at_a_rate_of_one_and_a_half() -> None:
    swap = SwapSkillMix(number=2, out=NURSES, into=Who(role=Role.HEALTHCARE_ASSISTANT), rate=1.5)

    after = changed(a_day(), swap)

    roles = [after.staff_by_id[member].role for member in on_duty(after)]
    assert sorted(roles) == ["community_nurse"] * 2 + ["healthcare_assistant"] * 4


def test_a_task_is_delegated_to_workers_who_hold_the_skill_and_serve_the_patient() -> None:
    after = changed(a_day(), StartDelegation(skill="insulin", percent=50))

    assert {given.staff_id for given in after.delegations} == {"hca"}
    assert len(after.delegations) == 3
    assert len(changed(after, StartDelegation(skill="insulin")).delegations) == 6


def test_a_skill_that_may_not_be_delegated_is_refused_by_name() -> None:
    problem = replace(a_day(), skills=(*a_day().skills, Skill(SkillId("wound"), "Wound care", is_registered=True)))

    with pytest.raises(ScenarioMismatchError, match="skill wound may not be delegated"):
        changed(problem, StartDelegation(skill="wound"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (LoseStaff(number=1, who=Who(organisation="mars")), "no organisation mars, expected one of trust, council"),
        (LoseStaff(number=1, who=Who(team="mars")), "no team mars, expected one of team, other"),
        (StartDelegation(skill="mars"), "no skill mars, expected one of insulin"),
    ],
)
def test_what_does_not_exist_is_named(change: LoseStaff | StartDelegation, says: str) -> None:
    with pytest.raises(ScenarioMismatchError, match=says):
        changed(a_day(), change)
