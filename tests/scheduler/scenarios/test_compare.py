from collections.abc import Sequence

import pytest

from scheduler.kpis.printed import MEASURES
from scheduler.scenarios.changes import PoolEmployers
from scheduler.scenarios.compare import Comparison, MeasureRow, compare
from scheduler.scenarios.groups import GROUPS, HEADLINES
from scheduler.scenarios.scenario import BASELINE, Scenario
from scheduler.scenarios.task import Outcome, Solved, Task
from scheduler.scenarios.wording import figure, sentence, verdict
from scheduler.solvers.stopping import Budget

OTHER = Scenario("Other", (PoolEmployers(),))


def comparison_of(
    baseline: Sequence[float | None], scenario: Sequence[float | None], measure: str = "travel"
) -> Comparison:
    """A comparison over as many seeds as there are figures."""
    tasks: list[Task] = []
    outcomes: dict[str, Outcome] = {}
    for each, figures in ((BASELINE, baseline), (OTHER, scenario)):
        for seed, value in enumerate(figures):
            task = Task(each, "Monday", "digest", seed, Budget(iterations=1))
            tasks.append(task)
            outcomes[task.key] = Solved(
                **Solved.names_of(task), figures={measure: value}, num_hard_violations=0, seconds=1, iterations=1
            )
    return compare(tasks, outcomes, baseline=BASELINE)


def row_of(baseline: Sequence[float | None], scenario: Sequence[float | None], measure: str = "travel") -> MeasureRow:
    return comparison_of(baseline, scenario, measure).scenarios[0].rows[0]


def test_the_interval_of_paired_differences_is_students() -> None:
    # Differences 1, 2, 3: mean 2, deviation 1; t for two degrees of freedom is 4.30265, so 2 ± 4.30265 / √3.
    row = row_of([10, 20, 30], [11, 22, 33])

    assert (row.baseline, row.scenario, row.difference, row.standard_deviation) == (20, 22, 2, 1)
    assert row.interval_from == pytest.approx(2 - 2.48414, abs=1e-4)
    assert row.interval_to == pytest.approx(2 + 2.48414, abs=1e-4)
    assert row.is_more_than_noise is False


def test_pairs_tell_what_means_alone_would_not() -> None:
    row = row_of([10, 1000, 3000], [12, 1002, 3003])

    assert row.is_more_than_noise
    assert row.is_better is False


def test_a_difference_is_for_the_better_in_the_direction_of_its_measure() -> None:
    assert row_of([10, 20, 30], [9, 19, 29]).is_better
    assert row_of([10, 20, 30], [9, 19, 29], "planned").is_better is False
    assert row_of([10, 20, 30], [9, 19, 29], "visits_in").is_better is None


def test_a_pair_that_lacks_a_figure_does_not_count() -> None:
    row = row_of([None, 10, 20, 30], [5, 11, 22, 33])

    assert (row.num_pairs, row.baseline, row.difference) == (3, 20, 2)


@pytest.mark.parametrize(("num", "is_told"), [(2, None), (3, True)])
def test_three_pairs_are_the_fewest_that_tell_noise(num: int, is_told: bool | None) -> None:
    assert row_of([10] * num, [20] * num).is_more_than_noise is is_told


def test_a_figure_that_neither_has_cannot_be_compared() -> None:
    row = row_of([None] * 3, [None] * 3)

    assert (row.baseline, row.difference, row.is_more_than_noise) == (None, None, None)
    assert sentence(row) == "Travel: cannot be compared."


def test_a_comparison_is_said_in_plain_words() -> None:
    assert sentence(row_of([5000, 5100, 5200], [4900, 5000, 5105])) == (
        "Travel: 5,002 minutes in place of 5,100, -98 (95 % interval -106 to -91, 3 pairs): "
        "more than noise, for the better."
    )
    assert sentence(row_of([3, 3, 3], [3, 3, 3], "left_out_4")) == (
        "Left out, level 4 (urgent): 3.0 visits as before; no difference in any pair."
    )
    assert sentence(row_of([700], [800], "money")) == (
        "Pay and mileage: £800 in place of 700; too few pairs to tell it from noise: 1, expected 3 or more."
    )
    assert verdict(row_of([10, 20, 30], [30, 10, 25])) == "no more than noise"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(None, "%", "-"), (-0.04, "%", "0.0"), (0.04, "staff", "+0.04"), (1234.5, "£", "+1,234")],
)
def test_a_figure_has_the_decimals_of_its_unit_and_nothing_has_no_sign(
    value: float | None, unit: str, said: str
) -> None:
    assert figure(value, unit, signed=True) == said


def test_every_printed_measure_stands_under_one_heading() -> None:
    grouped = [measure for ids in GROUPS.values() for measure in ids]

    assert sorted(grouped) == sorted(measure.id for measure in MEASURES)
    assert set(HEADLINES) <= set(grouped)


def test_teams_are_called_by_their_names() -> None:
    tasks = [Task(each, "Monday", "digest", 1, Budget(iterations=1)) for each in (BASELINE, OTHER)]
    outcomes = {
        task.key: Solved(
            **Solved.names_of(task),
            figures={"staff_use:team:W1": 70.0, "staff_use:team:shared": 60.0, "staff_use:band:0": 50.0},
            num_hard_violations=0,
            seconds=1,
            iterations=1,
        )
        for task in tasks
    }

    rows = compare(tasks, outcomes, baseline=BASELINE, name_by_team={"W1": "Witney"}).scenarios[0].rows

    assert [row.label for row in rows] == [
        "Use of staff outside the bands",
        "Use of staff, Witney",
        "Use of staff of several teams",
    ]
