"""Gaps by family, size and instance."""

import pytest

from benchmarks.harness.gaps import by_family_and_size, by_instance, by_settings, percent, size_of
from tests.benchmarks.harness.folders import a_run


@pytest.mark.parametrize(
    ("num_patients", "size"),
    [(1, "1 to 10"), (10, "1 to 10"), (11, "11 to 25"), (300, "201 to 300"), (301, "301 and more")],
)
def test_a_size_holds_its_last_number_of_patients_and_not_the_next(num_patients: int, size: str) -> None:
    assert size_of(num_patients)[1] == size


def test_a_row_has_mean_best_and_worst_gap_of_all_seeds() -> None:
    runs = [a_run(seed=seed, gap=gap) for seed, gap in ((1, -0.01), (2, 0.0), (3, 0.04))]

    (row,) = by_family_and_size(runs)

    assert (row["mean gap"], row["best gap"], row["worst gap"]) == ("+1.00 %", "-1.00 %", "+4.00 %")
    assert (row["instances"], row["seeds"]) == ("1", "3")


def test_a_run_that_breaks_a_rule_counts_as_violations_and_proves_nothing() -> None:
    runs = [a_run(status="optimal"), a_run(seed=2, status="optimal", gap=None, hard_violations={"skill": 2})]

    (row,) = by_family_and_size(runs)

    assert (row["mean gap"], row["hard violations"], row["proved runs"]) == ("+0.00 %", "2", "1 of 2")


def test_a_family_of_several_sizes_has_a_row_for_all_of_it() -> None:
    runs = [a_run(), a_run(instance="two", patients=100, gap=0.02), a_run(family="other")]

    rows = by_family_and_size(runs)

    assert [(row["family"], row["patients"], row["mean gap"]) for row in rows] == [
        ("kind", "1 to 10", "+0.00 %"),
        ("kind", "76 to 100", "+2.00 %"),
        ("kind", "all", "+1.00 %"),
        ("other", "1 to 10", "+0.00 %"),
    ]


def test_a_row_of_an_instance_has_its_costs_and_its_best_bound() -> None:
    runs = [a_run(cost=110.0, bound=80.0), a_run(seed=2, cost=120.0, bound=90.0), a_run(seed=3, bound=None, cost=130.0)]

    (row,) = by_instance(runs)

    assert (row["best cost"], row["mean cost"], row["bound"]) == ("110.000", "120.000", "90.000")


def test_instances_stand_by_size_and_not_by_spelling() -> None:
    rows = by_instance([a_run(instance="one_100", patients=100), a_run(instance="one_25", patients=25)])

    assert [row["instance"] for row in rows] == ["one_25", "one_100"]


def test_runs_of_other_settings_stand_in_a_table_of_their_own() -> None:
    tables = dict(by_settings([a_run(), a_run(seed=2), a_run(seconds_asked=5.0, workers=1)]))

    assert {settings: len(runs) for settings, runs in tables.items()} == {
        "portfolio, 60 s, 2 workers": 2,
        "portfolio, 5 s, 1 worker": 1,
    }


@pytest.mark.parametrize(("gap", "says"), [(None, "-"), (-0.00001, "+0.00 %"), (-0.012, "-1.20 %"), (0.5, "+50.00 %")])
def test_a_gap_is_said_in_percent_and_nought_has_no_minus(gap: float | None, says: str) -> None:
    assert percent(gap) == says
