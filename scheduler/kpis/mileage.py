"""Travel in minutes, miles, money and CO2. Dated rates; a service may hand in its own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffId, TravelMode
from scheduler.roster.roster import Roster
from scheduler.units import METRES_PER_MILE, Metres, Minutes, Pence


@dataclass(frozen=True, slots=True)
class MileageRate:
    """What one mile by one mode is paid, from a date on."""

    valid_from: date
    mode: TravelMode
    pence_per_mile: int
    pence_per_mile_beyond: int
    """From the year's `miles_a_year`-th mile on."""
    miles_a_year: int
    source: str


RATES: tuple[MileageRate, ...] = (
    MileageRate(date(2026, 1, 1), TravelMode.CAR, 56, 21, 3500, "NHS terms and conditions (Agenda for Change)"),
    MileageRate(date(2026, 1, 1), TravelMode.BICYCLE, 0, 0, 0, "No rate assumed: a service puts its own row here"),
    MileageRate(date(2026, 1, 1), TravelMode.FOOT, 0, 0, 0, "Not paid"),
)
"""For dates before a mode's first row, that row counts."""

CO2_GRAMS_PER_KILOMETRE: Mapping[TravelMode, int] = {
    TravelMode.CAR: 170,
    TravelMode.BICYCLE: 0,
    TravelMode.FOOT: 0,
}
"""An average car of unknown fuel, after the UK Government's conversion factors for company reporting, rounded [assumption]."""


@dataclass(frozen=True, slots=True)
class Mileage:
    """What getting about comes to, first and last way of each shift included.

    All but the minutes are None where the length of a way is not known.
    """

    travel_minutes: Minutes
    metres: Metres | None
    miles: float | None
    mileage_pence: Pence | None
    co2_grams: int | None
    miles_by_mode: dict[str, float] | None


def mileage_of(
    problem: Problem,
    roster: Roster,
    *,
    rates: Sequence[MileageRate] = RATES,
    miles_this_year: Mapping[StaffId, float] | None = None,
) -> Mileage:
    """Add up travel; `miles_this_year` are each person's paid miles before the horizon, none where not given."""
    travel_minutes = Minutes(sum(itinerary.totals.travel_minutes for itinerary in roster.itineraries))
    metres: dict[tuple[StaffId, TravelMode], int] = defaultdict(int)
    for itinerary in roster.itineraries:
        if itinerary.totals.metres is None:
            return Mileage(travel_minutes, None, None, None, None, None)
        metres[itinerary.staff_id, problem.shift_by_id[itinerary.shift_id].travel_mode] += itinerary.totals.metres
    by_mode = {mode: sum(far for (_, by), far in metres.items() if by is mode) for mode in TravelMode}
    before = miles_this_year or {}
    pence = sum(
        _pence(rate_on(problem.horizon.first_date, mode, rates), far / METRES_PER_MILE, before.get(staff_id, 0.0))
        for (staff_id, mode), far in metres.items()
    )
    return Mileage(
        travel_minutes=travel_minutes,
        metres=Metres(sum(by_mode.values())),
        miles=sum(by_mode.values()) / METRES_PER_MILE,
        mileage_pence=Pence(pence),
        co2_grams=round(sum(far / 1000 * CO2_GRAMS_PER_KILOMETRE[mode] for mode, far in by_mode.items())),
        miles_by_mode={mode.value: far / METRES_PER_MILE for mode, far in by_mode.items()},
    )


def rate_on(day: date, mode: TravelMode, rates: Sequence[MileageRate] = RATES) -> MileageRate:
    """The rate of a mode on a day: the latest row valid by then, else the mode's first."""
    rows = sorted((rate for rate in rates if rate.mode is mode), key=lambda rate: rate.valid_from)
    return next((rate for rate in reversed(rows) if rate.valid_from <= day), rows[0])


def _pence(rate: MileageRate, miles: float, miles_before: float) -> int:
    """Pay for one person's miles, to the nearest penny."""
    within = min(miles, max(0.0, rate.miles_a_year - miles_before))
    return round(within * rate.pence_per_mile + (miles - within) * rate.pence_per_mile_beyond)
