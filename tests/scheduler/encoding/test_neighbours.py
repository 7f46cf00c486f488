"""Near tasks, found by parts of tables, are those that plain loops over all pairs find, in the same order."""

import pytest

from scheduler.encoding.arrays import Facts
from scheduler.encoding.encode import encode
from scheduler.encoding.neighbours import near_tasks
from tests.agreement.random_problems import a_random_problem


def waits(facts: Facts, one: int, other: int) -> int:
    """Least minutes of waiting or lateness when the other task follows the one."""
    spans = []
    for task in (one, other):
        rows = range(facts.tasks.window_from[task], facts.tasks.window_from[task + 1])
        anchor = int(facts.tasks.anchor[task])
        opens = int(facts.windows.opens[rows[0]]) if rows else anchor
        closes = int(facts.windows.closes[rows[-1]]) if rows else anchor
        spans.append((opens, closes))
    (opens, closes), (opens_next, closes_next) = spans
    duration = int(facts.tasks.duration[one])
    return max(0, opens_next - closes - duration) + max(0, opens + duration - closes_next)


def apart(facts: Facts, one: int, other: int) -> int:
    places = int(facts.tasks.place[one]), int(facts.tasks.place[other])
    travel = int(facts.travel[0][places]) if min(places) >= 0 else 0
    return travel + min(waits(facts, one, other), waits(facts, other, one))


@pytest.mark.parametrize("seed", range(3))
def test_near_tasks_are_those_that_plain_loops_find(seed: int) -> None:
    encoding = encode(a_random_problem(seed, num_visits=70, num_shifts=6))
    facts, group = encoding.facts, encoding.facts.tasks.group

    expected = []
    for one in range(encoding.num_attendances):
        others = [
            (apart(facts, one, other), other)
            for other in range(len(group))
            if group[one] != group[other] and ((facts.may[one] > 0) & (facts.may[other] > 0)).any()
        ]
        nearest = [other for _, other in sorted(others)][:7]
        expected.append(nearest + [-1] * (7 - len(nearest)))

    assert near_tasks(facts, encoding.num_attendances, most=7).tolist() == expected
