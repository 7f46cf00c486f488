"""The minutes at which care of a visit may start, window by window: what the domains of start variables are made of."""

from typing import NamedTuple

import numpy as np

from scheduler.encoding.arrays import NEVER
from scheduler.encoding.encode import Encoding


class Slot(NamedTuple):
    """Consecutive starts that are judged by one window; `first` and `last` are included."""

    first: int
    last: int
    closes: int
    """Starts after this minute are late."""


def slots_of(encoding: Encoding, visit: int) -> tuple[Slot, ...]:
    """Lawful starts of a visit, in order: inside its windows and tolerance, when due, by daylight, as pinned."""
    facts, tasks = encoding.facts, encoding.facts.tasks
    rows = facts.tasks_of_visit
    attendances = rows.items[rows.start[visit] : rows.start[visit + 1]]
    task = attendances[0]
    anchors = {int(anchor) for anchor in tasks.anchor[attendances] if anchor >= 0}
    if len(anchors) > 1:
        return ()
    slots = []
    windows = range(tasks.window_from[task], tasks.window_from[task + 1])
    for row in windows:
        opens_next = facts.windows.earliest[row + 1] if row + 1 in windows else NEVER
        closes = int(facts.windows.closes[row])
        bounds = (closes + tasks.lateness_limit[task], facts.windows.dark_from[row] - 1, tasks.respond_by[task])
        first, last = int(facts.windows.opens[row]), int(min(*bounds, opens_next - 1))
        if anchors:
            first, last = max(first, *anchors), min(last, *anchors)
        if first <= last:
            slots.append(Slot(first, last, closes))
    return tuple(slots)


def unsupervised_in(encoding: Encoding, row: int, slot: Slot) -> list[tuple[int, int]]:
    """Stretches of a slot without a registered colleague, both ends included; `row` as in `Facts.unsupervised`."""
    minutes = encoding.facts.unsupervised[row, slot.first : slot.last + 1]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], minutes, [0]]).astype(np.int8)))
    return [
        (slot.first + int(begin), slot.first + int(end) - 1) for begin, end in zip(edges[::2], edges[1::2], strict=True)
    ]
