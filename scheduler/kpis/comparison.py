"""Two plans side by side in the measures that are printed, and which is the better in each. The measures stand in `printed`."""

from dataclasses import dataclass
from enum import StrEnum

from scheduler.kpis.printed import MEASURES, Better, Measure
from scheduler.kpis.scorecard import Scorecard


class Verdict(StrEnum):
    """How a plan stands against its baseline in one measure."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNJUDGED = ""
    """No direction is better, or a figure is missing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a printed comparison; figures are None where there is nothing to measure."""

    measure: Measure
    value: float | None
    baseline: float | None
    difference: float | None
    """Value minus baseline, in the measure's unit."""
    verdict: Verdict


def compare(scorecard: Scorecard, baseline: Scorecard) -> tuple[Row, ...]:
    """Set a plan against a baseline for the same problem, one row for each measure."""
    return tuple(_row(measure, measure.read(scorecard), measure.read(baseline)) for measure in MEASURES)


def _row(measure: Measure, value: float | None, baseline: float | None) -> Row:
    if value is None or baseline is None:
        return Row(measure, value, baseline, None, Verdict.UNJUDGED)
    difference = value - baseline
    return Row(measure, value, baseline, difference, _verdict(measure.better, difference))


def _verdict(better: Better, difference: float) -> Verdict:
    if better is Better.NEITHER:
        return Verdict.UNJUDGED
    if not difference:
        return Verdict.SAME
    return Verdict.BETTER if (difference > 0) is (better is Better.MORE) else Verdict.WORSE
