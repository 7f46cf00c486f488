"""Stability: what was pinned or published, and what becomes of it."""

from ortools.sat.python.cp_model import LinearExpr

from scheduler.encoding.fixing import fixings, stops_asked
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.reading import Held, Post, Price, paired
from scheduler.solvers.cpsat.variables import Routes


def pin(routes: Routes) -> LinearExpr:
    """Pins that are not kept."""
    return _missed(routes, RuleId.PIN)


def freeze(routes: Routes) -> LinearExpr:
    """What was published to start before the freeze ends, and is not made as published."""
    return _missed(routes, RuleId.FREEZE)


def staff_changed(routes: Routes) -> LinearExpr:
    """Published visits made by somebody else."""
    return paired(routes, RuleId.STAFF_CHANGED)


def start_moved(routes: Routes) -> LinearExpr:
    """Minutes by which starts move from the published ones, beyond the tolerance."""
    tolerance, moves = routes.facts.figures.tolerance, []
    for visit in routes.movable:
        time = routes.time_of(visit)
        for task in routes.tasks_of(visit):
            told = int(routes.facts.tasks.published_start[task])
            if told < 0:
                continue
            most = max((abs(told - edge) for slot in time.slots for edge in (slot.first, slot.last)), default=0)
            if most > tolerance:
                moves.append(routes.model.new_int_var(0, most - tolerance, f"moved[{task}]"))
                for moved in (time.start - told, told - time.start):
                    routes.model.add(moves[-1] >= moved - tolerance).only_enforce_if(time.is_planned)
    return LinearExpr.sum(moves)


def _missed(routes: Routes, rule: RuleId) -> LinearExpr:
    """Stops that a rule asks for and that are not made: the encoding leaves a fixed task no other shift and start."""
    index, fixed = routes.encoding.index, fixings(routes.problem)
    kept = [
        routes.takes(index.shift_index[asked.fixing.shift_id], asked.task)
        if asked.task is not None and asked.fixing.includes(fixed[asked.task])
        else 0
        for asked in stops_asked(routes.problem)
        if asked.rule is rule
    ]
    return len(kept) - LinearExpr.sum(kept)


HARD: dict[RuleId, Post] = {}
SOFT: dict[RuleId, Price] = {
    # Hard, and priced as such: where not every pin can be kept there still is a best plan.
    RuleId.PIN: pin,
    RuleId.FREEZE: freeze,
    RuleId.STAFF_CHANGED: staff_changed,
    RuleId.START_MOVED: start_moved,
}
HOLDS_BY_CONSTRUCTION: Held = {}
