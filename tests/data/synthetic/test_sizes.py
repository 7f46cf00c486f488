import pytest

from data.reference.catalogue import targets
from data.synthetic.generator import County
from data.synthetic.sizes import counts

KNOWN_DIFFERENCES = {("county", "urgent_response visits"), ("county", "all visits")}
"""Explained in the data card: urgent first visits not yet known, and a total that is less than its own parts."""


@pytest.mark.parametrize("target", targets(), ids=lambda target: f"{target.part}, {target.measure}")
def test_a_weekday_comes_within_ten_percent_of_the_figures_aimed_at(target, county: County) -> None:  # noqa: ANN001
    number = counts(county.rows)[target.part, target.measure]

    is_near = abs(number - target.figure) <= target.figure / 10

    assert is_near is ((target.part, target.measure) not in KNOWN_DIFFERENCES)
