"""How times, places and people are said on every roster."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.io import roster_words as words
from scheduler.model.clock import Horizon
from scheduler.model.geography import LocalityId, NeighbourhoodTeam, TeamId
from scheduler.model.place import BaseId
from scheduler.units import Metres, Minute, Minutes
from tests.builders import MONDAY, TEAM, a_problem, a_shift, a_staff_member

CLOCKS_GO_BACK = date(2026, 10, 25)


def test_a_time_names_its_weekday_only_on_another_day_than_the_shift() -> None:
    horizon = Horizon(MONDAY, 2)

    assert words.clock(horizon, Minute(1439), day_of=Minute(1320)) == "23:59"
    assert words.clock(horizon, Minute(1440), day_of=Minute(1320)) == "Tue 00:00"


@pytest.mark.parametrize(
    ("minute", "said"), [(90, "01:30 BST"), (150, "01:30 GMT"), (299, "03:59 GMT"), (300, "04:00")]
)
def test_the_night_the_clocks_change_every_time_says_which_clock(minute: int, said: str) -> None:
    assert words.clock(Horizon(CLOCKS_GO_BACK), Minute(minute)) == said


def test_on_any_other_night_no_time_says_which_clock() -> None:
    assert words.clock(Horizon(MONDAY), Minute(90)) == "01:30"


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (59, "59 min"), (60, "1 h"), (61, "1 h 1 min"), (120, "2 h")]
)
def test_a_length_of_time_is_said_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert words.duration(Minutes(minutes)) == said


@pytest.mark.parametrize(
    ("metres", "said"), [(0, ""), (80, ""), (81, "0.1 miles"), (1609, "1 mile"), (5000, "3.1 miles")]
)
def test_a_distance_is_said_in_miles(metres: int, said: str) -> None:
    assert words.miles(Metres(metres)) == said


@pytest.mark.parametrize(
    ("name", "first"),
    [("Edna Marsh", "Edna"), ("Mrs Edna Marsh", "Edna"), ("Marsh, Edna", "Edna"), ("Dr. Ada King", "Ada"), ("Mr", "")],
)
def test_a_first_name_is_found_without_title_or_family_name(name: str, first: str) -> None:
    assert words.first_name(name) == first


@pytest.mark.parametrize(
    ("identifier", "said"), [("ot_coordinator", "OT coordinator"), ("blood_test", "Blood test"), ("iv", "IV")]
)
def test_an_identifier_is_said_in_words(identifier: str, said: str) -> None:
    assert words.spoken(identifier) == said


def test_somebody_of_one_team_is_of_that_team_and_of_two_of_their_locality() -> None:
    other = TeamId("other")
    staff = [a_staff_member("s-one"), a_staff_member("s-both", team_ids=(TEAM, other))]
    problem = a_problem([], [a_shift("one"), a_shift("both")], staff=staff[:1])
    second_team = NeighbourhoodTeam(other, "The other team", LocalityId("west"), BaseId("base"))
    problem = replace(problem, teams=(*problem.teams, second_team))

    assert words.team_of(problem, staff[0]) == "The team"
    assert words.team_of(problem, staff[1]) == "West, several teams"


def test_the_coordinator_answers_the_teams_number_else_the_bases() -> None:
    problem = a_problem([], [a_shift("s")])
    with_base = replace(problem, bases=(replace(problem.bases[0], telephone="2"),))
    with_team = replace(with_base, teams=(replace(problem.teams[0], telephone="1"),))

    assert words.coordinator_telephone(with_team, problem.staff[0]) == "1"
    assert words.coordinator_telephone(with_base, problem.staff[0]) == "2"
    assert words.coordinator_telephone(problem, problem.staff[0]) == ""
