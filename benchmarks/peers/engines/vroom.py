"""VROOM: many starts, then local search; a skill for each class of visits says who may make what. It stops by itself."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.engines.engine import Engine, NotInstalledError, Search, Sequences
from benchmarks.peers.question import Question

MOST_THOROUGH = 5
"""VROOM's highest level of exploration."""


def prepare(question: Question) -> Search:
    """Build VROOM's jobs and vehicles; equal priorities, so that it serves as many visits as it can and then saves travel.

    Raises
    ------
    NotInstalledError
        Without VROOM's Python package.
    """
    try:
        import vroom  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as absent:
        raise NotInstalledError("pyvroom is not installed, expected the extra 'peers'") from absent
    # The class of a visit is who may make it: visits of one class ask for one skill.
    classes, class_of = np.unique(question.may, axis=0, return_inverse=True)
    asked = vroom.Input()
    for layer, travel in enumerate(question.travel):
        asked.set_durations_matrix(profile=str(layer), matrix_input=travel.astype(np.uint32))
    for visit in range(question.num_visits):
        asked.add_job(
            vroom.Job(
                visit,
                location=visit,
                default_service=int(question.care[visit]),
                skills={int(class_of[visit])},
                time_windows=[vroom.TimeWindow(int(question.earliest[visit]), int(question.latest[visit]))],
            )
        )
    for number, shift in enumerate(question.problem.shifts):
        asked.add_vehicle(
            vroom.Vehicle(
                number,
                start=question.start_node(number),
                end=question.end_node(number),
                profile=str(question.layer_of(number)),
                skills=set(_held(classes[:, number])),
                time_window=vroom.TimeWindow(int(shift.start), int(shift.end)),
            )
        )

    def search(*, seconds: float, seed: int) -> Sequences:  # noqa: ARG001 - VROOM draws no random numbers
        found = asked.solve(MOST_THOROUGH, nb_threads=1, timeout=timedelta(seconds=seconds))
        steps = found.routes[found.routes["type"] == "job"]
        made = {number: [int(visit) for visit in route["id"]] for number, route in steps.groupby("vehicle_id")}
        return [made.get(number, []) for number in range(question.num_shifts)]

    return search


def _held(may: NDArray[np.bool_]) -> Iterator[int]:
    return (int(number) for number in may.nonzero()[0])


VROOM = Engine("vroom", prepare, package="pyvroom", takes_seed=False)
