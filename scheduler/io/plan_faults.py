"""What a plan file names and the problem does not have. What each value must look like stands in `plan_document`."""

from collections.abc import Iterator
from pathlib import Path

from scheduler.io.json_document import DocumentFault
from scheduler.io.plan_document import PlanDocument, StopPart
from scheduler.model.demand import VisitId
from scheduler.model.problem import Problem

_A_VISIT = "a visit of these days and teams"
_A_SHIFT = "a shift of these days and teams"


def faults_of(document: PlanDocument, problem: Problem, path: Path) -> Iterator[DocumentFault]:
    """Every visit, shift and attendance that the problem does not have, and every second route of a shift."""
    file, seen = str(path), set[str]()
    for row, route in enumerate(document.routes):
        if route.shift_id not in problem.shift_by_id:
            yield DocumentFault(file, f"routes[{row}].shift_id", route.shift_id, _A_SHIFT)
        elif route.shift_id in seen:
            yield DocumentFault(file, f"routes[{row}].shift_id", route.shift_id, "one route for each shift")
        seen.add(route.shift_id)
        for place, stop in enumerate(route.stops):
            yield from _of_stop(stop, problem, file, f"routes[{row}].stops[{place}]", f"shift {route.shift_id}")
    for row, left in enumerate(document.left_out):
        if left.visit_id not in problem.visit_by_id:
            yield DocumentFault(file, f"left_out[{row}].visit_id", left.visit_id, _A_VISIT)
    for row, given in enumerate(document.overrides):
        if given.shift_id not in problem.shift_by_id:
            yield DocumentFault(file, f"overrides[{row}].shift_id", given.shift_id, _A_SHIFT)
    for row, taken in enumerate(document.breaks or ()):
        if taken.shift_id not in problem.shift_by_id:
            yield DocumentFault(file, f"breaks[{row}].shift_id", taken.shift_id, _A_SHIFT)


def _of_stop(stop: StopPart, problem: Problem, file: str, where: str, who: str) -> Iterator[DocumentFault]:
    visit = problem.visit_by_id.get(VisitId(stop.visit_id))
    if visit is None:
        yield DocumentFault(file, f"{where}.visit_id", stop.visit_id, _A_VISIT, who)
    elif stop.attendance is not None and stop.attendance > len(visit.attendances):
        expected = "1 or 2" if visit.is_double_up else "1, for the visit needs one person"
        who = f"{who}, visit {stop.visit_id}"
        yield DocumentFault(file, f"{where}.attendance", str(stop.attendance), expected, who)
