"""Scenarios to compare, and how a comparison stands."""

from typing import Self

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, field_validator, model_validator

from api.planning.schemas.questions import QuestionRequest
from api.runs.schemas import JobStatus
from api.shapes import Outgoing
from scheduler.errors import InputError
from scheduler.io.json_document import faults_of
from scheduler.io.scenario_json import ScenarioDocument

MOST_SCENARIOS, MOST_SEEDS, MOST_SOLVES, MOST_ITERATIONS = 50, 100, 5_000, 10_000_000
AN_EXAMPLE = {"name": "Three nurses fewer", "changes": [{"change": "lose_staff", "number": 3}]}


class ComparisonRequest(QuestionRequest):
    """What if some things were different? Each day that has visits is planned on its own, with every seed."""

    scenarios: tuple[ScenarioDocument, ...] = Field(
        min_length=1,
        max_length=MOST_SCENARIOS,
        description="Scenario documents, as `data/scenarios/schema.json` has them; the baseline goes without saying.",
        examples=[[AN_EXAMPLE]],
    )
    num_seeds: int = Field(default=3, ge=1, le=MOST_SEEDS, description="Plans of each day, with seeds from `seed` on.")
    budget_seconds: float | None = Field(
        default=None, gt=0, description="How long to search for each plan, seconds; none and no iterations: 10."
    )
    budget_iterations: int | None = Field(
        default=None, ge=1, le=MOST_ITERATIONS, description="Moves to search for each plan; alone, all can be repeated."
    )

    @field_validator("scenarios", mode="wrap")
    @classmethod
    def _every_fault(
        cls, sent: object, handler: ModelWrapValidatorHandler[tuple[ScenarioDocument, ...]]
    ) -> tuple[ScenarioDocument, ...]:
        """Tell of scenarios as the command does: place, value, and what was expected. They hold nobody's data."""
        try:
            return handler(sent)
        except ValidationError as error:
            raise InputError(list(faults_of(error, sent, file="", within=("scenarios",)))) from error

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        if self.most_solves > MOST_SOLVES:
            raise ValueError(f"up to {self.most_solves:,} plans, expected {MOST_SOLVES:,} or fewer")
        return self

    @property
    def most_solves(self) -> int:
        """Plans of the baseline and every scenario, if every day has visits."""
        return (1 + len(self.scenarios)) * self.num_days * self.num_seeds


class SolvesPart(Outgoing):
    """How many plans are made."""

    done: int = Field(examples=[12])
    of: int = Field(examples=[60])


class ComparisonStatus(JobStatus):
    """How a comparison stands."""

    comparison_id: str = Field(validation_alias="run_id")
    scenarios: list[str] = Field(description="Their names.", examples=[["Three nurses fewer"]])
    num_seeds: int
    budget_seconds: float | None
    budget_iterations: int | None
    solves: SolvesPart | None = Field(description="Of all plans, the baseline's too; null until a worker has begun.")
