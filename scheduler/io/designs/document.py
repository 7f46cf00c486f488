"""What the answer to a question for team designs holds, part by part. Making it stands in `answer_json`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from scheduler.kpis.printed import Better
from scheduler.neighbourhoods.design import Kind
from scheduler.neighbourhoods.question import Balance
from scheduler.neighbourhoods.redrawing import StaffRule


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, from_attributes=True)


class WishesPart(_Part):
    """What counts among designs that are equally even."""

    building_parted_minutes: int
    practice_moved_minutes: int


class QuestionPart(_Part):
    """What was asked for."""

    practices: tuple[str, ...]
    """ODS codes."""
    borders: tuple[tuple[str, ...], ...]
    borders_from: str
    balance: Balance
    nums_of_teams: tuple[int, ...]
    fewest_practices: int
    most_practices: int
    stays_within_localities: bool
    keeps_buildings_whole: bool
    slack: float
    wishes: WishesPart


class RepairPart(_Part):
    """One practice moved to another locality, after which there would be a design."""

    code: str
    name: str
    leaves: str
    joins: str


class PracticePart(_Part):
    """A practice of a team."""

    ods_code: str
    name: str


class TeamPart(_Part):
    """A team of a design, and what it comes to."""

    team_id: str
    name: str
    practices: tuple[PracticePart, ...]
    list_size: int
    over_65: int
    workload_minutes: int
    away_from_even: float
    """Of what is balanced, over an even share, less 1."""
    minutes_to_centre: int
    """By car, of all its practices together."""
    centre: str
    """The practice in its middle."""


class DesignPart(_Part):
    """A design to choose, with what is proved of it."""

    number: int
    kind: Kind
    imbalance: float
    """How far the worst team is from an even share, over that share: 0.0068 is 0.68 %."""
    is_proved_most_even: bool
    least_imbalance: float
    """No design of its kind has less: proved."""
    is_proved_best_of_these: bool
    minutes_to_centre: int
    parted_buildings: tuple[tuple[str, ...], ...]
    moved: tuple[str, ...]
    """Practices whose team is not that of today."""
    num_practices_apart: int | None
    """From the nearest of the designs before."""
    teams: tuple[TeamPart, ...]


class FigurePart(_Part):
    """One measure over the seeds."""

    mean: float | None
    least: float | None
    most: float | None


class MeasurePart(_Part):
    """One measure for every variant."""

    id: str
    label: str
    unit: str
    better: Better
    figures: tuple[FigurePart, ...]


class EvaluationPart(_Part):
    """The days planned with today's teams and with each design."""

    variants: tuple[str, ...]
    seeds: tuple[int, ...]
    seconds: float | None
    iterations: int | None
    staff_rule: StaffRule
    staff_moved: tuple[int, ...]
    care_minutes_by_team: tuple[dict[str, float], ...]
    measures: tuple[MeasurePart, ...]


class DesignsDocument(_Part):
    """Designs to choose from, or why there is none and what would mend it."""

    form: Literal["cilt-designs/1"] = "cilt-designs/1"
    question: QuestionPart
    is_infeasible: bool
    """Whether it is proved that there is no design."""
    why_none: str
    repairs: tuple[RepairPart, ...]
    is_complete: bool
    """Whether all designs and repairs were looked for before time was up."""
    designs: tuple[DesignPart, ...]
    evaluation: EvaluationPart | None
