"""The county's localities: how many splits there are, how even the best is, and what mends North East."""

from dataclasses import replace

import pytest

from scheduler.model.geography import LocalityId
from tests.patience import answered_in_seconds
from tests.scheduler.neighbourhoods.enumeration import imbalance, lawful_splits
from tests.scheduler.neighbourhoods.grounds import answer_to, asked_of, county

ORACLES = [("west", 9, 0.68), ("north", 80, 0.03), ("south-east", 11, 3.98), ("south-west", 16, 10.12)]
WITH_OUR_SHARES = [("west", 0.75), ("north", 0.09), ("south-east", 4.02), ("south-west", 9.99)]
"""The same with the shares of data/oxfordshire, in hundredths of a per cent."""


OLDER_PEOPLE = {
    "north": 24658,
    "north-east": 17266,
    "oxford-city": 27372,
    "south-east": 24366,
    "south-west": 32177,
    "west": 20045,
}


def test_older_people_of_the_localities_are_those_of_the_oracles() -> None:
    whole = county()

    totals = {name: round(sum(patch.num_over_65 for patch in whole.of(LocalityId(name)))) for name in OLDER_PEOPLE}

    assert totals == OLDER_PEOPLE
    assert sum(totals.values()) == 145_884


@pytest.mark.parametrize(("locality", "num_splits", "percent"), ORACLES)
def test_a_locality_has_so_many_splits_and_the_solver_finds_the_best(
    locality: str, num_splits: int, percent: float
) -> None:
    whole = county()
    question = asked_of(whole, locality)

    splits = list(lawful_splits(question, 2))
    answer = answer_to(question, whole)

    assert len(splits) == num_splits
    best = min(imbalance(question, split) for split in splits)
    (proposal,) = answer.proposals
    assert f"{100 * best:.2f}" == f"{percent:.2f}"
    assert proposal.verdict.imbalance == pytest.approx(best)
    assert proposal.is_proved


@pytest.mark.parametrize(("locality", "percent"), WITH_OUR_SHARES)
def test_with_shares_in_hundredths_of_a_per_cent_the_best_is_a_little_different(locality: str, percent: float) -> None:
    whole = county(as_the_oracles=False)
    question = asked_of(whole, locality)

    (proposal,) = answer_to(question, whole).proposals

    assert f"{100 * proposal.verdict.imbalance:.2f}" == f"{percent:.2f}"
    assert proposal.verdict.imbalance == pytest.approx(
        min(imbalance(question, one) for one in lawful_splits(question, 2))
    )


def test_north_east_has_no_design_and_five_practices_would_mend_that_within_ten_seconds() -> None:
    whole = county()
    question = asked_of(whole, "north-east")

    with answered_in_seconds(at_most=10):
        answer = answer_to(question, whole)

    assert answer.is_infeasible
    assert answer.is_complete
    assert list(lawful_splits(question, 2)) == []
    assert answer.why_none == "7 practices cannot make 2 teams of 4 to 6"
    assert sorted(repair.name for repair in answer.repairs) == [
        "Banbury Road Medical Centre",
        "Deddington Health Centre",
        "Hedena Health",
        "Morland House Surgery",
        "Summertown Health Centre",
    ]
    assert {repair.joins for repair in answer.repairs} == {"north-east"}


def test_a_practice_mends_nothing_where_its_own_locality_would_be_left_without_a_design() -> None:
    whole = county()
    question = asked_of(whole, "north-east")
    eynsham = next(patch for patch in whole.patches if patch.name == "Eynsham Medical Group")
    joined = (*question.patches, eynsham)
    left = tuple(patch for patch in whole.of(LocalityId("west")) if patch is not eynsham)

    with_it = replace(question, patches=joined, borders=whole.borders_among(joined))
    without_it = replace(question, patches=left, borders=whole.borders_among(left))

    assert list(lawful_splits(with_it, 2))
    assert not list(lawful_splits(without_it, 2))
    assert "Eynsham Medical Group" not in {repair.name for repair in answer_to(question, whole).repairs}


@pytest.mark.parametrize(("locality", "num_parted", "percent"), [("west", 1, 6.36), ("south-west", 2, 11.73)])
def test_a_second_design_parts_no_building_where_the_most_even_does(
    locality: str, num_parted: int, percent: float
) -> None:
    whole = county(as_the_oracles=False)

    first, second = answer_to(asked_of(whole, locality), whole, num_designs=2).proposals

    assert len(first.verdict.parted_buildings) == num_parted
    assert second.verdict.parted_buildings == ()
    assert f"{100 * second.verdict.imbalance:.2f}" == f"{percent:.2f}"
