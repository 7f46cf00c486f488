"""What a comparison holds, wherever it is written. Making it stands in `comparison_json`."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scheduler.scenarios.compare import MeasureRow

Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class ToldRow(MeasureRow):
    """One measure of a scenario beside the baseline's, and the sentence that goes with it."""

    sentence: str


class ComparedPart(_Part):
    """One scenario against the baseline."""

    name: str
    question: str
    changes: tuple[str, ...]
    """Each in a sentence."""
    num_pairs: int
    """Days and seeds on which both were planned."""
    rows: tuple[ToldRow, ...]
    failures: tuple[str, ...]
    """Why some or all of its plans could not be made, each reason once with how often."""


class ComparisonDocument(_Part):
    """Scenarios against the baseline: every figure a mean over the days and seeds that both were planned on."""

    format: Literal["cilt-comparison/1"] = "cilt-comparison/1"
    days: tuple[str, ...]
    seeds: tuple[int, ...]
    budget: str
    """Of the search of each plan, in words."""
    confidence: Share
    """With which the intervals hold the mean difference."""
    scenarios: tuple[ComparedPart, ...]
