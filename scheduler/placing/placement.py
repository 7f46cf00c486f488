"""A place for a visit in a standing plan, and what it changes there. How it is found stands in `desk`."""

from dataclasses import dataclass, field

from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan
from scheduler.model.workforce import ShiftId, StaffId
from scheduler.placing.costs import Costs, costs_as_dict
from scheduler.units import Minute, Minutes


@dataclass(frozen=True, slots=True)
class Place:
    """Where one attendance would be made."""

    visit_id: VisitId
    attendance: int
    shift_id: ShiftId
    staff_id: StaffId
    position: int
    """Among the stops of the shift, 0 for its first."""
    start: Minute


@dataclass(frozen=True, slots=True)
class MovedStop:
    """A stop of the standing plan that would start at another time."""

    visit_id: VisitId
    attendance: int
    shift_id: ShiftId
    minutes: Minutes
    """Later by so much; below 0 earlier."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One lawful way to make a visit: all its attendances, and those of visits that only make sense with it."""

    places: tuple[Place, ...]
    """The visit's own first."""
    points: int
    """The plan's cost with it, less the plan's cost as it stands."""
    costs: Costs
    """The same by rule, in points."""
    moved: tuple[MovedStop, ...]
    """In the order of the plan; empty where nobody else notices."""
    plan: Plan = field(repr=False, compare=False)
    """The whole plan with it."""

    def as_dict(self) -> dict[str, object]:
        """For JSON: minutes since the horizon's first midnight, rules by code, no plan."""
        return {
            "places": [
                {
                    "visit_id": place.visit_id,
                    "attendance": place.attendance,
                    "shift_id": place.shift_id,
                    "staff_id": place.staff_id,
                    "position": place.position,
                    "start": place.start,
                }
                for place in self.places
            ],
            "points": self.points,
            "costs": costs_as_dict(self.costs),
            "moved": [
                {
                    "visit_id": stop.visit_id,
                    "attendance": stop.attendance,
                    "shift_id": stop.shift_id,
                    "minutes": stop.minutes,
                }
                for stop in self.moved
            ],
        }
