"""An instance read from its file, and the field's own cost of a plan for it. The nouns are made in `to_problem`."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from scheduler.errors import InputError
from scheduler.io.json_document import read_document
from scheduler.io.one_team import Scale
from scheduler.io.uhhc.document import InstanceDocument
from scheduler.io.uhhc.faults import faults_of
from scheduler.io.uhhc.to_problem import problem_of
from scheduler.io.uhhc.weights import Weights
from scheduler.model.problem import Problem
from scheduler.rules import RuleId
from scheduler.validation import ValidationReport


@dataclass(frozen=True, eq=False)
class UhhcInstance:
    """A public instance as a problem of ours.

    Each service that a patient needs is a visit, named patient/service; each caregiver is a staff member with one
    shift, and the shift has the caregiver's id.
    """

    name: str
    problem: Problem
    scale: Scale
    weights: Weights


def read_instance(path: Path) -> UhhcInstance:
    """Read an instance of the unified format.

    Raises
    ------
    InputError
        With every fault of the file, or figures with more decimals than 32 bits hold.
    InvalidProblemError
        An id that stands there twice.
    """
    document = read_document(path, InstanceDocument)
    if faults := faults_of(document, str(path)):
        raise InputError(faults)
    scale = Scale.of(_figures(document))
    weights = Weights(document.metadata.cost_components, scale)
    return UhhcInstance(path.stem, problem_of(document, weights, name=path.stem, file=str(path)), scale, weights)


def objective(instance: UhhcInstance, report: ValidationReport) -> Fraction:
    """The field's cost of a judged plan: the weighted sum of its components."""
    return sum(costs_of(instance, report).values(), Fraction(0))


def costs_of(instance: UhhcInstance, report: ValidationReport) -> dict[str, Fraction]:
    """What each component of the cost amounts to, by its name in the file."""
    return instance.weights.cost(dict(zip(RuleId, report.amounts, strict=True)))


def _figures(document: InstanceDocument) -> Iterator[Decimal]:
    """Every figure of an instance that becomes minutes."""
    yield from (figure for row in document.distances for figure in row)
    spans = [window for patient in document.patients for window in patient.time_windows]
    spans += [caregiver.working_shift for caregiver in document.caregivers if caregiver.working_shift]
    if document.lunch_breaks:
        spans.append(document.lunch_breaks)
        yield document.lunch_breaks.min_duration
    for span in spans:
        yield from (span.start, span.end)
    for patient in document.patients:
        yield from (need.duration for need in patient.required_services if need.duration is not None)
        yield from (patient.synchronization and patient.synchronization.distance) or ()
    yield from (service.default_duration for service in document.services if service.default_duration is not None)
