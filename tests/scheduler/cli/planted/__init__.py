"""Faults planted in a lawful day, at least one for every hard rule that the command can break; by where they are planted."""

from tests.scheduler.cli.planted import in_the_people, in_the_plan, in_the_times
from tests.scheduler.cli.planted.lawful_day import Fault, LawfulDay, Planted

FAULTS: tuple[Fault, ...] = (*in_the_plan.FAULTS, *in_the_people.FAULTS, *in_the_times.FAULTS)

__all__ = ["FAULTS", "Fault", "LawfulDay", "Planted"]
