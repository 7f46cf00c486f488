"""The sentences of an explanation: ids and roles, rules and capacity; never a name, never a fault of a person."""

from collections import Counter
from collections.abc import Sequence

from scheduler.explaining.explanation import WHO_MAY, Alternative, Obstacle, Placement
from scheduler.explaining.relaxing.relaxation import Relaxation
from scheduler.explaining.relaxing.seating import ABOUT_TIMES
from scheduler.explaining.relaxing.together import Least
from scheduler.explaining.tries import Try
from scheduler.model.demand import VisitId
from scheduler.model.plan import Outcome, Plan
from scheduler.model.workforce import ShiftId, StaffMember
from scheduler.placing.case import Case
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.guards import Guard
from scheduler.validation.violation import Violation
from scheduler.validation.wording import clock, count

MOST_SENTENCES = 3
"""Of the validator, for one shift."""
MOST_RULES = 4
"""Named in a summary."""


def place_says(case: Case, place: Try, points: int) -> str:
    """That a shift can take the visit, when, and for how much more than now."""
    start, who = clock(case.problem.horizon, place.start), _with_second(case, place)
    return f"It fits in {who} at {start}; the plan would cost {_more_or_less(points)}."


def insertion_says(case: Case, plan: Plan, points: int) -> str:
    """Who makes the visit, and whatever is newly planned with it, and for how much more than now."""
    stops = [(shift_id, stop) for shift_id, stop in plan.stops() if (stop.visit_id, stop.attendance) not in case.placed]
    stops.sort(key=lambda placed: placed[1].visit_id != case.visit.id)
    places = []
    for shift_id, stop in stops:
        what = "" if stop.visit_id == case.visit.id else f"visit {stop.visit_id} in "
        where = f"{_shift(case.problem.staff_of(shift_id), shift_id)} at {clock(case.problem.horizon, stop.start)}"
        places.append(what + where)
    return f"It fits in {', with '.join(places)}{moves_in(case, plan)}; the plan would cost {_more_or_less(points)}."


def moves_in(case: Case, plan: Plan) -> str:
    """Which visits start at another time than now: the patient's own by id, the others by their number."""
    now = {(stop.visit_id, stop.attendance): stop.start for _, stop in plan.stops()}
    moved = dict.fromkeys(key[0] for key, (_, stop) in case.placed.items() if now.get(key, stop.start) != stop.start)
    by_id = case.problem.visit_by_id
    own = [visit_id for visit_id in moved if by_id[visit_id].patient_id == case.visit.patient_id]
    parts = [f"visit {each} is moved to {clock(case.problem.horizon, now[each, 0])}" for each in own]
    others = len(moved) - len(own)
    parts += (
        [f"{count(others, 'other visit')} of other patients start{'s' * (others == 1)} at another time"]
        if others
        else []
    )
    return f", if {' and '.join(parts)}" if parts else ""


def obstacle_says(case: Case, best: Try, broken: Sequence[Violation]) -> str:
    """What breaks at a shift's best place, in the validator's words."""
    said = [found.says for found in broken[:MOST_SENTENCES]]
    more = len(broken) - len(said)
    where = f"At best in {_with_second(case, best)} at {clock(case.problem.horizon, best.start)}:"
    return " ".join([where, *said, *([f"And {count(more, 'violation')} more."] if more else [])])


def left_out_summary(
    case: Case,
    outcome: Outcome | None,
    alternatives: Sequence[Alternative],
    obstacles: Sequence[Obstacle],
    relaxations: Sequence[Relaxation],
    nearest: Relaxation | None,
) -> str:
    """Whether a visit that is left out fits somewhere after all; else what stands in the way and what would mend it."""
    opening = f"Visit {case.visit.id} is {outcome or 'neither planned, deferred nor escalated'}."
    if alternatives:
        best = alternatives[0]
        where = (
            f"It fits in shift {best.shift_id} at {clock(case.problem.horizon, best.start)}{moves_in(case, best.plan)}"
        )
        if best.points > 0:
            return f"{opening} {where}, but the plan would then cost {count(best.points, 'point')} more than with the visit left out."
        return f"{opening} {where}: the search missed it."
    if not obstacles:
        return f"{opening} Nobody is on duty on its days."
    ways = f"Of {count(len(obstacles), 'shift')} on duty, {_in_the_way(obstacles)}."
    one = f" It would fit if one thing changed: {relaxations[0].sentence}" if relaxations else ""
    if nearest is not None:
        single = one or " No single change fits it."
        return f"{opening} {ways}{single} The least that would have to change together: {nearest.sentence}"
    return f"{opening} {ways}{one or ' No change was found that would let it fit, nor several together.'}"


