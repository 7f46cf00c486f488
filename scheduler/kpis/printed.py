"""The measures that are printed, with unit, source and which way is better."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from scheduler.kpis.scorecard import Scorecard
from scheduler.kpis.staff_use import SHARED
from scheduler.model.demand import LevelOfCare
from scheduler.rules import RuleId


class Better(StrEnum):
    """Which way a measure should go."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the scorecard as it is printed."""

    id: str
    label: str
    unit: str
    better: Better
    source: str
    read: Callable[[Scorecard], float | None]


_WHOLE = "every visit is accounted for: in = planned + deferred + escalated (CNSST practice)"
_TRAVEL = "staff terms; travel source named by the plan"
_TIME = "Working Time Regulations; QNI tipping points"
_CARE = "studies of continuity in home nursing"
_MIX = "Cwm Taf skill mix 80:20"
_PAY = "Agenda for Change; dated rates of pay and mileage, some of them assumptions"
_FAIR = "retention studies; Agenda for Change unsocial hours"
_MORE, _LESS, _NEITHER = Better.MORE, Better.LESS, Better.NEITHER


def _in_units_of(figure: int | None, unit: int) -> float | None:
    return None if figure is None else figure / unit


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _money(card: Scorecard) -> float | None:
    mileage = card.mileage.mileage_pence
    return None if mileage is None else (card.pay.total_pence + mileage) / 100


def _travel_per_stop(card: Scorecard) -> float | None:
    return card.mileage.travel_minutes / card.working_time.stops if card.working_time.stops else None


def _left_out(level: LevelOfCare) -> Measure:
    def read(card: Scorecard) -> float:
        return card.coverage.by_level[level].deferred + card.coverage.by_level[level].escalated

    label = f"Left out, level {int(level)} ({level.name.lower()})"
    return Measure(f"left_out_{int(level)}", label, "visits", Better.LESS, _WHOLE, read)


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
    Measure(
        "planned_share", "Planned, of all", "%", _MORE, _WHOLE, lambda card: _percent(card.coverage.all.planned_share)
    ),
    Measure(
        "must_serve_left_out",
        "Must-serve left out",
        "visits",
        _LESS,
        _WHOLE,
        lambda card: card.coverage.must_serve.visits_in - card.coverage.must_serve.planned,
    ),
    *map(_left_out, sorted(LevelOfCare, reverse=True)),
    Measure("double_ups", "Double-ups planned", "visits", _MORE, _WHOLE, lambda card: card.coverage.double_ups.planned),
    Measure("travel", "Travel", "minutes", _LESS, _TRAVEL, lambda card: card.mileage.travel_minutes),
    Measure("travel_per_stop", "Travel a stop", "minutes a stop", _LESS, _TRAVEL, _travel_per_stop),
    Measure("miles", "Distance", "miles", _LESS, _TRAVEL, lambda card: card.mileage.miles),
    Measure("mileage", "Mileage pay", "£", _LESS, _TRAVEL, lambda card: _in_units_of(card.mileage.mileage_pence, 100)),
    Measure("co2", "CO2", "kg", _LESS, _TRAVEL, lambda card: _in_units_of(card.mileage.co2_grams, 1000)),
    Measure("unsocial_pay", "Pay for unsocial hours", "£", _LESS, _PAY, lambda card: card.pay.unsocial_pence / 100),
    Measure("overtime_pay", "Pay for overtime", "£", _LESS, _PAY, lambda card: card.pay.overtime_pence / 100),
    Measure("pay", "Pay in all", "£", _LESS, _PAY, lambda card: card.pay.total_pence / 100),
    Measure("money", "Pay and mileage", "£", _LESS, _PAY, _money),
    Measure("staff_use", "Use of staff on duty", "%", _NEITHER, _TIME, lambda card: _percent(card.staff_use.all)),
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
        "knocks_a_day",
        "Door-knocks a person and day",
        "knocks",
        _LESS,
        "one plan per person",
        lambda card: card.whole_person.knocks_per_person_and_day,
    ),
    Measure(
        "organisations_a_day",
        "Organisations a person and day",
        "organisations",
        _LESS,
        "one plan per person",
        lambda card: card.whole_person.organisations_per_person_and_day,
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


_TEAM, _BAND = "staff_use:team:", "staff_use:band:"


def measures_of(card: Scorecard) -> tuple[Measure, ...]:
    """Every measure of one plan: those that are printed, and the use of staff of each team and band."""
    parts = [*(_TEAM + team for team in card.staff_use.by_team), *(f"{_BAND}{band}" for band in card.staff_use.by_band)]
    return (*MEASURES, *map(measure_named, parts))


def measure_named(measure_id: str, name_by_team: Mapping[str, str] = MappingProxyType({})) -> Measure:
    """A measure by its id; raises KeyError where there is none. Teams are called by their ids unless names are given."""
    if measure_id.startswith(_TEAM):
        team = measure_id.removeprefix(_TEAM)
        label = "Use of staff of several teams" if team == SHARED else f"Use of staff, {name_by_team.get(team, team)}"
        return Measure(measure_id, label, "%", _NEITHER, _TIME, lambda card: _percent(card.staff_use.by_team.get(team)))
    if measure_id.startswith(_BAND):
        band = int(measure_id.removeprefix(_BAND))
        label = f"Use of staff, band {band}" if band else "Use of staff outside the bands"
        return Measure(measure_id, label, "%", _NEITHER, _TIME, lambda card: _percent(card.staff_use.by_band.get(band)))
    return _MEASURE_BY_ID[measure_id]


_MEASURE_BY_ID = {measure.id: measure for measure in MEASURES}
