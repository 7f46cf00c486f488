"""An instance read from its file, and the field's own cost of a plan for it. The nouns are made in `to_problem`."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np

from scheduler.errors import InputError
from scheduler.io.hhcrsp.document import InstanceDocument
from scheduler.io.hhcrsp.to_problem import problem_of
from scheduler.io.json_document import DocumentFault, read_document
from scheduler.model.problem import Problem
from scheduler.rules import RuleId
from scheduler.validation import ValidationReport


@dataclass(frozen=True, eq=False)
class HhcrspInstance:
    """A public instance as a problem of ours.

    Each service that a patient needs is a visit, named patient/service; each caregiver is a staff member with one
    shift, and the shift has the caregiver's id.
    """

    name: str
    problem: Problem
    scale: int
    """Minutes of the problem to a minute of the file: a power of ten that makes every figure whole."""


def read_instance(path: Path) -> HhcrspInstance:
    """Read an instance of Mankowska's format.

    Raises
    ------
    InputError
        With every fault of the file, or figures with more decimals than 32 bits hold.
    InvalidProblemError
        An id that stands there twice.
    """
    document = read_document(path, InstanceDocument)
    scale = _scale_of(document)
    longest = max(figure for row in document.distances for figure in row)
    if longest * scale > np.iinfo(np.int32).max:
        expected = f"figures that are whole when multiplied by less than {scale}"
        raise InputError([DocumentFault(str(path), "distances", f"up to {longest}", expected)])
    return HhcrspInstance(path.stem, problem_of(document, scale, name=path.stem), scale)


def objective(instance: HhcrspInstance, report: ValidationReport) -> Fraction:
    """The field's cost of a judged plan, in minutes: the mean of travel, total and largest tardiness.

    Mankowska, Meisel, Bierwirth 2014, doi 10.1007/s10729-013-9243-1. Exact; the field prints six digits.
    """
    amounts = (RuleId.TRAVEL, RuleId.LATENESS, RuleId.LARGEST_LATENESS)
    return Fraction(sum(report.amount_of(rule) for rule in amounts), 3 * instance.scale)


def _scale_of(document: InstanceDocument) -> int:
    """The least power of ten that makes every figure whole; windows are whole as they are read."""
    figures = {figure for row in document.distances for figure in row}
    for patient in document.patients:
        figures |= {need.duration for need in patient.required_caregivers}
        figures |= set(patient.gap or ())
    return int(10 ** max(_num_decimals(figure) for figure in figures))


def _num_decimals(figure: Decimal) -> int:
    exponent = figure.normalize().as_tuple().exponent
    return max(0, -int(exponent))
