"""The model as a table of contents: decisions, then each hard rule posted, then each soft rule priced (and pins, which are hard)."""

from dataclasses import dataclass

from ortools.sat.python.cp_model import CpModel, LinearExpr

from scheduler.encoding.encode import Encoding
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.constraints import FAMILIES
from scheduler.solvers.cpsat.part import Part
from scheduler.solvers.cpsat.variables import Routes

TRANSLATES = frozenset(rule for family in FAMILIES for rule in (*family.HARD, *family.SOFT))
HOLDS_BY_CONSTRUCTION = {rule: why for family in FAMILIES for rule, why in family.HOLDS_BY_CONSTRUCTION.items()}


@dataclass(frozen=True, eq=False)
class PlanModel:
    """A part of a plan as CP-SAT sees it."""

    model: CpModel
    routes: Routes
    terms: dict[RuleId, LinearExpr]
    """The amount of each rule that has a price; settled routes count only where the part touches them."""


def build(encoding: Encoding, part: Part) -> PlanModel:
    """The model of a part of a plan."""
    model = CpModel()
    routes = Routes(model, encoding, part)
    for family in FAMILIES:
        for post in family.HARD.values():
            post(routes)
    points = encoding.facts.price.tolist()
    terms = {rule: price(routes) for family in FAMILIES for rule, price in family.SOFT.items() if points[rule]}
    model.minimize(LinearExpr.sum([points[rule] * term for rule, term in terms.items()]))
    return PlanModel(model, routes, terms)
