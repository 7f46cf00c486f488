"""A change of how people get about."""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass
from typing_extensions import override

from scheduler.model.problem import Problem
from scheduler.model.workforce import TravelMode
from scheduler.scenarios.change import AS_DATA, Change
from scheduler.scenarios.editing import with_shifts_as
from scheduler.scenarios.means import Means
from scheduler.scenarios.selecting import Who, portion


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class ChangeTravelMode(Change):
    """A share of the shifts goes by bicycle, on foot or by car, whichever chance picks."""

    change: Literal["change_travel_mode"] = "change_travel_mode"
    mode: TravelMode
    """How they go from now on."""
    percent: Annotated[float, Field(ge=0, le=100)] = 100
    """Of the shifts that go otherwise."""
    who: Who = Who()

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        others = [shift for shift in self.who.shifts(problem) if shift.travel_mode != self.mode]
        chosen = means.draw.some(others, portion(means.draw, len(others), self.percent))
        return with_shifts_as(problem, means, [replace(shift, travel_mode=self.mode) for shift in chosen])

    @property
    @override
    def sentence(self) -> str:
        return f"{self.percent:g} % of the shifts of {self.who.phrase} go by {self.mode}"
