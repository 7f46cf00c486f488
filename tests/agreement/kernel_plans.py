"""Plans as kernels hold them, for the agreement tests."""

from scheduler.encoding.encode import Encoding
from scheduler.solvers.kernels.state import State
from scheduler.solvers.kernels.tracks import routes_in


def is_in_order(encoding: Encoding, state: State) -> bool:
    """Whether routes are in order of start, events first: only then does the judge see the order that kernels see."""
    num_visits = encoding.num_attendances
    orders = [[(start, task < num_visits) for task, start in stops] for stops in routes_in(state).values()]
    return all(order == sorted(order) for order in orders)
