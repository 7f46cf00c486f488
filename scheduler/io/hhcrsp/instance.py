"""An instance read from its file, and the field's own cost of a plan for it. The nouns are made in `to_problem`."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from scheduler.io.hhcrsp.document import InstanceDocument
from scheduler.io.hhcrsp.to_problem import problem_of
from scheduler.io.json_document import read_document
from scheduler.io.one_team import Scale
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

    @property
    def cost_of_a_point(self) -> Fraction:
        """What a point of the policy is in the field's cost: each of the three rules has one point a minute."""
        return Fraction(1, 3 * self.scale)


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
    scale = Scale.of(_figures(document))
    return HhcrspInstance(path.stem, problem_of(document, scale, name=path.stem, file=str(path)), scale.factor)


def objective(instance: HhcrspInstance, report: ValidationReport) -> Fraction:
    """The field's cost of a judged plan, in minutes: the mean of travel, total and largest tardiness.

    Mankowska, Meisel, Bierwirth 2014, doi 10.1007/s10729-013-9243-1. Exact; the field prints six digits.
    """
    amounts = (RuleId.TRAVEL, RuleId.LATENESS, RuleId.LARGEST_LATENESS)
    return sum(report.amount_of(rule) for rule in amounts) * instance.cost_of_a_point


def _figures(document: InstanceDocument) -> Iterator[Decimal]:
    """Every figure that becomes minutes; windows are whole as they are read."""
    yield from (figure for row in document.distances for figure in row)
    for patient in document.patients:
        yield from (need.duration for need in patient.required_caregivers)
        yield from patient.gap or ()
