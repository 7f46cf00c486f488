"""The measures that are printed, with unit, source and which way is better, and two plans side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from scheduler.kpis.scorecard import Scorecard
from scheduler.rules import RuleId


class Better(StrEnum):
    """Which way a measure should go."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class Verdict(StrEnum):
    """How a plan stands against its baseline in one measure."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNJUDGED = ""
    """No direction is better, or a figure is missing."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the scorecard as it is printed."""

    id: str
    label: str
    unit: str
    better: Better
    source: str
    read: Callable[[Scorecard], float | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a printed comparison; figures are None where there is nothing to measure."""

    measure: Measure
    value: float | None
    baseline: float | None
    difference: float | None
    """Value minus baseline, in the measure's unit."""
    verdict: Verdict


_WHOLE = "every visit is accounted for: in = planned + deferred + escalated (CNSST practice)"
_TRAVEL = "staff terms; travel source named by the plan"
_TIME = "Working Time Regulations; QNI tipping points"
_CARE = "studies of continuity in home nursing"
_MIX = "Cwm Taf skill mix 80:20"
_FAIR = "retention studies; Agenda for Change unsocial hours"
_MORE, _LESS, _NEITHER = Better.MORE, Better.LESS, Better.NEITHER


def _in_units_of(figure: int | None, unit: int) -> float | None:
    return None if figure is None else figure / unit


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


MEASURES: tuple[Measure, ...] = (
    Measure("visits_in", "Visits in", "visits", _NEITHER, _WHOLE, lambda card: card.coverage.all.visits_in),
    Measure("planned", "Planned", "visits", _MORE, _WHOLE, lambda card: card.coverage.all.planned),
    Measure("deferred", "Deferred", "visits", _LESS, _WHOLE, lambda card: card.coverage.all.deferred),
    Measure("escalated", "Escalated", "visits", _LESS, _WHOLE, lambda card: card.coverage.all.escalated),
    Measure(
        "must_serve_planned",
        "Must-serve planned",
        "visits",
        _MORE,
        _WHOLE,
        lambda card: card.coverage.must_serve.planned,
    ),
    Measure("double_ups", "Double-ups planned", "visits", _MORE, _WHOLE, lambda card: card.coverage.double_ups.planned),
    Measure("travel", "Travel", "minutes", _LESS, _TRAVEL, lambda card: card.mileage.travel_minutes),
    Measure("miles", "Distance", "miles", _LESS, _TRAVEL, lambda card: card.mileage.miles),
    Measure("mileage", "Mileage pay", "£", _LESS, _TRAVEL, lambda card: _in_units_of(card.mileage.mileage_pence, 100)),
    Measure("co2", "CO2", "kg", _LESS, _TRAVEL, lambda card: _in_units_of(card.mileage.co2_grams, 1000)),
    Measure("care_share", "Care in paid time", "%", _MORE, _TIME, lambda card: _percent(card.working_time.care_share)),
    Measure("waiting", "Waiting", "minutes", _LESS, _TIME, lambda card: card.working_time.waiting_minutes),
    Measure("overtime", "Overtime", "minutes", _LESS, _TIME, lambda card: card.working_time.overtime_minutes),
    Measure(
        "stops_per_shift", "Stops a shift", "stops", _NEITHER, _TIME, lambda card: card.working_time.stops_per_shift
    ),
    Measure(
        "on_time", "On time", "%", _MORE, "QNI standards 2022", lambda card: _percent(card.punctuality.on_time_share)
    ),
    Measure("late", "Late", "minutes", _LESS, "QNI standards 2022", lambda card: card.punctuality.late_minutes),
    Measure(
        "urgent",
        "Urgent in time",
        "%",
        _MORE,
        "NHS England two-hour standard",
        lambda card: _percent(card.punctuality.urgent_in_time_share),
    ),
    Measure(
        "known_staff", "By staff they know", "%", _MORE, _CARE, lambda card: _percent(card.continuity.known_staff_share)
    ),
    Measure(
        "named_staff",
        "By their named nurse",
        "%",
        _MORE,
        _CARE,
        lambda card: _percent(card.continuity.named_staff_share),
    ),
    Measure(
        "upc", "Usual provider (UPC)", "%", _MORE, _CARE, lambda card: _percent(card.continuity.usual_provider_share)
    ),
    Measure(
        "staff_28_days",
        "Staff a patient, 28 days",
        "staff",
        _LESS,
        _CARE,
        lambda card: card.continuity.staff_per_patient,
    ),
    Measure(
        "staff_a_day",
        "Staff a person and day",
        "staff",
        _LESS,
        _CARE,
        lambda card: card.continuity.staff_per_patient_and_day,
    ),
    Measure(
        "door_knocks",
        "Extra door-knocks",
        "knocks",
        _LESS,
        "one plan per person",
        lambda card: card.amounts[RuleId.DOOR_KNOCKS],
    ),
    Measure(
        "registered",
        "Care by registered staff",
        "%",
        _NEITHER,
        _MIX,
        lambda card: _percent(card.skill_mix.registered_share),
    ),
    Measure(
        "above_band", "Care above its band", "minutes", _LESS, _MIX, lambda card: card.skill_mix.above_band_minutes
    ),
    Measure(
        "workload_gini",
        "Spread of workload (Gini)",
        "0 to 1",
        _LESS,
        _FAIR,
        lambda card: card.fairness.workload_minutes.gini if card.fairness.workload_minutes else None,
    ),
    Measure(
        "busiest",
        "Busiest person's care and travel",
        "minutes",
        _LESS,
        _FAIR,
        lambda card: card.fairness.workload_minutes.most if card.fairness.workload_minutes else None,
    ),
    Measure("unsocial", "Unsocial hours", "minutes", _LESS, _FAIR, lambda card: card.fairness.unsocial_minutes),
    Measure("sundays", "Sundays, bank holidays", "minutes", _LESS, _FAIR, lambda card: card.fairness.sunday_minutes),
    Measure("cost", "Cost", "points", _LESS, "the policy's weights", lambda card: card.cost),
)
"""In the order in which they are printed."""


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
