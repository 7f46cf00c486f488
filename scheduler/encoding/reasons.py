"""Why a visit is left out, in a sentence, as far as can be told without trying it in every route.

The full account, judged try by try, is the work of `scheduler.explaining`.
"""

from scheduler.encoding.encode import Encoding
from scheduler.encoding.fixing import fixings
from scheduler.model.demand import Visit
from scheduler.model.workforce import StaffId
from scheduler.rules import RuleId

_MOST_NAMED = 3


def why_left_out(encoding: Encoding, visit: Visit) -> str:
    """Which rules bar even the person nearest to making the visit; or that no place was found for it."""
    problem = encoding.problem
    tasks = encoding.index.tasks_by_visit[visit.id]
    if not problem.shifts:
        return "Nobody is on duty."
    fixed = fixings(problem)
    pinned_to = sorted({fixed[task].shift_id for task in tasks if task in fixed})
    if pinned_to:
        return f"It is pinned to {' and '.join(pinned_to)}, where it does not fit."
    able = [_able(encoding, task) for task in tasks]
    for number, people in enumerate(able):
        if not people:
            return f"Nobody on duty may make it: {_nearest(encoding, visit, number)}."
    if len(tasks) == 2 and len(able[0] | able[1]) < 2:
        return "It needs two people, and only one on duty may make it."
    fewest = min(len(people) for people in able)
    who = "one person" if fewest == 1 else f"{fewest} people"
    return f"The search found no place for it in the shifts of the {who} on duty who may make it."


def _able(encoding: Encoding, task: int) -> set[StaffId]:
    """Staff whose shift may take a task, whatever else is planned."""
    shifts = encoding.problem.shifts
    return {shifts[shift].staff_id for shift in encoding.facts.may[task].nonzero()[0]}


def _nearest(encoding: Encoding, visit: Visit, attendance: int) -> str:
    """What bars those for whom fewest rules stand in the way."""
    bars: dict[StaffId, tuple[RuleId, ...]] = {}
    for shift in encoding.problem.shifts:
        rules = encoding.eligibility.why_not(visit.id, attendance, shift.id)
        bars[shift.staff_id] = min(bars.get(shift.staff_id, rules), rules, key=len)
    fewest = min(len(rules) for rules in bars.values())
    nearest = {staff_id: rules for staff_id, rules in bars.items() if len(rules) == fewest}
    by_rules: dict[tuple[RuleId, ...], list[StaffId]] = {}
    for staff_id, rules in nearest.items():
        by_rules.setdefault(rules, []).append(staff_id)
    # Fewest people first: one refused colleague says more than thirty without the skill.
    in_order = sorted(by_rules.items(), key=lambda item: (len(item[1]), item[0]))
    return "; ".join(f"{_named(people)}: {_in_words(rules)}" for rules, people in in_order)


def _named(people: list[StaffId]) -> str:
    shown = ", ".join(people[:_MOST_NAMED])
    return shown if len(people) <= _MOST_NAMED else f"{shown} and {len(people) - _MOST_NAMED} more"


def _in_words(rules: tuple[RuleId, ...]) -> str:
    return " and ".join(rule.code.replace("_", " ") for rule in rules)
