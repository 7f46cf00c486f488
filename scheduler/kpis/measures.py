"""How time is spent: working time, punctuality, skill mix. Spread over people stands in `fairness.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.model.problem import Problem
from scheduler.model.skills import Band
from scheduler.roster.roster import Roster
from scheduler.rules import RuleId
from scheduler.units import Minutes


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Minutes over all worked shifts, those with at least one visit."""

    shifts_on_duty: int
    shifts_worked: int
    stops: int
    """Attendances: a double-up counts twice."""
    care_minutes: Minutes
    waiting_minutes: Minutes
    overtime_minutes: Minutes
    paid_minutes: Minutes
    """Shifts without unpaid breaks, with overtime."""

    @property
    def care_share(self) -> float | None:
        """Care over paid time; None where nobody works."""
        return self.care_minutes / self.paid_minutes if self.paid_minutes else None

    @property
    def stops_per_shift(self) -> float | None:
        """Stops over worked shifts; None where nobody works."""
        return self.stops / self.shifts_worked if self.shifts_worked else None


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Whether care starts when it should."""

    on_time_share: float | None
    """Attendances that start inside a time window, of all planned."""
    late_minutes: Minutes
    """Sum over attendances, as the judge counts it (LATENESS)."""
    largest_lateness_minutes: Minutes
    urgent_in: int
    """Visits with a time by which somebody must respond (two hours after referral)."""
    urgent_in_time: int
    """Those planned to start by then; the national standard is 70 %, our aim 95 %."""

    @property
    def urgent_in_time_share(self) -> float | None:
        """Of all urgent visits in, planned or not; None where there is none."""
        return self.urgent_in_time / self.urgent_in if self.urgent_in else None


@dataclass(frozen=True, slots=True)
class SkillMix:
    """Who gives the care, in minutes of care."""

    registered_care_minutes: Minutes
    unregistered_care_minutes: Minutes
    above_band_minutes: Minutes
    """Care by somebody above the band asked for, of attendances that ask for one."""

    @property
    def registered_share(self) -> float | None:
        """Registered care over all care; about 0.8 in a nursing team (Cwm Taf)."""
        total = self.registered_care_minutes + self.unregistered_care_minutes
        return self.registered_care_minutes / total if total else None


def working_time_of(roster: Roster) -> WorkingTime:
    """Add up the totals of all itineraries."""
    totals = [itinerary.totals for itinerary in roster.itineraries]
    return WorkingTime(
        shifts_on_duty=len(totals),
        shifts_worked=sum(each.num_visits > 0 for each in totals),
        stops=sum(each.num_visits for each in totals),
        care_minutes=Minutes(sum(each.care_minutes for each in totals)),
        waiting_minutes=Minutes(sum(each.waiting_minutes for each in totals)),
        overtime_minutes=Minutes(sum(each.overtime_minutes for each in totals)),
        paid_minutes=Minutes(sum(each.paid_minutes for each in totals)),
    )


def punctuality_of(problem: Problem, roster: Roster, amounts: Sequence[int]) -> Punctuality:
    """Read punctuality from a roster, and lateness from the judge's amounts (indexed by `RuleId`)."""
    starts = [
        (problem.visit_by_id[visit.visit_id], visit.start) for route in roster.itineraries for visit in route.visits
    ]
    in_time = {visit.id for visit, start in starts if visit.respond_by is not None and start <= visit.respond_by} - {
        visit.id for visit, start in starts if visit.respond_by is not None and start > visit.respond_by
    }
    is_on_time = [start in visit.window_at(start) for visit, start in starts]
    return Punctuality(
        on_time_share=sum(is_on_time) / len(is_on_time) if is_on_time else None,
        late_minutes=Minutes(amounts[RuleId.LATENESS]),
        largest_lateness_minutes=Minutes(amounts[RuleId.LARGEST_LATENESS]),
        urgent_in=sum(visit.respond_by is not None for visit in problem.visits),
        urgent_in_time=len(in_time),
    )


def skill_mix_of(problem: Problem, roster: Roster) -> SkillMix:
    """Share out the minutes of care by who gives them."""
    registered = unregistered = above = 0
    for itinerary in roster.itineraries:
        member = problem.staff_by_id[itinerary.staff_id]
        for visit in itinerary.visits:
            asked = problem.visit_by_id[visit.visit_id].attendances[visit.attendance].minimum_band
            registered += visit.minutes if member.is_registered else 0
            unregistered += 0 if member.is_registered else visit.minutes
            above += visit.minutes if Band.UNBANDED < asked < member.band else 0
    return SkillMix(Minutes(registered), Minutes(unregistered), Minutes(above))
