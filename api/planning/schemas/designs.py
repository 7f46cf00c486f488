"""Questions for neighbourhood teams, and how they stand."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from api.planning.schemas.questions import QuestionRequest
from api.runs.schemas import JobStatus
from scheduler.model.geography import FEWEST_PRACTICES_PER_TEAM, MOST_PRACTICES_PER_TEAM
from scheduler.neighbourhoods.question import Balance

MOST_TEAMS, MOST_PRACTICES, MOST_DESIGNS, MOST_SECONDS = 99, 20, 10, 600
OdsCode = Annotated[str, Field(pattern=r"^[A-Z][0-9]{5}$", examples=["K84017"])]


class TeamDesignRequest(QuestionRequest):
    """Which practices should one team look after? Every practice in one team, each team in one piece, as even as can be."""

    fewest_teams: int | None = Field(
        default=None, ge=1, le=MOST_TEAMS, description="How many teams at least; none: as many as today."
    )
    most_teams: int | None = Field(
        default=None, ge=1, le=MOST_TEAMS, description="How many teams at most; none: the same number."
    )
    balance: Balance = Field(default=Balance.WORKLOAD, description="What teams share evenly.")
    fewest_practices: int = Field(default=FEWEST_PRACTICES_PER_TEAM, ge=1, le=MOST_PRACTICES, description="Of a team.")
    most_practices: int = Field(default=MOST_PRACTICES_PER_TEAM, ge=1, le=MOST_PRACTICES, description="Of a team.")
    num_designs: int = Field(default=3, ge=1, le=MOST_DESIGNS, description="How many designs to choose from.")
    least_apart: int = Field(
        default=2, ge=1, le=99, description="Practices by which each further design differs from all others."
    )
    less_even_percent: float = Field(
        default=10.0, ge=0, le=100, description="By how many points a further design may be less even than the first."
    )
    slack_percent: float = Field(
        default=0.0, ge=0, le=100, description="Points of evenness to give up for compactness and the other wishes."
    )
    practice_moved_minutes: int = Field(
        default=0, ge=0, le=10_000, description="What a practice that changes team costs, in minutes of travel."
    )
    keeps_buildings_whole: bool = Field(default=False, description="Whether practices of one building share a team.")
    stays_within_localities: bool = Field(default=False, description="Whether no team crosses a locality's border.")
    borders: tuple[tuple[OdsCode, OdsCode], ...] | None = Field(
        default=None,
        max_length=10_000,
        description="Pairs of neighbouring practices; none: those of Oxfordshire's catchments, or the nearest.",
    )
    budget_seconds: float = Field(default=60.0, gt=0, le=MOST_SECONDS, description="Ends sooner where all is proved.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.fewest_practices > self.most_practices:
            raise ValueError("fewest_practices is more than most_practices, expected no more")
        if self.most_teams is not None and (self.fewest_teams is None or self.fewest_teams > self.most_teams):
            raise ValueError("most_teams goes with fewest_teams, expected both, and the second no more than the first")
        return self


class TeamDesignStatus(JobStatus):
    """How a question for team designs stands."""

    team_design_id: str = Field(validation_alias="run_id")
    balance: Balance
    budget_seconds: float | None
    num_designs: int | None = Field(description="How many were found; null until it has ended.", examples=[3])
    is_infeasible: bool | None = Field(description="Whether it is proved that there is none; null until it has ended.")
