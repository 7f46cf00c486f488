from scheduler.scenarios.changes import LoseStaff, MergeTeams, MoveBase, Surge
from scheduler.scenarios.scenario import BASELINE, Scenario, combined, text_of
from tests.scheduler.scenarios.days import TRAVEL, a_day, changed

LESS = Scenario("Fewer", (LoseStaff(number=2),))
MORE = Scenario("Surge", (Surge(percent=50),))


def test_an_empty_scenario_changes_nothing() -> None:
    assert BASELINE.apply(a_day(), seed=1, travel=TRAVEL).digest == a_day().digest


def test_the_same_seed_gives_the_same_problem_and_another_gives_another() -> None:
    digests = [combined("Both", [LESS, MORE]).apply(a_day(), seed=seed, travel=TRAVEL).digest for seed in (1, 1, 2, 3)]

    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_changes_are_made_in_their_order() -> None:
    merge, move = MergeTeams(teams=("team", "other")), MoveBase(base="base", latitude=51.75, longitude=-1.4)

    after = Scenario("Both", (merge, move)).apply(a_day(), seed=1, travel=TRAVEL)

    assert after.digest == changed(a_day(), merge, move).digest


def test_scenarios_combine_into_the_changes_of_all_in_their_order() -> None:
    both = combined("Both", [LESS, MORE])

    assert both.changes == (*LESS.changes, *MORE.changes)
    assert both.sentences == ("2 fewer staff on duty", "50 % more visits")


def test_whom_chance_picks_does_not_depend_on_the_changes_beside() -> None:
    first = Scenario("a", (LoseStaff(number=2), Surge(percent=50))).apply(a_day(), seed=1, travel=TRAVEL)
    second = Scenario("b", (LoseStaff(number=2), Surge(percent=20))).apply(a_day(), seed=1, travel=TRAVEL)

    assert first.shifts == second.shifts


def test_changes_have_one_text_whatever_their_scenario_is_called() -> None:
    assert text_of(Scenario("x", LESS.changes)) == text_of(LESS)
    assert text_of(MORE) != text_of(LESS)
