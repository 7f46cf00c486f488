"""CILT itself: the portfolio on one worker. Compiling stands outside the clock."""

from benchmarks.peers.engines.engine import Engine, Search, Sequences
from benchmarks.peers.question import Question
from scheduler.encoding.encode import encode
from scheduler.solvers.portfolio import plan_by_portfolio, warm_up
from scheduler.solvers.stopping import Budget, Stopwatch


def prepare(question: Question) -> Search:
    """Encode the problem and load the kernels."""
    encoding = encode(question.problem)
    warm_up(encoding)

    def search(*, seconds: float, seed: int) -> Sequences:
        plan = plan_by_portfolio(encoding, Stopwatch(Budget(seconds)), seed=seed, workers=1).plan
        row_by_visit, shift_index = encoding.index.visit_index, encoding.index.shift_index
        made = {
            shift_index[route.shift_id]: [row_by_visit[stop.visit_id] for stop in route.stops] for route in plan.routes
        }
        return [made.get(shift, []) for shift in range(question.num_shifts)]

    return search


OURS = Engine("cilt", prepare, package="cilt", takes_seed=True)
