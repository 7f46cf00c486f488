"""OR-Tools routing: guided local search; who may make what is each visit's domain of vehicles.

`pywrapcp` holds Python's lock while it searches, so a run must have a process of its own.
"""

from typing import Any

from benchmarks.peers.engines.engine import Engine, Search, Sequences
from benchmarks.peers.question import COST_OF_A_VISIT_LEFT_OUT, Question

NOT_SERVED = -1


def prepare(question: Question) -> Search:
    """Build the routing model."""
    from ortools.constraint_solver import pywrapcp  # noqa: PLC0415 - slow to load

    shifts = range(question.num_shifts)
    nodes = pywrapcp.RoutingIndexManager(
        question.num_nodes,
        question.num_shifts,
        [question.start_node(shift) for shift in shifts],
        [question.end_node(shift) for shift in shifts],
    )
    routing = pywrapcp.RoutingModel(nodes)
    _post_travel_and_hours(question, nodes, routing)
    for visit in range(question.num_visits):
        index = nodes.NodeToIndex(visit)
        routing.AddDisjunction([index], COST_OF_A_VISIT_LEFT_OUT)
        # SetAllowedVehiclesForIndex cannot be called from Python.
        routing.VehicleVar(index).SetValues([NOT_SERVED, *map(int, question.may[visit].nonzero()[0])])

    def search(*, seconds: float, seed: int) -> Sequences:  # noqa: ARG001 - guided local search draws no random numbers
        found = routing.SolveWithParameters(_parameters(seconds))
        return [_sequence(question, nodes, routing, found, shift) if found else [] for shift in shifts]

    return search


def _post_travel_and_hours(question: Question, nodes: Any, routing: Any) -> None:  # noqa: ANN401 - pywrapcp is untyped
    """Travel as cost; travel and care as time, within windows and hours."""
    costs = [routing.RegisterTransitMatrix(travel.tolist()) for travel in question.travel]
    care = [*question.care.tolist(), *[0] * len(question.depots)]
    times = [
        routing.RegisterTransitMatrix(
            [[minutes + care[row] for minutes in line] for row, line in enumerate(travel.tolist())]
        )
        for travel in question.travel
    ]
    layers = [question.layer_of(shift) for shift in range(question.num_shifts)]
    last_minute = max((int(shift.end) for shift in question.problem.shifts), default=0)
    routing.AddDimensionWithVehicleTransits([times[layer] for layer in layers], last_minute, last_minute, False, "time")  # noqa: FBT003
    time = routing.GetDimensionOrDie("time")
    for number, shift in enumerate(question.problem.shifts):
        routing.SetArcCostEvaluatorOfVehicle(costs[layers[number]], number)
        for end in (routing.Start(number), routing.End(number)):
            time.CumulVar(end).SetRange(int(shift.start), int(shift.end))
    for visit in range(question.num_visits):
        time.CumulVar(nodes.NodeToIndex(visit)).SetRange(int(question.earliest[visit]), int(question.latest[visit]))


def _parameters(seconds: float) -> Any:  # noqa: ANN401
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2  # noqa: PLC0415

    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(round(1000 * seconds))
    return parameters


def _sequence(question: Question, nodes: Any, routing: Any, found: Any, shift: int) -> list[int]:  # noqa: ANN401
    visits, index = [], found.Value(routing.NextVar(routing.Start(shift)))
    while not routing.IsEnd(index):
        visits.append(nodes.IndexToNode(index))
        index = found.Value(routing.NextVar(index))
    assert all(visit < question.num_visits for visit in visits)
    return visits


ORTOOLS = Engine("ortools", prepare, package="ortools", takes_seed=False)
