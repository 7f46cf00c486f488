from dataclasses import replace

import pytest

from scheduler.errors import ScenarioMismatchError
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer
from scheduler.model.workforce import FixedEvent, TravelMode
from scheduler.scenarios.change import Change
from scheduler.scenarios.changes import (
    ChangeTravelMode,
    CloseBase,
    MergeTeams,
    MoveBase,
    MovePractice,
    OpenBase,
    PoolEmployers,
    RedrawTeams,
    SeparatePlans,
    ShareAcrossTeams,
    SplitTeam,
)
from scheduler.scenarios.scenario import Scenario
from scheduler.units import Minute
from tests.builders import BASE_PLACE
from tests.scheduler.scenarios.days import OTHER_PRACTICE, OTHER_TEAM, a_day, changed

THERE = {"latitude": 51.75, "longitude": -1.4}


def test_whoever_set_out_from_a_base_that_moves_sets_out_and_meets_at_the_new_place() -> None:
    problem = a_day()
    meeting = FixedEvent("Handover", Minute(720), Minute(735), BASE_PLACE)
    problem = replace(problem, shifts=(replace(problem.shifts[0], events=(meeting,)), *problem.shifts[1:]))

    after = changed(problem, MoveBase(base="base", **THERE))

    assert {shift.start_location_id for shift in after.shifts} == {"moved-base"}
    assert after.shifts[0].events[0].location_id == "moved-base"
    assert after.base_by_id["base"].location_id == "moved-base"


def test_a_new_base_takes_in_those_who_serve_its_team_alone() -> None:
    after = changed(a_day(), OpenBase(base="new", name="New base", teams=(OTHER_TEAM,), **THERE))

    starts = {shift.staff_id: shift.start_location_id for shift in after.shifts}
    assert starts == {"n1": "base", "n2": "base", "n3": "base-new", "n4": "base-new", "hca": "base"}
    assert after.team_by_id[OTHER_TEAM].base_id == "new"


def test_a_base_that_closes_sends_its_people_to_another() -> None:
    opened = changed(a_day(), OpenBase(base="new", name="New base", teams=(OTHER_TEAM,), **THERE))

    after = changed(opened, CloseBase(base="base", to="new"))

    assert [base.id for base in after.bases] == ["new"]
    assert {shift.start_location_id for shift in after.shifts} == {"base-new"}
    assert {team.base_id for team in after.teams} == {"new"}


def test_patients_follow_their_practice_to_another_team_and_staff_stay() -> None:
    after = changed(a_day(), MovePractice(practice=OTHER_PRACTICE, to="team"))

    assert {after.team_of(patient.id) for patient in after.patients} == {"team"}
    assert after.staff == a_day().staff


def test_teams_that_merge_share_patients_and_staff() -> None:
    after = changed(a_day(), MergeTeams(teams=("team", "other")))

    assert [team.id for team in after.teams] == ["team"]
    assert {member.team_ids for member in after.staff} == {("team",)}
    assert {after.team_of(patient.id) for patient in after.patients} == {"team"}


def test_a_team_that_splits_shares_its_staff_by_work_within_each_role() -> None:
    merged = changed(a_day(), MergeTeams(teams=("team", "other")))

    after = changed(merged, SplitTeam(team="team", practices=(OTHER_PRACTICE,), new_team="new", name="New team"))

    serves = [member.team_ids for member in after.staff if member.role == "community_nurse"]
    assert sorted(serves) == [("new",), ("new",), ("team",), ("team",)]
    assert after.team_by_id["new"].base_id == "base"
    assert after.practice_by_code[OTHER_PRACTICE].team_id == "new"


def test_staff_follow_new_borders_or_stay() -> None:
    all_in_one = {"team": ("K84001", "K84002"), "other": ()}

    follow = changed(a_day(), RedrawTeams(practices_by_team=all_in_one))
    stay = changed(a_day(), RedrawTeams(practices_by_team=all_in_one, staff_follow=False))

    assert {member.team_ids for member in follow.staff if member.role == "community_nurse"} == {("team",)}
    assert stay.staff == a_day().staff
    assert {stay.team_of(patient.id) for patient in stay.patients} == {"team"}


def test_shared_staff_serve_every_team_of_their_locality_and_no_other() -> None:
    after = changed(a_day(), ShareAcrossTeams(percent=50))

    serves = [len(member.team_ids) for member in after.staff]
    assert sorted(serves) == [1, 1, 2, 2, 2]


def test_employers_are_kept_apart_or_pooled_and_the_last_word_counts() -> None:
    apart, pooled = SeparatePlans(), PoolEmployers()

    assert not changed(a_day(), apart).policy.pools_across_organisations
    assert changed(a_day(), apart, pooled).digest == a_day().digest
    assert Scenario("x", (pooled, apart)).is_planned_apart
    assert not Scenario("x", (apart, pooled)).is_planned_apart
    assert not Scenario("x", (SeparatePlans(are_apart=False),)).is_planned_apart


def test_a_new_way_of_travelling_brings_its_travel_times() -> None:
    after = changed(a_day(), ChangeTravelMode(mode=TravelMode.BICYCLE, percent=40))

    assert [shift.travel_mode for shift in after.shifts].count(TravelMode.BICYCLE) == 2
    assert TravelLayer(TravelMode.BICYCLE, TrafficPeriod.DAY) in after.travel.minutes


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (MoveBase(base="mars", **THERE), "no base mars, expected one of base"),
        (OpenBase(base="base", name="Base", teams=("team",), **THERE), "a base base already"),
        (OpenBase(base="new", name="New", teams=("mars",), **THERE), "no team mars"),
        (CloseBase(base="base", to="mars"), "no base mars"),
        (CloseBase(base="base", to="base"), "closes into itself"),
        (MovePractice(practice="K00000", to="team"), "no practice K00000"),
        (MovePractice(practice=OTHER_PRACTICE, to="mars"), "no team mars"),
        (MergeTeams(teams=("team", "mars")), "no team mars"),
        (
            SplitTeam(team="team", practices=(OTHER_PRACTICE,), new_team="n", name="N"),
            "no practice of team team K84002",
        ),
        (SplitTeam(team="team", practices=("K84001",), new_team="other", name="N"), "a team other already"),
        (RedrawTeams(practices_by_team={"team": ("K84001",), "other": ("K84001",)}), "K84001 is named in two teams"),
    ],
)
def test_what_does_not_exist_or_cannot_be_is_named(change: Change, says: str) -> None:
    with pytest.raises(ScenarioMismatchError, match=says):
        changed(a_day(), change)
