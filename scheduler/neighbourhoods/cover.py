"""The exact model: candidate teams chosen so that each practice is in one. Which candidates are allowed, others say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import CpSolverStatus

from scheduler.neighbourhoods.candidates import Candidate
from scheduler.solvers.cpsat.search import PORTFOLIO_WORKERS, Limits, run
from scheduler.solvers.stopping import Stopwatch

Groups = tuple[frozenset[int], ...]
"""A partition as places in the question's order of practices."""


@dataclass(frozen=True, slots=True)
class Search:
    """How long and with what a model is searched."""

    watch: Stopwatch
    seed: int
    workers: int

    def limits(self, share: float = 1.0) -> Limits:
        """At most a share of what is left of the watch."""
        # Strategies prove together what two of them alone do not, also on fewer cores.
        workers = PORTFOLIO_WORKERS if self.workers > 1 else 1
        return Limits(self.seed, workers, seconds=max(0.05, self.watch.seconds_left * share))


@dataclass(frozen=True, slots=True)
class Shape:
    """What a partition must be, beside covering every practice once."""

    num_practices: int
    num_teams: int
    others: tuple[Groups, ...] = ()
    """Partitions from which it must differ."""
    least_apart: int = 0
    """By how many practices: those outside the largest part that their new team has of one old team."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to make small: a figure for each candidate, and one for each practice that leaves its group of today."""

    costs: Sequence[int]
    cost_of_a_move: int = 0
    today: Groups = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """What a search came to."""

    chosen: tuple[Candidate, ...] | None
    is_settled: bool
    """Whether there is proof: nothing better exists, or with none chosen, nothing at all."""
    bound: int = 0
    """No partition of the candidates costs less."""


def cover(
    candidates: Sequence[Candidate],
    shape: Shape,
    search: Search,
    *,
    wish: Wish | None = None,
    start: Sequence[Candidate] = (),
    share: float = 1.0,
) -> Cover:
    """Choose candidates that make a partition of the shape; the cheapest, where something is wished for."""
    model = cp_model.CpModel()
    takes = [model.new_bool_var(f"team[{'-'.join(map(str, each.members))}]") for each in candidates]
    of_practice: list[list[cp_model.IntVar]] = [[] for _ in range(shape.num_practices)]
    for candidate, taken in zip(candidates, takes, strict=True):
        for member in candidate.members:
            of_practice[member].append(taken)
    if not all(of_practice):
        return Cover(None, is_settled=True)
    for choices in of_practice:
        model.add_exactly_one(choices)
    model.add(cp_model.LinearExpr.sum(takes) == shape.num_teams)
    for other in shape.others:
        alike = [max(len(group.intersection(each.members)) for group in other) for each in candidates]
        model.add(cp_model.LinearExpr.weighted_sum(takes, alike) <= shape.num_practices - shape.least_apart)
    if wish is not None:
        _minimise(model, candidates, takes, wish)
    chosen_before = set(start)
    for candidate, taken in zip(candidates, takes, strict=True):
        if chosen_before:
            model.add_hint(taken, candidate in chosen_before)
    solver, status = run(model, search.limits(share), search.watch)
    return _solved(candidates, takes, solver, status, has_wish=wish is not None)


def _minimise(
    model: cp_model.CpModel, candidates: Sequence[Candidate], takes: Sequence[cp_model.IntVar], wish: Wish
) -> None:
    cost = cp_model.LinearExpr.weighted_sum(takes, wish.costs)
    if not wish.cost_of_a_move or not wish.today:
        model.minimize(cost)
        return
    # A team keeps the name of at most one of today's, which is kept at most once; whoever was not in that one moves.
    kept: list[tuple[cp_model.IntVar, int]] = []
    keepers: Mapping[int, list[cp_model.IntVar]] = {number: [] for number in range(len(wish.today))}
    for candidate, taken in zip(candidates, takes, strict=True):
        own = []
        for number, group in enumerate(wish.today):
            if overlap := len(group.intersection(candidate.members)):
                keeps = model.new_bool_var(f"{taken.name} keeps[{number}]")
                kept.append((keeps, overlap))
                keepers[number].append(keeps)
                own.append(keeps)
        model.add(cp_model.LinearExpr.sum(own) <= taken)
    for choices in keepers.values():
        model.add_at_most_one(choices)
    num_today = sum(map(len, wish.today))
    stays = cp_model.LinearExpr.weighted_sum([keeps for keeps, _ in kept], [overlap for _, overlap in kept])
    model.minimize(cost + wish.cost_of_a_move * (num_today - stays))


def _solved(
    candidates: Sequence[Candidate],
    takes: Sequence[cp_model.IntVar],
    solver: cp_model.CpSolver,
    status: CpSolverStatus,
    *,
    has_wish: bool,
) -> Cover:
    is_settled = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Cover(None, is_settled=is_settled)
    chosen = tuple(each for each, taken in zip(candidates, takes, strict=True) if solver.boolean_value(taken))
    return Cover(chosen, is_settled, max(0, round(solver.best_objective_bound)) if has_wish else 0)
