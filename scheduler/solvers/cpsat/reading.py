"""What every family of constraints is made of: posting a hard rule, pricing a soft one."""

from collections.abc import Callable

from ortools.sat.python.cp_model import LinearExpr

from scheduler.rules import RuleId
from scheduler.solvers.cpsat.pairing import amounts_of_pairing
from scheduler.solvers.cpsat.variables import Routes

Post = Callable[[Routes], None]
"""Adds what makes one hard rule hold."""

Price = Callable[[Routes], LinearExpr]
"""The amount of one soft rule in its own unit: a bound from below, reached in every plan that costs least."""

Held = dict[RuleId, str]
"""Hard rules that no assignment of the variables can break, with the reason."""


def paired(routes: Routes, rule: RuleId) -> LinearExpr:
    """The amount of a rule that only asks who makes what."""
    amounts = amounts_of_pairing(routes.encoding)[rule]
    return LinearExpr.sum(
        [
            int(amounts[task, route.shift]) * literal
            for route in routes.opened
            for task, literal in route.stops.items()
            if amounts[task, route.shift]
        ]
    )
