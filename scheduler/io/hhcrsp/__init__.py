"""Public instances of the home health care routing and scheduling problem: Mankowska's, Kummer's, the Italian ones.

An instance becomes a `Problem`, a published solution a `Plan`, and the judge's amounts the figure of the field.
"""

from scheduler.io.hhcrsp.instance import HhcrspInstance, objective, read_instance
from scheduler.io.hhcrsp.solution import read_solution, write_solution

__all__ = ["HhcrspInstance", "objective", "read_instance", "read_solution", "write_solution"]
