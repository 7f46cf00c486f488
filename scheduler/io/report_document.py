"""What a verdict and a scorecard hold, part by part, wherever they are written. Making them stands in `report_json`."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)


class ViolationPart(_Part):
    """One violation: ids, never names."""

    amount: int = Field(description="In the rule's unit.", examples=[5])
    says: str = Field(examples=["starts at 09:35, 5 minutes after its window"])
    visit_id: str | None
    shift_id: str | None
    staff_id: str | None
    patient_id: str | None
    at: str | None = Field(description="Local time with its offset.", examples=["2026-11-23T09:35+00:00"])
    overridden_by: str | None = Field(description="Who took responsibility for it.")


class RuleFigures(_Part):
    """One rule of the catalogue: its amount and its cost."""

    rule: str = Field(examples=["time_window"])
    kind: str = Field(examples=["hard"])
    sentence: str
    unit: str = Field(examples=["minutes"])
    amount: int
    weight_points: int = Field(description="What a unit costs, in points; ten weigh as much as a minute of travel.")
    cost_points: int


class RulePart(RuleFigures):
    """One rule of the catalogue: its amount, its cost and its violations."""

    violations: tuple[ViolationPart, ...]


class VisitCounts(_Part):
    """What became of the visits: in = planned + deferred + escalated."""

    num_in: int = Field(alias="in")
    planned: int
    deferred: int
    escalated: int


class VerdictFigures(_Part):
    """Whether a plan is lawful, and what it comes to."""

    plan_number: str = Field(examples=["2026-11-23/3fa9c1"])
    is_lawful: bool = Field(description="Whether the plan may be published.")
    num_hard_violations: int
    num_overridden: int
    visits: VisitCounts
    cost_points: int


class ReportDocument(VerdictFigures):
    """What the judge found in a plan."""

    rules: tuple[RulePart, ...]


class MeasurePart(_Part):
    """One printed figure of a plan beside that of its baseline."""

    measure: str = Field(examples=["planned"])
    label: str
    unit: str
    better: str = Field(examples=["more"])
    plan: int | float | None
    baseline: int | float | None
    difference: int | float | None
    verdict: str | None = Field(examples=["better"])


class ScorecardDocument(_Part):
    """What a plan is worth, beside its baseline."""

    plan_number: str = Field(examples=["2026-11-23/3fa9c1"])
    baseline_name: str = Field(examples=["manual-like"])
    measures: tuple[MeasurePart, ...]
    plan: dict[str, Any] = Field(description="Every figure, by measure.")
    baseline: dict[str, Any]
