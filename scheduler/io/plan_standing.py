"""What of a plan file a changed problem still has: visits are cancelled and shifts lost after a plan was made.

Whether the rest is still lawful is for the validator to say.
"""

from scheduler.io.plan_document import PlanDocument, RoutePart, StopPart
from scheduler.model.demand import VisitId
from scheduler.model.problem import Problem


def still_known(document: PlanDocument, problem: Problem) -> PlanDocument:
    """The document without visits, attendances and shifts that the problem does not have."""
    return document.model_copy(
        update={
            "routes": tuple(
                RoutePart(
                    shift_id=route.shift_id, stops=tuple(stop for stop in route.stops if _is_known(stop, problem))
                )
                for route in document.routes
                if route.shift_id in problem.shift_by_id
            ),
            "left_out": tuple(left for left in document.left_out if left.visit_id in problem.visit_by_id),
            "overrides": tuple(given for given in document.overrides if given.shift_id in problem.shift_by_id),
            "breaks": None
            if document.breaks is None
            else tuple(taken for taken in document.breaks if taken.shift_id in problem.shift_by_id),
        }
    )


def _is_known(stop: StopPart, problem: Problem) -> bool:
    visit = problem.visit_by_id.get(VisitId(stop.visit_id))
    return visit is not None and (stop.attendance or 1) <= len(visit.attendances)
