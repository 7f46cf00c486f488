"""Planning by hand, step by step: visits in the order in which coordinators take them, each to the first who can.

Must-serve visits first, morning insulin first among them, then by level of care and window. Each goes to the named
nurse if that works, else within the visit's own organisation to staff of the patient's practice, else to whoever's
practice is nearest, the least busy first; into their list after the nearest stop. Nothing once written goes to another
person, and nobody is planned into overtime. The plan keeps every hard rule.
"""

from collections.abc import Iterator
from functools import cache

from scheduler.encoding.left_out import leave_out
from scheduler.model.demand import Visit, VisitId
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import ShiftId
from scheduler.solvers.manual.asking import WhomToAsk
from scheduler.solvers.manual.diary import Diary, Fit
from scheduler.solvers.manual.openings import Openings, common, exactly, openings_of
from scheduler.solvers.manual.timing import Booking, Item
from scheduler.units import Minute, Minutes

MEETING_STEP_MINUTES = 15
"""Two people arrange to meet on the quarter-hours after a window opens [assumption]."""
NOON = 12 * 60


def solve_manually(problem: Problem) -> Plan:
    """Plan as coordinators do by hand: a lawful plan that looks no step ahead and takes nothing back."""
    ask = WhomToAsk(problem)
    diary = Diary(problem)
    left_out = []
    for visits in _in_order(problem, ask):
        attempt = diary.copy()
        if all(_book(attempt, ask, visit) for visit in visits):
            diary = attempt
        else:
            left_out += [leave_out(problem, visit, _reason(ask, visit)) for visit in visits]
    return Plan(tuple(diary.routes()), tuple(left_out))


def _in_order(problem: Problem, ask: WhomToAsk) -> Iterator[list[Visit]]:
    """Every visit once, the most pressing first; visits that only make sense together come together."""
    taken: set[VisitId] = set()
    for visit in sorted(problem.visits, key=lambda visit: _urgency(problem, ask, visit)):
        if visit.id not in taken:
            together = _together_with(ask, visit.id)
            taken |= together
            visits = [problem.visit_by_id[visit_id] for visit_id in together]
            yield sorted(visits, key=lambda each: (each.windows[0].latest_start, each.id))


def _urgency(problem: Problem, ask: WhomToAsk, visit: Visit) -> tuple[object, ...]:
    opens = visit.windows[0].earliest_start
    is_morning_insulin = "insulin" in visit.visit_type and problem.horizon.minute_of_day(opens) < NOON
    return (
        all(ask.fixing_of(visit, attendance) is None for attendance in range(len(visit.attendances))),
        not visit.is_must_serve,
        not is_morning_insulin,
        -visit.level_of_care,
        not visit.is_double_up,
        visit.windows[0].latest_start,
        visit.id,
    )


def _together_with(ask: WhomToAsk, visit_id: VisitId) -> set[VisitId]:
    """A visit and all that both-or-none links tie to it, directly or by way of others."""
    found, waiting = {visit_id}, [visit_id]
    while waiting:
        for link in ask.links_of.get(waiting.pop(), ()):
            news = {link.first, link.second} - found if link.is_both_or_none else set[VisitId]()
            found |= news
            waiting += news
    return found


def _book(diary: Diary, ask: WhomToAsk, visit: Visit) -> bool:
    """Write a visit into the diary, on time if possible, else late as far as is tolerated."""
    for lateness in (Minutes(0), diary.problem.policy.limits.lateness_minutes):
        openings = _openings(diary, ask, visit, lateness)
        book = _book_pair if visit.is_double_up else _book_single
        if openings and book(diary, ask, visit, openings):
            return True
    return False


def _openings(diary: Diary, ask: WhomToAsk, visit: Visit, lateness: Minutes) -> Openings:
    """When a visit may start beside the visits it is linked to; a fixed start stands whatever the window says."""
    fixings = [ask.fixing_of(visit, attendance) for attendance in range(len(visit.attendances))]
    fixed = [fixing.start for fixing in fixings if fixing is not None and fixing.start is not None]
    openings = exactly(fixed[0]) if fixed else openings_of(diary.problem, visit, lateness=lateness)
    for link in ask.links_of.get(visit.id, ()):
        is_second = link.second == visit.id
        at = diary.start_of(link.first if is_second else link.second)
        if at is not None:
            least, most = (link.gap_least_minutes, link.gap_most_minutes)
            span = (at + least, at + most) if is_second else (at - most, at - least)
            openings = common(openings, [TimeWindow(Minute(span[0]), Minute(span[1]))])
    return openings


def _book_single(diary: Diary, ask: WhomToAsk, visit: Visit, openings: Openings) -> bool:
    for shift_id in ask.in_order(diary, visit, 0):
        fit = _nearest(diary, shift_id, visit, 0, openings)
        if fit is not None:
            # What others are timed by stays where it is.
            diary.write(fit.held() if visit.id in ask.links_of else fit)
            return True
    return False


def _book_pair(diary: Diary, ask: WhomToAsk, visit: Visit, openings: Openings) -> bool:
    staff = {shift.id: shift.staff_id for shift in diary.problem.shifts}
    seconds = ask.in_order(diary, visit, 1)

    @cache
    def second_at(start: Minute) -> list[Fit]:
        fits = (_nearest(diary, shift_id, visit, 1, exactly(start)) for shift_id in seconds)
        return [fit for fit in fits if fit is not None]

    for shift_id in ask.in_order(diary, visit, 0):
        for start in _meeting_times(openings):
            first = _nearest(diary, shift_id, visit, 0, exactly(start))
            others = second_at(start) if first is not None else []
            partner = next((fit for fit in others if staff[fit.shift_id] != staff[shift_id]), None)
            if first is not None and partner is not None:
                diary.write(first)
                diary.write(partner)
                return True
    return False


def _meeting_times(openings: Openings) -> Iterator[Minute]:
    for opening in openings:
        for start in range(opening.earliest_start, opening.latest_start + 1, MEETING_STEP_MINUTES):
            yield Minute(start)


def _nearest(diary: Diary, shift_id: ShiftId, visit: Visit, attendance: int, openings: Openings) -> Fit | None:
    """Where in a shift's list a visit follows the nearest stop, the earlier where two are as near."""
    item = Item(diary.problem.location_of(visit.id), visit.duration_minutes, openings)
    fits = diary.fits(shift_id, Booking(visit, attendance, item))
    return min(fits, key=lambda fit: (fit.travel_minutes, fit.start, fit.position), default=None)


def _reason(ask: WhomToAsk, visit: Visit) -> str:
    """Why a visit is left out, for the people who decide what becomes of it."""
    for attendance in range(len(visit.attendances)):
        obstacles = [ask.eligibility.why_not(visit.id, attendance, shift.id) for shift in ask.problem.shifts]
        if all(obstacles):
            fewest = min(obstacles, key=len, default=())
            rules = ", ".join(rule.code.replace("_", " ") for rule in fewest) or "no shifts"
            return f"nobody on duty may make it: {rules}"
    return "nobody who may make it has room"
