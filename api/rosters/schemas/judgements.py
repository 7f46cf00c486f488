"""What the judge found, as far as its reader may hear of the patients: the same figures for everybody, sentences where care is open."""

from pydantic import Field

from api.shapes import Outgoing
from scheduler.io.report_document import RuleFigures, VerdictFigures


class ViolationPart(Outgoing):
    """One violation: ids, never names."""

    rule: str = Field(examples=["time_window"])
    kind: str = Field(examples=["hard"])
    amount: int = Field(description="In the rule's unit.", examples=[5])
    says: str | None = Field(
        description="None: it speaks of a patient whose care or history is not open to the reader.",
        examples=["Visit v-0001 starts at 09:35, 5 minutes after its window closed at 09:30."],
    )
    visit_id: str | None = Field(examples=["v-0001"])
    shift_id: str | None = Field(examples=["s-014-1123"])
    staff_id: str | None = Field(examples=["s-014"])
    patient_id: str | None = Field(examples=["p-0001"])
    at: str | None = Field(description="Local time with its offset.", examples=["2026-11-23T09:35+00:00"])
    overridden_by: str | None = Field(description="Who took responsibility for it.")
    withheld: tuple[str, ...] = Field(description="Which fields are not shown.", examples=[["says"]])


class JudgedRulePart(RuleFigures):
    """One rule of the catalogue: its amount, its cost and its violations."""

    violations: tuple[ViolationPart, ...]


class JudgementPart(VerdictFigures):
    """What the judge found in a plan."""

    rules: tuple[JudgedRulePart, ...]
