"""What a plan of known cost rules out for any better one: lateness that it could not make good."""

from dataclasses import replace

import numpy as np

from scheduler.encoding.encode import Encoding
from scheduler.rules import RuleId
from scheduler.solvers.bounding.bound import lower_bound


def narrowed(encoding: Encoding, most_points: int) -> Encoding:
    """The problem with lateness tolerated only as far as a plan of at most so many points can hold it.

    Everything but lateness costs its bound at least; what is left of the points buys so many minutes. Less lateness
    leaves fewer ways, so the bound may rise and the limit fall again.
    """
    facts = encoding.facts
    a_minute = int(facts.price[RuleId.LATENESS] + facts.price[RuleId.LARGEST_LATENESS])
    if not a_minute:
        return encoding
    price = facts.price.copy()
    price[RuleId.LATENESS] = 0
    limit = facts.tasks.lateness_limit
    while True:
        free_of_lateness = facts._replace(tasks=facts.tasks._replace(lateness_limit=limit), price=price)
        room = max(0, most_points - lower_bound(replace(encoding, facts=free_of_lateness))) // a_minute
        lower = np.minimum(limit, room)
        if (lower == limit).all():
            return replace(encoding, facts=facts._replace(tasks=facts.tasks._replace(lateness_limit=limit)))
        limit = lower