def reasons_of(least: Least) -> tuple[str, ...]:
    """Why each change is needed: what the judge says of who makes the visit, or which times cannot all hold."""
    said = [mended.found.says for mended in least.changes if mended.found.rule not in ABOUT_TIMES]
    shifts = " and ".join(f"shift {each}" for each in least.shift_ids)
    return (*said, *(f"With it in {shifts}, {_cannot_hold(guards)}." for guards in least.conflicts))


def _cannot_hold(guards: Sequence[Guard]) -> str:
    *others, last = map(_guard, guards)
    return f"{', '.join(others)} and {last} cannot all hold" if others else f"{last} cannot hold"


def _guard(guard: Guard) -> str:
    """What was asked for and cannot hold."""
    if guard.rule is RuleId.SHIFT_HOURS:
        return f"the end of shift {guard.shift_id}"
    return f"the {guard.rule.code.replace('_', ' ')} of visit {guard.visit_id}"


def planned_summary(
    visit_id: VisitId,
    placements: Sequence[Placement],
    alternatives: Sequence[Alternative],
    obstacles: Sequence[Obstacle],
) -> str:
    """Who makes a planned visit and why then, and how its place compares with the others."""
    who = " and ".join(f"shift {each.shift_id} ({each.role.replace('_', ' ')})" for each in placements)
    # The first of two people says enough: where the other decides the start, it says so.
    opening = f"Visit {visit_id} is planned in {who}. {placements[0].says}"
    if not alternatives:
        return (
            f"{opening} Of {count(len(obstacles), 'other place')} none would be lawful: {_in_the_way(obstacles)}."
            if obstacles
            else opening
        )
    best = alternatives[0]
    could = f"{count(len(alternatives), 'other place')} would be lawful"
    return f"{opening} {could}; the cheapest, in shift {best.shift_id}, costs {_more_or_less(best.points)}."


def _in_the_way(obstacles: Sequence[Obstacle]) -> str:
    """In how many shifts nobody may make it, and how many lack room, with the rules that say so most often."""
    may_not = [obstacle for obstacle in obstacles if WHO_MAY.intersection(obstacle.rules)]
    no_room = [obstacle for obstacle in obstacles if not WHO_MAY.intersection(obstacle.rules)]
    parts = []
    if may_not:
        parts.append(f"{len(may_not)} may not make it ({_most_often(may_not, WHO_MAY)})")
    if no_room:
        parts.append(f"{len(no_room)} may but cannot fit it in ({_most_often(no_room, frozenset(RuleId))})")
    return " and ".join(parts)


def _most_often(obstacles: Sequence[Obstacle], rules: frozenset[RuleId]) -> str:
    counts = Counter(rule for obstacle in obstacles for rule in obstacle.rules if rule in rules)
    return ", ".join(rule.code.replace("_", " ") for rule, _ in counts.most_common(MOST_RULES))


def _more_or_less(points: int) -> str:
    if not points:
        return "the same"
    return f"{count(points, 'point')} more" if points > 0 else f"{count(-points, 'point')} less"


def _with_second(case: Case, place: Try) -> str:
    first, *others = [_shift(case.problem.staff_of(route.shift_id), route.shift_id) for route in place.routes]
    return f"{first} with {others[0]}" if others else first


def _shift(member: StaffMember, shift_id: ShiftId) -> str:
    return f"shift {shift_id} ({member.role.replace('_', ' ')})"
