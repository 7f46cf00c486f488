"""Public benchmark instances, whatever format they come in: one way to read, price and write them.

Which file is of which format is decided here. What a format means stands in its own room.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

from scheduler.errors import InputError
from scheduler.io import hhcrsp, uhhc
from scheduler.io.json_document import DocumentFault, read_json
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.validation import ValidationReport


@dataclass(frozen=True, eq=False)
class PublicInstance:
    """An instance of other people as a problem of ours, with its own cost and its own solution files."""

    name: str
    problem: Problem
    objective: Callable[[ValidationReport], Fraction]
    """The field's cost of a judged plan, exact."""
    read_solution: Callable[[Path], Plan]
    """Anyone's solution file as a plan; raises InputError with every fault."""
    write_solution: Callable[[Plan, Path], None]
    scale: int
    """Minutes of the problem to a minute of the file."""

    cost_of_a_point: Fraction
    """What a point of the policy is in the field's cost, wherever nothing that the field forbids is only weighed."""


def read_public_instance(path: Path) -> PublicInstance:
    """Read an instance of any supported format.

    Raises
    ------
    InputError
        With every fault of the file; or none of the formats is like it.
    InvalidProblemError
        An id that stands there twice.
    """
    document = read_json(path)
    read = next((reader for key, reader in _READERS.items() if isinstance(document, dict) and key in document), None)
    if read is None:
        expected = f"an instance with {' or '.join(_READERS)}"
        raise InputError([DocumentFault(str(path), "", "of an unknown format", expected)])
    return read(path)


def _read_hhcrsp(path: Path) -> PublicInstance:
    instance = hhcrsp.read_instance(path)
    return PublicInstance(
        instance.name,
        instance.problem,
        partial(hhcrsp.objective, instance),
        partial(hhcrsp.read_solution, instance),
        partial(hhcrsp.write_solution, instance),
        instance.scale,
        instance.cost_of_a_point,
    )


def _read_uhhc(path: Path) -> PublicInstance:
    instance = uhhc.read_instance(path)
    return PublicInstance(
        instance.name,
        instance.problem,
        partial(uhhc.objective, instance),
        partial(uhhc.read_solution, instance),
        partial(uhhc.write_solution, instance),
        instance.scale.factor,
        instance.weights.cost_of_a_point,
    )


_READERS: dict[str, Callable[[Path], PublicInstance]] = {
    "central_offices": _read_hhcrsp,
    "terminal_points": _read_uhhc,
}
"""The reader of each format, by a key that only its instances have."""
