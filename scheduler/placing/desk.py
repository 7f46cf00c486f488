"""The best places for one visit in a standing plan: found by the compiled insertion, told only if the validator agrees.

Why a visit fits nowhere is for `explaining` to say.
"""

import itertools
from collections.abc import Iterator, Sequence
from operator import attrgetter

from scheduler.errors import PlanMismatchError
from scheduler.model.demand import Visit, VisitId
from scheduler.model.plan import Plan, Stop
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import Case, open_case
from scheduler.placing.costs import difference, newly_broken
from scheduler.placing.inserting import Inserter, Way, calm
from scheduler.placing.placement import MovedStop, Place, Placement
from scheduler.units import Minute, Minutes
from scheduler.validation.validator import validate

MOST_PLACEMENTS = 5
"""Told unless asked for more."""
PARTS_OF_A_WINDOW = 6
"""[assumption] In each of which a shift is tried again, where few shifts have room."""


def best_placements(
    problem: Problem, plan: Plan, visit_id: VisitId, *, most: int = MOST_PLACEMENTS
) -> tuple[Placement, ...]:
    """The best lawful places for a visit in a standing plan, the cheapest first; empty where there is none.

    See `Desk.best_placements`; a desk answers for several visits of one plan sooner.
    """
    return Desk(problem, plan).best_placements(visit_id, most=most)


class Desk:
    """A standing plan made ready for questions where a visit could go."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self._report = validate(problem, plan)
        self._inserter = Inserter(problem)

    def best_placements(
        self,
        visit_id: VisitId,
        *,
        most: int = MOST_PLACEMENTS,
        shift_id: ShiftId | None = None,
        within: TimeWindow | None = None,
    ) -> tuple[Placement, ...]:
        """The best lawful places for a visit that is left out or to be moved, the cheapest first.

        One for each shift, and other times in the same shifts only where fewer shifts have room than are asked for.
        All other visits keep their shift and order. They also keep their time, or start later where they must; only
        where a shift has no room so, its stops may start earlier too. The place that the visit has now is not told.

        Parameters
        ----------
        most
            At most so many; 1 or more.
        shift_id
            Only in this shift, whoever joins for a double-up.
        within
            Only with a start at these minutes.

        Raises
        ------
        PlanMismatchError
            If the problem has no such visit.
        """
        if visit_id not in self.problem.visit_by_id:
            raise PlanMismatchError(f"visit {visit_id} is not in the problem, expected one that is")
        case = open_case(self.problem, self.plan, visit_id)
        known = {_made(self.plan, visit_id)}
        found = list[Placement]()
        for tried in self._tries(case, shift_id, within):
            if (made := _made(tried[0], visit_id)) in known:
                continue
            known.add(made)
            found += itertools.islice(filter(None, (self._judged(case, plan) for plan in tried)), 1)
            if len(found) == most:
                break
        return tuple(sorted(found, key=attrgetter("points")))

    def _tries(self, case: Case, shift_id: ShiftId | None, within: TimeWindow | None) -> Iterator[tuple[Plan, ...]]:
        """Plans with the visit in each shift that has room, by what the compiled search takes them to cost; then others.

        Each with other routes at their times, and perhaps once more with those that wait for what is moved here.
        """
        visit_id, inserter = case.visit.id, self._inserter
        standing = inserter.standing(case.plan)
        held = list(inserter.ways_in(standing, visit_id, within, shift_id))
        roomy = {way.shift for way in held}
        others = inserter.ways_in(inserter.loose(case.plan), visit_id, within, shift_id)
        yield from self._plans(case, held, [way for way in others if way.shift not in roomy])
        parts = _parts_of(case.visit) if within is None else []
        yield from self._plans(
            case, [way for part in parts for way in inserter.ways_in(standing, visit_id, part, shift_id)]
        )

    def _plans(self, case: Case, held: Sequence[Way], loose: Sequence[Way] = ()) -> Iterator[tuple[Plan, ...]]:
        ways = [*((way, True) for way in held), *((way, False) for way in loose)]
        for way, is_held in sorted(ways, key=lambda each: (each[0].cost, each[0].shift)):
            plan = self._inserter.plan_in(way.state, case.plan)
            calmer = calm(plan, case.plan)
            # In a loose one all else starts as early as it goes, which is nobody's offer.
            yield (calmer, plan) if is_held and plan != calmer else (calmer,)

    def _judged(self, case: Case, tried: Plan) -> Placement | None:
        """What a try changes, if the judge finds it lawful."""
        verdict = case.judge(tried)
        # Beside the plan as it stands too, by which whoever takes the place is judged.
        if verdict.broken or newly_broken(self._report.hard_violations, verdict.report.hard_violations):
            return None
        return Placement(
            places=_places(case, tried),
            points=verdict.report.cost - self._report.cost,
            costs=difference(self.problem, verdict.report, self._report),
            moved=_moved(self.plan, tried, case.visit.id),
            plan=tried,
        )


def _places(case: Case, tried: Plan) -> tuple[Place, ...]:
    """Whatever is made in the try and was not made around the visit, the visit itself first."""
    places = [
        Place(
            stop.visit_id,
            stop.attendance,
            route.shift_id,
            case.problem.staff_of(route.shift_id).id,
            position,
            stop.start,
        )
        for route in tried.routes
        for position, stop in enumerate(route.stops)
        if (stop.visit_id, stop.attendance) not in case.placed
    ]
    return tuple(sorted(places, key=lambda place: (place.visit_id != case.visit.id, place.visit_id, place.attendance)))


def _moved(plan: Plan, tried: Plan, visit_id: VisitId) -> tuple[MovedStop, ...]:
    """Other stops that start at another time than in the plan."""
    now = _by_attendance(tried)
    return tuple(
        MovedStop(stop.visit_id, stop.attendance, shift_id, Minutes(now[key][1].start - stop.start))
        for key, (shift_id, stop) in _by_attendance(plan).items()
        if stop.visit_id != visit_id and now[key][1].start != stop.start
    )


def _by_attendance(plan: Plan) -> dict[tuple[VisitId, int], tuple[ShiftId, Stop]]:
    return {(stop.visit_id, stop.attendance): (shift_id, stop) for shift_id, stop in plan.stops()}


def _made(plan: Plan, visit_id: VisitId) -> frozenset[tuple[ShiftId, int]]:
    """By which shifts a visit is made, and as their how manieth stop, whichever of two people fills which attendance."""
    return frozenset(
        (route.shift_id, position)
        for route in plan.routes
        for position, stop in enumerate(route.stops)
        if stop.visit_id == visit_id
    )


def _parts_of(visit: Visit) -> list[TimeWindow]:
    """When a visit may start, cut into parts of one length."""
    opens, closes = visit.windows[0].earliest_start, visit.windows[-1].latest_start
    cuts = [opens + (closes + 1 - opens) * number // PARTS_OF_A_WINDOW for number in range(PARTS_OF_A_WINDOW + 1)]
    return [TimeWindow(Minute(since), Minute(until - 1)) for since, until in itertools.pairwise(cuts) if since < until]
