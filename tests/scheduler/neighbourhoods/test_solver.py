"""The solver against brute force on small random graphs, and the promises of a question."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.errors import InputError, InvalidNounError
from scheduler.model.geography import LocalityId, PracticeCode, TeamId
from scheduler.neighbourhoods import candidates
from scheduler.neighbourhoods.candidates import candidates_of
from scheduler.neighbourhoods.judge import Verdict
from scheduler.neighbourhoods.naming import num_practices_apart
from scheduler.neighbourhoods.question import DesignQuestion, Wishes
from tests.scheduler.neighbourhoods.enumeration import imbalance, lawful_splits
from tests.scheduler.neighbourhoods.grounds import a_question, answer_to, asked_of, county

RING = [(number, (number + 1) % 8) for number in range(8)]


@st.composite
def small_questions(draw: st.DrawFn) -> DesignQuestion:
    num = draw(st.integers(3, 8))
    pairs = list(combinations(range(num), 2))
    borders = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14))
    amounts = draw(st.lists(st.integers(0, 20), min_size=num, max_size=num).filter(any))
    fewest = draw(st.integers(1, 3))
    return a_question(
        amounts,
        borders,
        draw(st.integers(1, 4)),
        fewest_practices=fewest,
        most_practices=fewest + draw(st.integers(0, 2)),
    )


@given(question=small_questions())
@settings(max_examples=60, deadline=None)
def test_it_finds_the_most_even_split_or_proves_that_there_is_none(question: DesignQuestion) -> None:
    splits = list(lawful_splits(question, question.nums_of_teams[0]))

    answer = answer_to(question)

    assert answer.is_infeasible == (not splits)
    if splits:
        (proposal,) = answer.proposals
        assert proposal.verdict.is_lawful
        assert proposal.is_proved
        assert proposal.verdict.imbalance == pytest.approx(min(imbalance(question, split) for split in splits))


@given(question=small_questions())
@settings(max_examples=30, deadline=None)
def test_possible_teams_are_listed_each_once_and_none_is_missing(question: DesignQuestion) -> None:
    codes = sorted(patch.code for patch in question.patches)
    alone = {
        team
        for size in range(question.fewest_practices, question.most_practices + 1)
        for each in combinations(codes, size)
        for team in [frozenset(each)]
        if list(lawful_splits(_only(question, team), 1))
    }

    listed = [frozenset(question.patches[number].code for number in each.members) for each in candidates_of(question)]

    assert len(listed) == len(set(listed))
    assert set(listed) == alone


def _only(question: DesignQuestion, team: frozenset[PracticeCode]) -> DesignQuestion:
    patches = tuple(patch for patch in question.patches if patch.code in team)
    weighed = tuple(replace(patch, list_size=patch.list_size + 1) for patch in patches)
    return replace(question, patches=weighed, borders=frozenset(pair for pair in question.borders if pair <= team))


@given(question=small_questions(), least_apart=st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_designs_to_choose_from_differ_by_as_many_practices_as_asked(
    question: DesignQuestion, least_apart: int
) -> None:
    answer = answer_to(question, num_designs=3, least_apart=least_apart, most_less_even=10.0)

    for one, other in combinations([proposal.design for proposal in answer.proposals], 2):
        assert num_practices_apart(one, other) >= least_apart
    imbalances = [proposal.verdict.imbalance for proposal in answer.proposals]
    assert imbalances == sorted(imbalances)


def test_a_further_design_may_be_just_so_much_less_even_and_no_more() -> None:
    question = a_question([1, 1, 1, 1, 1, 1, 1, 2], RING, 2, fewest_practices=3, most_practices=5)
    splits = sorted({round(imbalance(question, split), 6) for split in lawful_splits(question, 2)})
    worse = splits[-1] - splits[0]

    allowed = answer_to(question, num_designs=20, least_apart=1, most_less_even=worse + 1e-4)
    forbidden = answer_to(question, num_designs=20, least_apart=1, most_less_even=worse - 1e-4)

    assert len(forbidden.proposals) < len(allowed.proposals)
    assert max(each.verdict.imbalance for each in allowed.proposals) == pytest.approx(splits[-1], abs=1e-5)
    assert forbidden.is_complete


def test_of_several_numbers_of_teams_the_most_even_design_wins() -> None:
    question = replace(
        a_question([1] * 8, RING, 2, fewest_practices=2, most_practices=4), nums_of_teams=(2, 3), balance="list"
    )

    (proposal,) = answer_to(question).proposals

    assert len(proposal.design.teams) == 2
    assert proposal.verdict.imbalance == 0


def test_today_wins_among_equally_even_designs_where_that_is_wished() -> None:
    question = a_question([1] * 8, RING, 2)
    today = {code: TeamId("T1" if code in "bcde" else "T2") for code in "abcdefgh"}
    patches = tuple(replace(patch, team_id=today[patch.code]) for patch in question.patches)

    wished = replace(question, patches=patches, wishes=Wishes(practice_moved_minutes=1_000))
    (proposal,) = answer_to(wished).proposals

    assert proposal.verdict.moved == ()
    assert {team.id: "".join(sorted(team.practice_codes)) for team in proposal.design.teams} == {
        "T1": "bcde",
        "T2": "afgh",
    }
    assert proposal.is_best


def test_slack_buys_compactness_and_whole_buildings_and_no_more_than_its_worth_of_evenness() -> None:
    whole = county(as_the_oracles=False)
    even = answer_to(asked_of(whole, "north"), whole).proposals[0]
    loose = answer_to(asked_of(whole, "north", slack=0.03), whole).proposals[0]

    assert even.verdict.imbalance < loose.verdict.imbalance <= even.verdict.imbalance + 0.03
    assert _points(loose.verdict) < _points(even.verdict)
    assert loose.is_proved


def _points(verdict: Verdict) -> int:
    return verdict.minutes_to_centre + Wishes().building_parted_minutes * len(verdict.parted_buildings)


def test_no_team_crosses_a_locality_where_that_is_forbidden() -> None:
    question = a_question([1] * 8, [*RING, (0, 4)], 2)
    patches = tuple(
        replace(patch, locality_id=LocalityId("east" if patch.code in "aefg" else "west")) for patch in question.patches
    )
    crossing = replace(question, patches=patches)

    free = answer_to(crossing)
    bound = answer_to(replace(crossing, stays_within_localities=True))

    assert free.proposals
    assert bound.is_infeasible


def test_the_same_question_and_seed_give_the_same_designs() -> None:
    whole = county()

    once, again = (answer_to(asked_of(whole, "oxford-city", 3), whole, num_designs=3) for _ in range(2))

    assert [proposal.design for proposal in once.proposals] == [proposal.design for proposal in again.proposals]


def test_too_many_possible_teams_are_refused_before_memory_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    question = a_question([1] * 8, RING, 2)
    num_sets = 8 * 5 + 8

    monkeypatch.setattr(candidates, "MOST_CANDIDATES", num_sets)
    assert candidates_of(question)
    monkeypatch.setattr(candidates, "MOST_CANDIDATES", num_sets - 2)
    with pytest.raises(InputError, match="expected smaller teams or one locality"):
        candidates_of(question)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"nums_of_teams": ()}, "numbers of teams"),
        ({"nums_of_teams": (0,)}, "numbers of teams"),
        ({"fewest_practices": 5, "most_practices": 4}, "5 to 4 practices"),
        ({"slack": -0.1}, "slack is -0.1"),
        ({"patches": ()}, "0 practices"),
    ],
)
def test_a_question_that_cannot_be_is_refused(changes: dict[str, object], says: str) -> None:
    question = a_question([1] * 8, RING, 2)

    with pytest.raises(InvalidNounError, match=says):
        replace(question, **changes)  # type: ignore[arg-type]
