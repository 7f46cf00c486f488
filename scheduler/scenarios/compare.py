"""A scenario against the baseline: measure by measure, paired over days and seeds, and whether it is more than noise."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev
from types import MappingProxyType

from scheduler.kpis.printed import Better, Measure, measure_named
from scheduler.scenarios.groups import group_of, place_of
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.task import Failed, Outcome, Solved, Task
from scheduler.solvers.stopping import Budget

CONFIDENCE = 0.95
FEWEST_PAIRS = 3
"""With fewer nothing is called more than noise, or no more: two that agree may do so by chance."""
Pair = tuple[str, int]
"""A day and a seed."""
_NOTHING = 1e-9
"""What adding up fractions in another order leaves behind."""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of a scenario beside the baseline's; figures are means over the pairs that have both."""

    measure: str
    """Its id."""
    group: str
    label: str
    unit: str
    better: Better
    num_pairs: int
    """Days and seeds for which both have a figure."""
    baseline: float | None
    scenario: float | None
    difference: float | None
    """Scenario minus baseline."""
    standard_deviation: float | None
    """Of the differences; None with fewer than two pairs."""
    interval_from: float | None
    """Where the mean difference lies with 95 % confidence (Student's t); None with fewer than two pairs."""
    interval_to: float | None
    is_more_than_noise: bool | None
    """Whether that interval leaves out 0; None with fewer than three pairs."""
    is_better: bool | None
    """Whether the difference is for the better; None without a difference, or where neither way is better."""


@dataclass(frozen=True, slots=True)
class ScenarioComparison:
    """One scenario against the baseline."""

    name: str
    question: str
    changes: tuple[str, ...]
    """Each in a sentence."""
    num_pairs: int
    """Days and seeds on which both were planned."""
    rows: tuple[MeasureRow, ...]
    failures: tuple[str, ...]
    """Why some or all of its plans could not be made, each reason once with how often."""

    def row(self, measure: str) -> MeasureRow | None:
        """The row of a measure, if there is one."""
        return next((row for row in self.rows if row.measure == measure), None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that was asked, and what came out."""

    days: tuple[str, ...]
    seeds: tuple[int, ...]
    budget: str
    """In words."""
    scenarios: tuple[ScenarioComparison, ...]


def compare(
    tasks: Sequence[Task],
    outcomes: Mapping[str, Outcome],
    *,
    baseline: Scenario,
    name_by_team: Mapping[str, str] = MappingProxyType({}),
) -> Comparison:
    """Compare every scenario of the tasks with the baseline, told apart by name; `outcomes` by the tasks' keys."""
    by_name = {task.scenario.name: task.scenario for task in tasks}
    of_baseline = _by_pair(tasks, outcomes, baseline)
    return Comparison(
        days=tuple(dict.fromkeys(task.day for task in tasks)),
        seeds=tuple(dict.fromkeys(task.seed for task in tasks)),
        budget=budget_in_words(tasks[0].budget) if tasks else "",
        scenarios=tuple(
            _compared(scenario, of_baseline, _by_pair(tasks, outcomes, scenario), name_by_team)
            for name, scenario in by_name.items()
            if name != baseline.name
        ),
    )


def budget_in_words(budget: Budget) -> str:
    """Such as ``10 s`` or ``50,000 moves``."""
    seconds = [] if budget.seconds is None else [f"{budget.seconds:g} s"]
    moves = [] if budget.iterations is None else [f"{budget.iterations:,} moves"]
    return " or ".join(seconds + moves)


def _by_pair(tasks: Sequence[Task], outcomes: Mapping[str, Outcome], scenario: Scenario) -> dict[Pair, Outcome]:
    return {
        (task.day, task.seed): outcomes[task.key]
        for task in tasks
        if task.scenario.name == scenario.name and task.key in outcomes
    }


def _compared(
    scenario: Scenario,
    of_baseline: Mapping[Pair, Outcome],
    of_scenario: Mapping[Pair, Outcome],
    name_by_team: Mapping[str, str],
) -> ScenarioComparison:
    pairs = [
        (before.figures, after.figures)
        for pair, after in of_scenario.items()
        if isinstance(after, Solved) and isinstance(before := of_baseline.get(pair), Solved)
    ]
    measures = sorted({key: None for both in pairs for figures in both for key in figures}, key=place_of)
    return ScenarioComparison(
        name=scenario.name,
        question=scenario.question,
        changes=scenario.sentences,
        num_pairs=len(pairs),
        rows=tuple(
            _row(measure_named(key, name_by_team), [(before.get(key), after.get(key)) for before, after in pairs])
            for key in measures
        ),
        failures=tuple(_failures([*of_baseline.values(), *of_scenario.values()])),
    )


def _row(measure: Measure, pairs: Sequence[tuple[float | None, float | None]]) -> MeasureRow:
    both = [(before, after) for before, after in pairs if before is not None and after is not None]
    differences = [_rounded(after - before) for before, after in both]
    mean = fmean(differences) if differences else None
    deviation = stdev(differences) if len(differences) > 1 else None
    low, high = _interval(mean, deviation, len(differences))
    return MeasureRow(
        measure=measure.id,
        group=group_of(measure.id),
        label=measure.label,
        unit=measure.unit,
        better=measure.better,
        num_pairs=len(both),
        baseline=_mean(before for before, _ in both or pairs),
        scenario=_mean(after for _, after in both or pairs),
        difference=mean,
        standard_deviation=deviation,
        interval_from=low,
        interval_to=high,
        is_more_than_noise=None if low is None or high is None or len(both) < FEWEST_PAIRS else not low <= 0 <= high,
        is_better=(mean > 0) is (measure.better is Better.MORE)
        if mean and measure.better is not Better.NEITHER
        else None,
    )


def _interval(mean: float | None, deviation: float | None, num: int) -> tuple[float | None, float | None]:
    """Where the mean of differences lies with confidence, by Student's t; the mean alone where all are the same."""
    if mean is None or deviation is None:
        return None, None
    if not deviation:
        return mean, mean
    from scipy.stats import t  # noqa: PLC0415 - heavy, and only needed here

    low, high = t.interval(CONFIDENCE, num - 1, loc=mean, scale=deviation / sqrt(num))
    return float(low), float(high)


def _rounded(difference: float) -> float:
    return 0.0 if abs(difference) < _NOTHING else difference


def _mean(figures: Iterable[float | None]) -> float | None:
    there = [figure for figure in figures if figure is not None]
    return fmean(there) if there else None


def _failures(outcomes: Iterable[Outcome]) -> Iterable[str]:
    often = Counter(outcome.error for outcome in outcomes if isinstance(outcome, Failed))
    return (f"{error} (in {count} of the plans)" for error, count in often.items())
