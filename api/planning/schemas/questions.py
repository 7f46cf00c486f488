"""What all planners' questions have in common."""

from pydantic import Field

from api.runs.schemas import MOST_DAYS, Id
from api.shapes import Incoming
from scheduler.io.tables.cells import Day


class QuestionRequest(Incoming):
    """Which days of which part of the county a question is about."""

    first_date: Day = Field(description="The first day.", examples=["2026-11-23"])
    num_days: int = Field(default=5, ge=1, le=MOST_DAYS, description="How many days from then on.")
    locality_id: Id | None = Field(default=None, description="The locality; none: the county.", examples=["west"])
    seed: int = Field(default=1, ge=0, lt=2**31, description="Where the search's randomness begins.")
