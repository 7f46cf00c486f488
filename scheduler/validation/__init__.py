"""The judge: what a plan breaks, by which rule and by how much. Reads nothing that a solver computed."""

from scheduler.validation.validator import ValidationReport, validate
from scheduler.validation.violation import Violation

__all__ = ["ValidationReport", "Violation", "validate"]
