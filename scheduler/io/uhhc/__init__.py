"""Public instances in the unified format (UHHC): other cities, several bases, breaks, wishes, weights of their own.

An instance becomes a `Problem` whose policy holds its weights, a solution a `Plan` that decides its breaks, and the
judge's amounts the cost of the field. Ceschia et al. 2026, doi 10.1111/itor.70140.
"""

from scheduler.io.uhhc.instance import UhhcInstance, objective, read_instance
from scheduler.io.uhhc.solution import read_solution
from scheduler.io.uhhc.writing import write_solution

__all__ = ["UhhcInstance", "objective", "read_instance", "read_solution", "write_solution"]
