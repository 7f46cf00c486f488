"""What staff on duty are paid: basic hours, unsocial hours, overtime. Dated rates; a service may hand in its own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.kpis.fairness import BANK_HOLIDAYS, unsocial_hours
from scheduler.model.problem import Problem
from scheduler.model.skills import Band
from scheduler.model.workforce import Role, StaffMember
from scheduler.roster.roster import Roster
from scheduler.units import Pence


@dataclass(frozen=True, slots=True)
class PayRate:
    """What an hour of one band is paid, from a date on, without the employer's costs on top."""

    valid_from: date
    band: Band
    pence_per_hour: int
    percent_more_at_night_and_on_saturday: int
    percent_more_on_sunday: int
    """And on bank holidays."""
    overtime_percent: int
    """Of the basic hour."""
    source: str


_SCALE = (
    "Agenda for Change 2025/26, lowest point of the band over 1,955 hours a year [assumption]; unsocial hours section 2"
)
_FROM = date(2025, 4, 1)

PAY_RATES: tuple[PayRate, ...] = (
    PayRate(
        _FROM, Band.UNBANDED, 1260, 0, 0, 100, "A living wage; terms of other employers are not known [assumption]"
    ),
    PayRate(_FROM, Band.BAND_2, 1251, 41, 83, 150, _SCALE),
    PayRate(_FROM, Band.BAND_3, 1275, 35, 69, 150, _SCALE),
    PayRate(_FROM, Band.BAND_4, 1406, 30, 60, 150, _SCALE),
    PayRate(_FROM, Band.BAND_5, 1588, 30, 60, 150, _SCALE),
    PayRate(_FROM, Band.BAND_6, 1978, 30, 60, 150, _SCALE),
    PayRate(_FROM, Band.BAND_7, 2445, 30, 60, 150, _SCALE),
    PayRate(_FROM, Band.BAND_8, 2848, 30, 60, 150, _SCALE),
)
"""For dates before a band's first row, that row counts."""


@dataclass(frozen=True, slots=True)
class Pay:
    """What the shifts on duty cost, worked or idle; volunteers are not paid."""

    basic_pence: Pence
    """All hours on duty without breaks, at the basic rate."""
    unsocial_pence: Pence
    """What nights, weekends and bank holidays come to on top."""
    overtime_pence: Pence
    """Minutes beyond the end of shifts, at the rate of overtime."""

    @property
    def total_pence(self) -> Pence:
        """All three together."""
        return Pence(self.basic_pence + self.unsocial_pence + self.overtime_pence)


def pay_of(
    problem: Problem,
    roster: Roster,
    *,
    rates: Sequence[PayRate] = PAY_RATES,
    bank_holidays: Collection[date] = BANK_HOLIDAYS,
) -> Pay:
    """Add up the pay of all shifts on duty."""
    basic = unsocial = overtime = 0.0
    for itinerary in roster.itineraries:
        shift, member = problem.shift_by_id[itinerary.shift_id], problem.staff_by_id[itinerary.staff_id]
        rate = rate_of(member, problem.horizon.date_of(shift.start), rates)
        if rate is None:
            continue
        a_minute = rate.pence_per_hour / 60
        nights, sundays = unsocial_hours(problem.horizon, shift.start, shift.end, bank_holidays=bank_holidays)
        basic += a_minute * shift.paid_minutes
        unsocial += a_minute * nights * rate.percent_more_at_night_and_on_saturday / 100
        unsocial += a_minute * sundays * rate.percent_more_on_sunday / 100
        overtime += a_minute * itinerary.totals.overtime_minutes * rate.overtime_percent / 100
    return Pay(Pence(round(basic)), Pence(round(unsocial)), Pence(round(overtime)))


def rate_of(member: StaffMember, day: date, rates: Sequence[PayRate] = PAY_RATES) -> PayRate | None:
    """Somebody's rate on a day: the latest row of the band valid by then, else its first; None for a volunteer."""
    rows = sorted((rate for rate in rates if rate.band == member.band), key=lambda rate: rate.valid_from)
    if member.role is Role.VOLUNTEER or not rows:
        return None
    return next((rate for rate in reversed(rows) if rate.valid_from <= day), rows[0])
