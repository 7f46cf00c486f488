"""What schemas of all rooms are made of: what comes in, what goes out, a page of a list. The schemas themselves stand in the rooms."""

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from scheduler.io.tables.cells import FIRST_YEAR, LAST_YEAR

MOST_IN_A_PAGE = 500


def _in_our_time(moment: AwareDatetime) -> AwareDatetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"expected a moment from {FIRST_YEAR} to {LAST_YEAR}")
    return moment


def _on_a_minute(moment: AwareDatetime) -> AwareDatetime:
    if moment.second or moment.microsecond:
        raise ValueError("expected a whole minute")
    return moment


InstantIn = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
"""A moment with its offset. A day that comes in is a `Day` of `scheduler.io.tables.cells`, of the same years."""
MomentIn = Annotated[InstantIn, AfterValidator(_on_a_minute)]
"""A moment with its offset, on a whole minute."""


class Incoming(BaseModel):
    """Something sent to the service: frozen, and nothing in it that nobody asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Outgoing(BaseModel):
    """Something that the service answers with."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Paging(Incoming):
    """Which part of a list is asked for.

    A list with filters asks for a model that extends this one: FastAPI reads query parameters from one model alone.
    """

    limit: int = Field(default=100, ge=1, le=MOST_IN_A_PAGE, description="The most entries to answer with.")
    offset: int = Field(default=0, ge=0, le=10**9, description="How many entries of the list come before.")


PagingDep = Annotated[Paging, Query()]

Entry = TypeVar("Entry")


class Page(Outgoing, Generic[Entry]):
    """A part of a list."""

    entries: list[Entry]
    total: int = Field(description="How many entries the whole list has.", examples=[1])
    limit: int = Field(examples=[100])
    offset: int = Field(examples=[0])
