"""An explanation as short lists for a coordinator's screen, where staff ids get their names; the explanation has none.

Patients are never named here either.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from scheduler.explaining.explanation import WHO_MAY, Explanation, Obstacle
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId, StaffId
from scheduler.rules import RuleId
from scheduler.validation.wording import clock

MOST_LINES = 8
"""Of people who may make the visit and have no room."""
_WHO = re.compile(r"\b(shift|staff member) ([^\s,.;:()]+)", re.IGNORECASE)
_FIRST_SAID = (RuleId.EXCLUSION, RuleId.SKILL, RuleId.BAND, RuleId.DELEGATION, RuleId.TEAM, RuleId.ORGANISATION)
"""Which rule speaks for somebody whom several keep away."""


def with_names(problem: Problem, sentence: str) -> str:
    """The sentence with the name after each staff id, and the staff member after each shift."""

    def named(found: re.Match[str]) -> str:
        if found[2] in problem.staff_by_id:
            return f"{found[0]} {problem.staff_by_id[StaffId(found[2])].name}"
        if found[2] in problem.shift_by_id:
            member = problem.staff_of(ShiftId(found[2]))
            return f"{found[0]} of {member.id} {member.name}"
        return found[0]

    return _WHO.sub(named, sentence)


def obstacle_lines(problem: Problem, explanation: Explanation) -> list[str]:
    """Those who may make the visit and have no room, a line each; then the others, counted by what keeps them away."""
    may_not = [each for each in explanation.obstacles if WHO_MAY.intersection(each.rules)]
    no_room = [each for each in explanation.obstacles if not WHO_MAY.intersection(each.rules)]
    lines = [_no_room(problem, each) for each in no_room[:MOST_LINES]]
    unsaid = len(no_room) - MOST_LINES
    lines += [f"{unsaid} more may make it but have no room"] if unsaid > 0 else []
    return [*lines, *_counted(problem, may_not)]


def all_obstacle_lines(problem: Problem, explanation: Explanation) -> list[str]:
    """Every obstacle with all that the judge says."""
    return [with_names(problem, each.says) for each in explanation.obstacles]


def _no_room(problem: Problem, obstacle: Obstacle) -> str:
    name, role = problem.staff_by_id[obstacle.staff_id].name, obstacle.role.replace("_", " ")
    # That one is not made without the other says nothing of what stops them.
    said = min(obstacle.violations, key=lambda found: found.rule is RuleId.BOTH_OR_NONE).says
    more = f" (and {len(obstacle.violations) - 1} more)" if len(obstacle.violations) > 1 else ""
    at = clock(problem.horizon, obstacle.start)
    return f"{obstacle.staff_id} {name} ({role}), shift {obstacle.shift_id}, at {at}: {said}{more}"


def _counted(problem: Problem, obstacles: Sequence[Obstacle]) -> Iterator[str]:
    staff_by_reason: dict[str, set[StaffId]] = defaultdict(set)
    for each in obstacles:
        staff_by_reason[_reason(problem, each)].add(each.staff_id)
    for reason, staff_ids in sorted(staff_by_reason.items(), key=lambda item: (-len(item[1]), item[0])):
        people = "1 person" if len(staff_ids) == 1 else f"{len(staff_ids)} people"
        yield f"{people} may not make it: {reason}"


def _reason(problem: Problem, obstacle: Obstacle) -> str:
    """What keeps somebody away, the same words for all whom it keeps away."""
    rules = [rule for rule in _FIRST_SAID if rule in obstacle.rules]
    rule = next(iter(rules or (rule for rule in obstacle.rules if rule in WHO_MAY)))
    if rule is not RuleId.SKILL:
        return rule.code.replace("_", " ")
    found = next(found for found in obstacle.violations if found.rule is RuleId.SKILL)
    member, visit = problem.staff_by_id[obstacle.staff_id], found.visit_id
    day = problem.horizon.date_of(obstacle.start)
    asked = (skill for need in problem.visit_by_id[visit].attendances for skill in need.skill_ids) if visit else ()
    missing = [skill for skill in dict.fromkeys(asked) if not member.holds(skill, day)]
    return f"skill {', '.join(missing)} is missing or not in date"
