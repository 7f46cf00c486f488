"""Deciding a freed part of a plan anew with CP-SAT, everything else as it stands."""

from dataclasses import dataclass

from scheduler.encoding.codec import TaskRoutes
from scheduler.encoding.encode import Encoding
from scheduler.solvers.cpsat.decoding import hint
from scheduler.solvers.cpsat.model import build
from scheduler.solvers.cpsat.part import part_of
from scheduler.solvers.cpsat.search import Limits, complete_hint, search
from scheduler.solvers.lns.neighbourhoods import Freed
from scheduler.solvers.stopping import Stopwatch


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of a part."""

    routes: TaskRoutes
    gain: int
    """Points by which the plan costs less, 0 or more; 0 leaves it as it was."""
    is_proved: bool
    """Whether no other way to decide the part costs less."""


def repair(encoding: Encoding, routes: TaskRoutes, freed: Freed, limits: Limits, watch: Stopwatch) -> Repaired:
    """The best plan found that differs from a lawful one in the freed part alone; never a worse one."""
    built = build(encoding, part_of(encoding, routes, shifts=freed.shifts, free=freed.tasks))
    hint(built, routes)
    before = complete_hint(built)
    if before.routes is None:
        return Repaired(routes, 0, is_proved=False)
    found = search(built, limits, watch)
    if found.routes is None or found.cost >= before.cost:
        return Repaired(routes, 0, is_proved=found.is_proved)
    return Repaired(found.routes, before.cost - found.cost, is_proved=found.is_proved)
