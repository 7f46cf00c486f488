"""The same routes at better starts: every visit keeps its shift and its place in the order, its start may move.

Compiled search starts everything as early as it can. Where waiting, moved starts or knocks at the door are weighed, or
a break is owed, a later start may cost less. Who goes where, in which order, is decided elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python.cp_model import CpModel, LinearExpr

from scheduler.encoding.codec import TaskRoutes, plan_of, routes_of
from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.roster.roster import read_roster
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.constraints import FAMILIES
from scheduler.solvers.cpsat.decoding import hint
from scheduler.solvers.cpsat.model import PlanModel
from scheduler.solvers.cpsat.part import Part
from scheduler.solvers.cpsat.search import Found, Limits, complete_hint, search
from scheduler.solvers.cpsat.starts import slots_of
from scheduler.solvers.cpsat.ties import tied_shifts
from scheduler.solvers.cpsat.variables import Routes
from scheduler.solvers.stopping import Stopwatch

_HARD = {
    RuleId.TRAVEL_TIME,
    RuleId.SHIFT_HOURS,
    RuleId.BREAK,
    RuleId.GAP,
    RuleId.REST,
    RuleId.WEEKLY_HOURS,
}
_GAIN_BY_WAITING = {
    RuleId.WAITING,
    RuleId.LARGEST_WAIT,
    RuleId.DOOR_KNOCKS,
    RuleId.DISTINCT_STAFF,
    RuleId.SUPERVISION,
    RuleId.START_MOVED,
}
_GAIN_BY_ANOTHER_BREAK = {
    RuleId.MISSED_BREAK,
    RuleId.LARGEST_IDLE,
    RuleId.OVERTIME,
    RuleId.LATENESS,
    RuleId.LARGEST_LATENESS,
}
DEPENDS_ON_STARTS = frozenset(_HARD | _GAIN_BY_WAITING | _GAIN_BY_ANOTHER_BREAK)
"""Rules that another start may change; every other follows from who makes what, in which order."""

STOPS_A_PART = 60
"""Groups of shifts that depend on nothing else are decided together up to so many stops: a model has its price."""
WORK_A_PART = 1.0
"""CP-SAT's own seconds for one part, so that one that is hard to prove does not hold up the others."""


@dataclass(frozen=True, slots=True)
class RetimedPlan:
    """A plan at better starts."""

    plan: Plan
    gain: int
    """Points by which it costs less, at least 1."""
    is_proved: bool
    """Whether no other starts of any part of the plan cost less, the starts of other parts as they are."""


_Stops = tuple[tuple[int, int], ...]


def retimed(encoding: Encoding, plan: Plan, watch: Stopwatch, *, seed: int) -> RetimedPlan | None:
    """The same routes at starts that cost less; None where none are found, or none are to be expected.

    `plan` is lawful, and as early as it can be: where nothing weighed gains by waiting and nobody owes a break, nothing
    is tried. Between neighbours at a place a remote visit may find another position.
    """
    before = {shift: tuple(stops) for shift, stops in routes_of(encoding, plan).items() if stops}
    if plan.breaks is not None or not _may_gain(encoding, before):
        return None
    retiming = _Retiming(encoding, before, seed)
    for shifts in _parts(encoding, before):
        retiming.decide(shifts, watch)
    if not retiming.gain:
        return None
    made = plan_of(encoding, retiming.routes)
    return RetimedPlan(replace(plan, routes=made.routes), retiming.gain, retiming.is_proved)


def _may_gain(encoding: Encoding, routes: TaskRoutes) -> bool:
    """Whether another start might cost less than the earliest, as the weights stand."""
    weights = encoding.problem.policy.weights
    owes_a_break = bool((encoding.facts.shifts.break_minutes[list(routes)] > 0).any())
    gaining = _GAIN_BY_WAITING | (_GAIN_BY_ANOTHER_BREAK if owes_a_break else set())
    return any(weights[rule] for rule in gaining)


def _parts(encoding: Encoding, routes: TaskRoutes) -> Iterator[tuple[int, ...]]:
    """Worked shifts by tied groups, small ones together."""
    part: list[int] = []
    for group in tied_shifts(encoding, routes):
        part += group
        if sum(len(routes[shift]) for shift in part) >= STOPS_A_PART:
            yield tuple(sorted(part))
            part = []
    if part:
        yield tuple(sorted(part))


