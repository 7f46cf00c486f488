"""What decided when a planned stop starts, read off its itinerary and whatever it is tied to."""

from collections.abc import Iterator

from scheduler.model.demand import RiskFlag
from scheduler.model.plan import Plan, Stop
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import Case
from scheduler.roster.items import Admin, Attend, Event, Item, RestBreak, Travel, Wait
from scheduler.roster.itinerary import itinerary
from scheduler.units import Minute
from scheduler.validation.wording import clock, duration


def why_this_start(case: Case, plan: Plan, shift_id: ShiftId, stop: Stop) -> str:
    """One sentence; `case` is the plan without this stop."""
    start = clock(case.problem.horizon, stop.start)
    reasons = list(_reasons(case, plan, shift_id, stop))
    if reasons:
        return f"It starts at {start}: {' and '.join(reasons)}."
    return f"It starts at {start}: nothing asks for this very minute; it suits the rest of the route."


def _reasons(case: Case, plan: Plan, shift_id: ShiftId, stop: Stop) -> Iterator[str]:
    visit, horizon = case.visit, case.problem.horizon
    fixing = case.fixed.get((visit.id, stop.attendance))
    if fixing is not None and fixing.start is not None:
        yield "it is pinned or frozen at this minute"
    if any(window.earliest_start == stop.start for window in visit.windows):
        yield "its window opens then"
    light = case.problem.policy.limits.daylight_from_minute_of_day
    is_by_daylight = case.problem.patient_of(visit.id).risk_flag is RiskFlag.DAYLIGHT_ONLY and not visit.is_double_up
    if is_by_daylight and horizon.minute_of_day(stop.start) == light:
        yield "one person visits this address by daylight only"
    for link in case.problem.links:
        other = link.first if link.second == visit.id else link.second
        placed = case.placed.get((other, 0))
        if visit.id in (link.first, link.second) and placed is not None:
            apart = stop.start - placed[1].start if link.second == visit.id else placed[1].start - stop.start
            if apart in (link.gap_least_minutes, link.gap_most_minutes):
                yield f"{duration(abs(apart))} lie between it and visit {other}, as their link asks"
    arrives = _arrival(case, plan, shift_id, stop)
    if arrives is not None:
        yield arrives
    partner = case.placed.get((visit.id, 1 - stop.attendance)) if visit.is_double_up else None
    if partner is not None and _arrival(case, plan, *partner) is not None:
        yield f"its other person, in shift {partner[0]}, arrives then"


def _arrival(case: Case, plan: Plan, shift_id: ShiftId, stop: Stop) -> str | None:
    """From what the person comes straight to the stop; None if there was time to spare."""
    read = itinerary(case.problem, plan, shift_id)
    before = [item for item in read.items if item.end <= stop.start and not isinstance(item, Admin)]
    # Zero-minute ways are not listed, so whatever ends last leads straight here.
    chain, at = list[Item](), stop.start
    for item in reversed(before):
        if item.end != at or (isinstance(item, Attend) and item.visit_id == stop.visit_id):
            break
        if isinstance(item, Wait):
            return None
        chain.append(item)
        at = item.start
        if isinstance(item, Attend | Event):
            break
    travelled = sum(item.end - item.start for item in chain if isinstance(item, Travel))
    since = ["the break"] if any(isinstance(item, RestBreak) for item in chain) else []
    since += [f"{duration(travelled)} of travel"] if travelled else []
    last = chain[-1] if chain else None
    if isinstance(last, Attend | Event):
        what = f"visit {last.visit_id}" if isinstance(last, Attend) else "a fixed event"
        return f"shift {shift_id} comes straight from {' and '.join([what, *since])}"
    if at == case.problem.shift_by_id[shift_id].start:
        begins = f"shift {shift_id} begins at {clock(case.problem.horizon, Minute(at))}"
        return f"{begins} with {' and '.join(since)}" if since else begins
    return None
