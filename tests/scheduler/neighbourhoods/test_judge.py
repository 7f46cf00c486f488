"""The judge: each fault is named alone, by the smallest step that makes it; figures are recounted by hand."""

from dataclasses import replace

import pytest

from scheduler.model.geography import LocalityId, PracticeCode, TeamId
from scheduler.neighbourhoods.design import Design, DesignedTeam
from scheduler.neighbourhoods.judge import Verdict, judge
from scheduler.neighbourhoods.question import DesignQuestion
from tests.scheduler.neighbourhoods.grounds import a_question

LINE = [(number, number + 1) for number in range(7)]


def a_design(*teams: str) -> Design:
    return Design(
        tuple(
            DesignedTeam(TeamId(f"T{number}"), f"Team {number}", frozenset(map(PracticeCode, codes)))
            for number, codes in enumerate(teams, start=1)
        )
    )


def judged(*teams: str, **changes: object) -> Verdict:
    plain: DesignQuestion = a_question([1, 2, 3, 4, 4, 3, 2, 1], LINE, 2)
    return judge(replace(plain, **changes), a_design(*teams))  # type: ignore[arg-type]


def test_a_lawful_design_has_no_fault() -> None:
    assert judged("abcd", "efgh").faults == ()


@pytest.mark.parametrize(
    ("teams", "fault"),
    [
        (("abcd", "efghd"), "practice d is in 2 teams (T1, T2), expected 1"),
        (("abcd", "efgz"), "practice h is in 0 teams (), expected 1"),
        (("abce", "dfgh"), "team T1 is in 2 pieces (a, b, c; e), expected 1"),
        (("abc", "defgh"), "team T1 has 3 practices, expected 4 to 6"),
    ],
)
def test_each_fault_is_named(teams: tuple[str, ...], fault: str) -> None:
    assert fault in judged(*teams).faults


def test_a_practice_of_nobody_is_a_stranger() -> None:
    assert "team T2 has z, expected practices of the question" in judged("abcd", "efghz").faults


def test_as_many_practices_as_may_be_are_lawful_and_one_more_is_not() -> None:
    sizes = {"fewest_practices": 2, "most_practices": 6}

    assert judged("abcdef", "gh", **sizes).faults == ()
    assert judged("abcdefg", "h", **sizes).faults == (
        "team T1 has 7 practices, expected 2 to 6",
        "team T2 has 1 practices, expected 2 to 6",
    )


def test_another_number_of_teams_than_asked_for_is_a_fault() -> None:
    assert judged("abcd", "efgh", nums_of_teams=(3, 4)).faults == ("the design has 2 teams, expected 3 or 4",)


def test_a_team_of_two_localities_is_a_fault_only_where_that_is_forbidden() -> None:
    question = a_question([1] * 8, LINE, 2)
    patches = (replace(question.patches[0], locality_id=LocalityId("north")), *question.patches[1:])

    assert judged("abcd", "efgh", patches=patches).faults == ()
    assert judged("abcd", "efgh", patches=patches, stays_within_localities=True).faults == (
        "team T1 lies in north, west, expected one locality",
    )


def test_imbalance_is_that_of_the_worst_team() -> None:
    verdict = judged("abcde", "fgh", fewest_practices=3)

    assert verdict.imbalance == pytest.approx(abs(14 - 10) / 10)
    assert [team.away_from_even for team in verdict.teams] == pytest.approx([0.4, -0.4])
    assert [team.list_size for team in verdict.teams] == [14, 6]


def test_the_centre_is_the_practice_nearest_to_all_others() -> None:
    verdict = judged("abcde", "fgh", fewest_practices=3)
    question = a_question([1] * 8, LINE, 2)

    first = verdict.teams[0]
    assert first.centre == "c"
    assert first.minutes_to_centre == sum(
        question.minutes_between(PracticeCode(code), PracticeCode("c")) for code in "abcde"
    )


def test_practices_just_under_400_metres_apart_share_a_building_and_just_over_do_not() -> None:
    question = a_question([1] * 8, LINE, 2)
    metre = 1 / 111_195

    def parted_at(metres: float) -> int:
        near = replace(question.patches[4].location, latitude=question.patches[3].location.latitude + metres * metre)
        patches = (*question.patches[:4], replace(question.patches[4], location=near), *question.patches[5:])
        return len(judged("abcd", "efgh", patches=patches).parted_buildings)

    assert parted_at(398) == 1
    assert parted_at(402) == 0


def test_a_parted_building_is_a_fault_only_where_that_is_forbidden() -> None:
    question = a_question([1] * 8, LINE, 2)
    patches = (
        *question.patches[:4],
        replace(question.patches[4], location=question.patches[3].location),
        *question.patches[5:],
    )

    assert judged("abcd", "efgh", patches=patches).is_lawful
    assert judged("abcd", "efgh", patches=patches, keeps_buildings_whole=True).faults == (
        "practices d and e share a building, expected one team",
    )


def test_practices_outside_their_team_of_today_are_named() -> None:
    question = a_question([1] * 8, LINE, 2)
    patches = tuple(replace(patch, team_id=TeamId("T1" if patch.code in "abc" else "T2")) for patch in question.patches)

    assert judged("abcd", "efgh", patches=patches).moved == ("d",)
