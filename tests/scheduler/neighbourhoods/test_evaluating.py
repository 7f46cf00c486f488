"""A design through the day optimiser: what changes in the problem, who goes where, and figures side by side."""

from dataclasses import replace

import pytest

from scheduler.model.continuity import CareHistory, PastCare
from scheduler.model.geography import PracticeCode, TeamId
from scheduler.model.problem import Problem
from scheduler.model.workforce import PatientId, StaffId
from scheduler.neighbourhoods.design import Design, DesignedTeam
from scheduler.neighbourhoods.evaluating import TODAY, evaluate
from scheduler.neighbourhoods.patches import workload_minutes_by_practice
from scheduler.neighbourhoods.redrawing import StaffRule, redrawn
from scheduler.solvers.stopping import Budget
from tests.builders import a_patient, a_problem, a_shift, a_staff_member, a_visit

EAST, WEST = TeamId("east"), TeamId("west")


def two_teams() -> Problem:
    """Practices 1 and 2 in east, 3 and 4 in west; a nurse each, and one who serves both; four visits at practice 2."""
    plain = a_problem(
        staff=[a_staff_member(name) for name in ("e1", "e2", "w1", "both")],
        shifts=[a_shift(f"s-{name}", staff=name) for name in ("e1", "e2", "w1", "both")],
        patients=[a_patient(f"p{number}", at=number) for number in range(1, 9)],
        visits=[a_visit(f"v{number}", patient=f"p{number}") for number in range(1, 9)],
    )
    teams = tuple(replace(plain.teams[0], id=team_id, name=team_id) for team_id in (EAST, WEST))
    codes = [PracticeCode(f"K8400{number}") for number in range(1, 5)]
    practices = tuple(
        replace(plain.practices[0], code=code, team_id=EAST if number < 2 else WEST)
        for number, code in enumerate(codes)
    )
    patients = tuple(
        replace(patient, practice_code=codes[number // 2]) for number, patient in enumerate(plain.patients)
    )
    served = {"e1": (EAST,), "e2": (EAST,), "w1": (WEST,), "both": (EAST, WEST)}
    staff = tuple(replace(member, team_ids=served[member.id]) for member in plain.staff)
    return replace(plain, teams=teams, practices=practices, patients=patients, staff=staff)


def a_design(east: str, west: str) -> Design:
    return Design(
        tuple(
            DesignedTeam(team_id, team_id, frozenset(PracticeCode(f"K8400{digit}") for digit in digits))
            for team_id, digits in ((EAST, east), (WEST, west))
        )
    )


def teams_of(problem: Problem) -> dict[str, tuple[str, ...]]:
    return {member.id: member.team_ids for member in problem.staff}


@pytest.mark.parametrize("staff_rule", StaffRule)
def test_todays_teams_as_a_design_change_nothing(staff_rule: StaffRule) -> None:
    problem = two_teams()
    problem = replace(
        problem,
        staff=tuple(member for member in problem.staff if member.id != "e2"),
        shifts=tuple(shift for shift in problem.shifts if shift.staff_id != "e2"),
    )

    assert redrawn(problem, a_design("12", "34"), staff_rule).digest == problem.digest


def test_hours_follow_the_care_where_staff_are_divided() -> None:
    moved = redrawn(two_teams(), a_design("1", "234"), StaffRule.DIVIDED)

    teams = teams_of(moved)
    assert [teams[who] for who in ("e1", "e2", "w1")].count((WEST,)) == 2
    assert teams["both"] == (EAST, WEST)


def test_whoever_knows_the_patients_goes_with_them() -> None:
    known = CareHistory((PastCare(PatientId("p3"), StaffId("e2"), 5), PastCare(PatientId("p1"), StaffId("e1"), 5)))

    moved = redrawn(replace(two_teams(), history=known), a_design("1", "234"), StaffRule.DIVIDED)

    assert teams_of(moved)["e1"] == (EAST,)
    assert teams_of(moved)["e2"] == (WEST,)


def test_everybody_keeps_the_team_where_staff_are_kept() -> None:
    problem = two_teams()

    assert teams_of(redrawn(problem, a_design("1", "234"), StaffRule.KEPT)) == teams_of(problem)


def test_staff_of_a_team_that_is_no_more_go_where_most_of_its_practices_go() -> None:
    codes = frozenset(PracticeCode(f"K8400{digit}") for digit in "1234")

    merged = redrawn(two_teams(), Design((DesignedTeam(WEST, "West", codes),)), StaffRule.KEPT)

    assert set(teams_of(merged).values()) == {(WEST,)}


def test_a_new_team_has_the_nearest_base_and_the_locality_of_its_practices() -> None:
    new = DesignedTeam(TeamId("new-1"), "New team 1", frozenset({PracticeCode("K84002")}))
    old = a_design("1", "34").teams

    moved = redrawn(two_teams(), Design((*old, new)), StaffRule.DIVIDED)

    team = moved.team_by_id[TeamId("new-1")]
    assert (team.locality_id, team.base_id) == (moved.localities[0].id, moved.bases[0].id)
    assert moved.team_of(PatientId("p3")) == "new-1"


def test_an_evaluation_sets_every_design_beside_today_and_repeats() -> None:
    designs = {"design 1": a_design("1", "234"), "same": a_design("12", "34")}

    evaluation, again = (
        evaluate(two_teams(), designs, budget=Budget(iterations=3_000), staff_rule=StaffRule.KEPT) for _ in range(2)
    )

    by_id = {line.id: [figure.mean for figure in line.figures] for line in evaluation.lines}
    assert evaluation.variants == (TODAY, "design 1", "same")
    assert by_id["planned"] == [8, 8, 8]
    assert by_id["care_imbalance"] == pytest.approx([0, 50, 0])
    assert all(figures[0] == figures[2] for figures in by_id.values())
    assert evaluation.care_minutes_by_team[1] == {EAST: 60, WEST: 180}
    assert evaluation == again


def test_workload_counts_both_people_of_a_double_up_and_no_way_to_a_remote_visit() -> None:
    one = two_teams()
    remote = replace(one, visits=tuple(replace(visit, is_remote=True) for visit in one.visits))

    with_ways, without = workload_minutes_by_practice(one), workload_minutes_by_practice(remote)

    assert set(without.values()) == {60.0}
    assert all(with_ways[code] > without[code] for code in without)
