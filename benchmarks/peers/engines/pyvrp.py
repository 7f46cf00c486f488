"""PyVRP: iterated local search over clients with prizes; a profile (whole matrix) says who may make what."""

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.peers.engines.engine import Engine, NotInstalledError, Search, Sequences
from benchmarks.peers.question import COST_OF_A_VISIT_LEFT_OUT, Ints, Question
from scheduler.units import Minute

if TYPE_CHECKING:
    from pyvrp import Client, ProblemData, Result, VehicleType

FORBIDDEN_MINUTES = 100_000
"""On arcs to and from a visit that a shift may not make: far dearer than to leave the visit out."""


class _Profile(NamedTuple):
    """What a matrix is made for: one travel table, and who may make what."""

    layer: int
    may: bytes
    """One byte a visit."""


class _Kind(NamedTuple):
    """Shifts that are the same to the engine."""

    start: Minute
    end: Minute
    start_node: int
    end_node: int
    profile: _Profile


def prepare(question: Question) -> Search:
    """Build PyVRP's data.

    Raises
    ------
    NotInstalledError
        Without PyVRP.
    """
    try:
        import pyvrp  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as absent:
        raise NotInstalledError("PyVRP is not installed, expected the extra 'peers'") from absent
    shifts_by_kind: defaultdict[_Kind, list[int]] = defaultdict(list)
    for shift in range(question.num_shifts):
        shifts_by_kind[_kind_of(question, shift)].append(shift)
    data = _data(question, shifts_by_kind)

    def search(*, seconds: float, seed: int) -> Sequences:
        result = pyvrp.solve(data, pyvrp.stop.MaxRuntime(seconds), seed=seed, collect_stats=False)
        return _sequences(result, list(shifts_by_kind.values()), question.num_shifts)

    return search


def _kind_of(question: Question, number: int) -> _Kind:
    shift = question.problem.shifts[number]
    profile = _Profile(question.layer_of(number), question.may[:, number].tobytes())
    return _Kind(shift.start, shift.end, question.start_node(number), question.end_node(number), profile)


def _data(question: Question, shifts_by_kind: dict[_Kind, list[int]]) -> "ProblemData":
    from pyvrp import Depot, Location, ProblemData  # noqa: PLC0415

    profiles = tuple(dict.fromkeys(kind.profile for kind in shifts_by_kind))
    matrices = [_matrix(question, shifts_by_kind, profile) for profile in profiles]
    return ProblemData(
        locations=[Location(0, 0) for _ in range(question.num_nodes)],
        clients=[_client(question, visit) for visit in range(question.num_visits)],
        depots=[Depot(location=node) for node in range(question.num_visits, question.num_nodes)],
        vehicle_types=[
            _vehicle_type(question, kind, len(shifts), profiles.index(kind.profile))
            for kind, shifts in shifts_by_kind.items()
        ],
        distance_matrices=matrices,  # type: ignore[arg-type]  # its stub speaks of ndarray[int]
        duration_matrices=matrices,  # type: ignore[arg-type]
    )


def _matrix(question: Question, shifts_by_kind: dict[_Kind, list[int]], profile: _Profile) -> Ints:
    """Travel minutes with all arcs of visits that the profile may not make forbidden."""
    shift = next(shifts[0] for kind, shifts in shifts_by_kind.items() if kind.profile == profile)
    matrix = question.travel[profile.layer].copy()
    barred = (~question.may[:, shift]).nonzero()[0]
    matrix[barred, :] = matrix[:, barred] = FORBIDDEN_MINUTES
    matrix[barred, barred] = 0
    return matrix


def _client(question: Question, visit: int) -> "Client":
    from pyvrp import Client  # noqa: PLC0415

    return Client(
        location=visit,
        service_duration=int(question.care[visit]),
        tw_early=int(question.earliest[visit]),
        tw_late=int(question.latest[visit]),
        prize=COST_OF_A_VISIT_LEFT_OUT,
        required=False,
    )


def _vehicle_type(question: Question, kind: _Kind, num_shifts: int, profile: int) -> "VehicleType":
    from pyvrp import VehicleType  # noqa: PLC0415

    return VehicleType(
        num_available=num_shifts,
        start_depot=kind.start_node - question.num_visits,
        end_depot=kind.end_node - question.num_visits,
        tw_early=kind.start,
        tw_late=kind.end,
        profile=profile,
    )


def _sequences(result: "Result", shifts: list[list[int]], num_shifts: int) -> Sequences:
    """Routes of each vehicle type, handed to its shifts in order."""
    idle = [list(reversed(numbers)) for numbers in shifts]
    sequences: list[list[int]] = [[] for _ in range(num_shifts)]
    for route in result.best.routes():
        sequences[idle[route.vehicle_type()].pop()] = [step.idx for step in route if step.is_client()]
    return sequences


PYVRP = Engine("pyvrp", prepare, package="pyvrp", takes_seed=True)
