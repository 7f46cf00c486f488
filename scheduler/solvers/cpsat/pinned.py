"""A finished plan read by the model: what it costs, rule by rule, or that some hard rule is broken."""

from itertools import pairwise

from scheduler.encoding.codec import TaskRoutes
from scheduler.encoding.encode import Encoding
from scheduler.rules import HARD_RULES, RuleId
from scheduler.solvers.cpsat.decoding import hint
from scheduler.solvers.cpsat.model import build
from scheduler.solvers.cpsat.part import unchanged
from scheduler.solvers.cpsat.search import Limits, search
from scheduler.solvers.stopping import Budget, Stopwatch


def amounts_of(encoding: Encoding, routes: TaskRoutes) -> dict[RuleId, int] | None:
    """The amount of each weighed soft rule with every stop and start as given; None where a hard rule is broken.

    What is left out is left out as `encoding.left_out` does.
    """
    amounts = _read(encoding, routes)
    if amounts is None or any(amounts.get(rule) for rule in HARD_RULES):
        return None
    return {rule: amount for rule, amount in amounts.items() if rule not in HARD_RULES}


def cost_of(encoding: Encoding, routes: TaskRoutes) -> int | None:
    """What a plan costs by this model, in points; None where a hard rule is broken."""
    amounts = amounts_of(encoding, routes)
    return None if amounts is None else encoding.problem.policy.cost_of(amounts)


def points_of(encoding: Encoding, routes: TaskRoutes) -> int | None:
    """What a plan costs a search: pins that are missed count at their penalty; None where another hard rule is broken."""
    amounts = _read(encoding, routes)
    return None if amounts is None else sum(int(encoding.facts.price[rule]) * amounts[rule] for rule in amounts)


def _read(encoding: Encoding, routes: TaskRoutes) -> dict[RuleId, int] | None:
    stops = [(task, shift) for shift, made in routes.items() for task, _ in made]
    is_repeated = len({task for task, _ in stops}) < len(stops)
    if is_repeated or _overlaps(encoding, routes) or not all(encoding.facts.may[stop] for stop in stops):
        return None
    built = build(encoding, unchanged(encoding, routes))
    hint(built, routes)
    for made in routes.values():
        for task, start in made:
            built.model.add(built.routes.start_of(task) == start)
    return search(built, Limits(seed=1, workers=1), Stopwatch(Budget(iterations=1))).amounts


def _overlaps(encoding: Encoding, routes: TaskRoutes) -> bool:
    """Whether a stop starts before the one before it in the route ends: the model would put them in another order."""
    minutes = encoding.facts.tasks.duration
    return any(
        start < before + minutes[task] for made in routes.values() for (task, before), (_, start) in pairwise(made)
    )
