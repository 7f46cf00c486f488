"""A comparison in plain words: what a planner can say aloud, and whether it may be noise."""

from scheduler.scenarios.compare import CONFIDENCE, FEWEST_PAIRS, MeasureRow

_DECIMALS = {
    "%": 1,
    "staff": 2,
    "knocks": 2,
    "organisations": 2,
    "0 to 1": 3,
    "visits": 1,
    "stops": 1,
    "kg": 1,
    "minutes a stop": 1,
}


def figure(value: float | None, unit: str, *, signed: bool = False) -> str:
    """A figure with the decimals that its unit deserves, ``-`` where there is none."""
    if value is None:
        return "-"
    decimals = _DECIMALS.get(unit, 0)
    # What rounds to nothing has no sign.
    shown = round(value, decimals) + 0.0
    return f"{shown:{'+' if signed and shown else ''},.{decimals}f}"


def verdict(row: MeasureRow) -> str:
    """Such as ``more than noise, for the better``."""
    if row.difference is None:
        return "cannot be compared"
    if row.is_more_than_noise is None:
        return f"too few pairs to tell it from noise: {row.num_pairs}, expected {FEWEST_PAIRS} or more"
    if not row.is_more_than_noise:
        return "no difference in any pair" if not row.standard_deviation else "no more than noise"
    return {True: "more than noise, for the better", False: "more than noise, for the worse", None: "more than noise"}[
        row.is_better
    ]


def sentence(row: MeasureRow) -> str:
    """One measure of a scenario beside the baseline, in a sentence."""
    if row.difference is None:
        return f"{row.label}: cannot be compared."
    start = f"{row.label}: {_told(row.scenario, row.unit)} in place of {figure(row.baseline, row.unit)}"
    if row.interval_from is None or row.interval_to is None:
        return f"{start}; {verdict(row)}."
    if not row.standard_deviation and not row.difference:
        return f"{row.label}: {_told(row.scenario, row.unit)} as before; {verdict(row)}."
    low, high = (figure(end, row.unit, signed=True) for end in (row.interval_from, row.interval_to))
    mean = figure(row.difference, row.unit, signed=True)
    return f"{start}, {mean} ({100 * CONFIDENCE:g} % interval {low} to {high}, {row.num_pairs} pairs): {verdict(row)}."


def _told(value: float | None, unit: str) -> str:
    """A figure with its unit as it is said: ``£803``, ``12.0 visits``."""
    said = figure(value, unit)
    return f"£{said}" if unit == "£" else said if unit == "0 to 1" else f"{said} {unit}"
