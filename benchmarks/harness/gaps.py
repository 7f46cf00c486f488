"""How far runs are from the best published costs, by family and size or by instance. How a table looks is the screen's."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from statistics import fmean
from typing import TypeVar

from benchmarks.harness.record import Run

Row = dict[str, str]
"""Cells by heading, in the order of the columns."""

_LARGEST_OF_A_SIZE = (10, 25, 50, 75, 100, 200, 300)
"""Patients, as the public families have them."""
Label = TypeVar("Label", str, int)


def size_of(num_patients: int) -> tuple[int, str]:
    """A size as a number to sort by and in words, such as ``26 to 50`` patients."""
    least = 1
    for number, most in enumerate(_LARGEST_OF_A_SIZE):
        if num_patients <= most:
            return number, f"{least} to {most}"
        least = most + 1
    return len(_LARGEST_OF_A_SIZE), f"{least} and more"


def settings_of(run: Run) -> str:
    """What runs must share to stand in one table."""
    workers = "1 worker" if run.workers == 1 else f"{run.workers} workers"
    return f"{run.solver}, {run.seconds_asked:g} s, {workers}"


def by_settings(runs: Iterable[Run]) -> Iterator[tuple[str, list[Run]]]:
    """The runs with the same solver, seconds and workers."""
    return _grouped(runs, settings_of)


def by_family_and_size(runs: Sequence[Run]) -> list[Row]:
    """A row for each size of each family, and where a family has several sizes one for all of it."""
    rows: list[Row] = []
    for family, of_family in _grouped(runs, lambda run: run.family):
        sizes = [*_grouped(of_family, lambda run: size_of(run.patients)[0])]
        for _, of_size in sizes:
            rows.append({"family": family, "patients": size_of(of_size[0].patients)[1], **_figures(of_size)})
        if len(sizes) > 1:
            rows.append({"family": family, "patients": "all", **_figures(of_family)})
    return rows


def by_instance(runs: Sequence[Run]) -> list[Row]:
    """A row for each instance."""
    rows: list[Row] = []
    for _, of_instance in _grouped(runs, lambda run: f"{run.family}/{run.instance}"):
        first = min(of_instance, key=lambda run: run.seed)
        costs = [run.cost for run in of_instance if run.is_lawful]
        bounds = [run.bound for run in of_instance if run.bound is not None]
        rows.append(
            {
                "family": first.family,
                "instance": first.instance,
                "patients": str(first.patients),
                "staff": str(first.staff),
                "best published": _cost(first.best_published),
                "bound": _cost(max(bounds, default=None)),
                "mean cost": _cost(fmean(costs) if costs else None),
                "best cost": _cost(min(costs, default=None)),
                **{heading: cell for heading, cell in _figures(of_instance).items() if heading != "instances"},
                "mean s": f"{fmean(run.seconds_used for run in of_instance):.1f}",
                "moves/s": f"{fmean(run.moves_per_second for run in of_instance):,.0f}",
            }
        )
    return sorted(rows, key=lambda row: (row["family"], int(row["patients"]), row["instance"]))


def percent(gap: float | None) -> str:
    """A gap in percent with its sign; a dash where there is none."""
    # Nought is added so that none is "-0.00".
    return "-" if gap is None else f"{round(100 * gap, 2) + 0.0:+.2f} %"


def _figures(runs: Sequence[Run]) -> Row:
    gaps = [run.gap for run in runs if run.gap is not None]
    return {
        "instances": str(len({run.instance for run in runs})),
        "seeds": str(len({run.seed for run in runs})),
        "mean gap": percent(fmean(gaps) if gaps else None),
        "best gap": percent(min(gaps, default=None)),
        "worst gap": percent(max(gaps, default=None)),
        "hard violations": str(sum(sum(run.hard_violations.values()) for run in runs)),
        "proved runs": f"{sum(run.is_proved for run in runs)} of {len(runs)}",
    }


def _cost(cost: float | None) -> str:
    return "-" if cost is None else f"{cost:.3f}"


def _grouped(runs: Iterable[Run], label: Callable[[Run], Label]) -> Iterator[tuple[Label, list[Run]]]:
    for key, group in groupby(sorted(runs, key=label), key=label):
        yield key, list(group)
