"""What all planners' questions have in common."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from api.queue import RunState
from api.shapes import Incoming, Outgoing, Paging
from scheduler.io.tables.cells import Day

MOST_DAYS = 28
Id = Annotated[str, Field(min_length=1, max_length=64)]


class QuestionRequest(Incoming):
    """Which days of which part of the county a question is about."""

    first_date: Day = Field(description="The first day.", examples=["2026-11-23"])
    num_days: int = Field(default=5, ge=1, le=MOST_DAYS, description="How many days from then on.")
    locality_id: Id | None = Field(default=None, description="The locality; none: the county.", examples=["west"])
    seed: int = Field(default=1, ge=0, lt=2**31, description="Where the search's randomness begins.")


class QuestionStatus(Outgoing):
    """How a question stands; light enough to be asked for every second."""

    state: RunState
    first_date: date
    num_days: int
    locality_id: str | None
    seed: int
    requested_by: str
    requested_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempts: int = Field(description="How often it was begun: twice where a worker died.")
    is_stop_wanted: bool
    error_code: str | None = Field(description="bad-input, worker-died or internal.")
    error_detail: str | None
    place_in_queue: int | None = Field(default=None, description="1 for what is taken next; null once taken.")


class QuestionFilter(Paging):
    """Which questions to list."""

    state: RunState | None = None
    locality_id: Id | None = None
    is_mine: bool = Field(default=False, description="Only those that the caller asked.")