class _Retiming:
    """Routes at the best starts so far."""

    def __init__(self, encoding: Encoding, routes: dict[int, _Stops], seed: int) -> None:
        self.routes, self.gain, self.is_proved = dict(routes), 0, True
        self._encoding, self._seed = encoding, seed
        counts = encoding.problem.policy.weights[RuleId.LARGEST_LATENESS] > 0
        self._latest = {shift: self._latest_of(stops) for shift, stops in routes.items()} if counts else {}

    def decide(self, shifts: tuple[int, ...], watch: Stopwatch) -> None:
        """Move some shifts to their best starts, all others as they are."""
        if watch.is_over():
            self.is_proved = False
            return
        now = {shift: self.routes[shift] for shift in shifts}
        built = _model_of_starts(self._encoding, Part(shifts, frozenset(), now | self._latest_but_in(shifts)))
        hint(built, now)
        before = complete_hint(built)
        if before.routes is None:
            self.is_proved = False
            return
        found = search(built, Limits(self._seed, 1, watch.seconds_left, WORK_A_PART, is_brief=True), watch)
        if found.routes is None:
            self.is_proved = False
            return
        now_costs, found_costs = _cost_of(self._encoding, before), _cost_of(self._encoding, found)
        self.is_proved &= found.is_proved and min(now_costs, found_costs) == found.cost
        if found_costs < now_costs:
            self.gain += now_costs - found_costs
            self.routes |= {shift: tuple(found.routes[shift]) for shift in shifts}
            self._latest |= {shift: self._latest_of(self.routes[shift]) for shift in shifts if shift in self._latest}

    def _latest_but_in(self, shifts: Sequence[int]) -> dict[int, _Stops]:
        """The stop of other shifts that is latest after its window: all that a part needs to know of them."""
        others = {shift: late for shift, (late, _) in self._latest.items() if shift not in shifts and late > 0}
        latest = max(others, key=lambda shift: others[shift], default=None)
        return {} if latest is None else {latest: (self._latest[latest][1],)}

    def _latest_of(self, stops: _Stops) -> tuple[int, tuple[int, int]]:
        """Minutes late, and which stop that is."""
        return max((self._lateness(*stop), stop) for stop in stops)

    def _lateness(self, task: int, start: int) -> int:
        slots = slots_of(self._encoding, int(self._encoding.facts.tasks.visit[task]))
        return max((start - slot.closes for slot in slots if slot.first <= start <= slot.last), default=0)


def _model_of_starts(encoding: Encoding, part: Part) -> PlanModel:
    """The exact model with the rules that depend on starts alone; fixed events keep their place in the order."""
    model = CpModel()
    routes = Routes(model, encoding, part)
    for family in FAMILIES:
        for rule, post in family.HARD.items():
            if rule in DEPENDS_ON_STARTS:
                post(routes)
    _keep_order_with_events(routes)
    weights = encoding.problem.policy.weights
    prices = {rule: price for family in FAMILIES for rule, price in family.SOFT.items() if rule in DEPENDS_ON_STARTS}
    terms = {rule: price(routes) for rule, price in prices.items() if weights[rule]}
    model.minimize(LinearExpr.sum([weights[rule] * term for rule, term in terms.items()]))
    return PlanModel(model, routes, terms)


def _cost_of(encoding: Encoding, found: Found) -> int:
    """What a part costs with its longest wait as the judge reads it.

    The judge puts a break into the first gap with room for it, the model into the one that leaves the shortest wait.
    """
    weight = encoding.problem.policy.weights[RuleId.LARGEST_WAIT]
    if not weight or found.routes is None or found.amounts is None:
        return found.cost
    roster = read_roster(encoding.problem, plan_of(encoding, found.routes))
    longest = max(read.totals.longest_wait_minutes for read in roster.itineraries)
    return found.cost + weight * (longest - found.amounts[RuleId.LARGEST_WAIT])


def _keep_order_with_events(routes: Routes) -> None:
    """Stops stay before or after each fixed event of their shift, so that the ways between places stay the same."""
    for route in routes.opened:
        for event in route.events:
            anchor = int(routes.facts.tasks.anchor[event])
            for task, start in routes.part.routes[route.shift]:
                moves = routes.start_of(task)
                routes.model.add(moves >= anchor if start >= anchor else moves < anchor)
