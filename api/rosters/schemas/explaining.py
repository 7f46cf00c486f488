"""Explanations going out: why a visit is where it is, or what keeps it out."""

from datetime import datetime

from pydantic import Field

from api.shapes import Outgoing

UNSAID = "None: it speaks of somebody else, whose care is not open to the reader."
WITHHELD = Field(default=(), description="Which fields are not shown.", examples=[[]])


class _Place(Outgoing):
    shift_id: str = Field(examples=["s-014-1123"])
    staff_id: str = Field(examples=["s-014"])
    role: str = Field(examples=["community_nurse"])
    attendance: int = Field(description="Which of the visit's people, counted from 1.", examples=[1])
    starts_at: datetime = Field(examples=["2026-11-23T09:30:00+00:00"])
    says: str | None = Field(description=UNSAID, examples=["It starts at 09:30: its window opens then."])
    withheld: tuple[str, ...] = WITHHELD


class PlacedPart(_Place):
    """Where an attendance is, and what decided its start."""

    cost_by_rule: dict[str, int] = Field(description="What it adds to the plan's cost.", examples=[{"travel": 120}])


class AlternativePart(_Place):
    """Another place that breaks no hard rule."""

    cost_points: int = Field(description="What the plan would cost more than it does; below 0 less.", examples=[35])
    cost_by_rule: dict[str, int] = Field(examples=[{"travel": 35}])


class ObstaclePart(_Place):
    """A shift that does not take the visit: the place where least breaks, and what breaks there."""

    rules: list[str] = Field(examples=[["skill"]])


class RelaxationPart(Outgoing):
    """One change with which the visit would fit."""

    rule: str = Field(description="What would have to give way.", examples=["shift_hours"])
    sentence: str | None = Field(description=UNSAID, examples=["Shift s-014-1123 ends 15 minutes later."])
    withheld: tuple[str, ...] = WITHHELD
    amount: int = Field(description="By how much, in the rule's unit.", examples=[15])
    unit: str = Field(examples=["minutes"])


class TogetherPart(RelaxationPart):
    """Several changes with which it would fit; of what is asked, that which asks most is told by rule and amount."""

    parts: list[RelaxationPart] = Field(description="The single changes.")


class VisitExplanation(Outgoing):
    """Why a visit is where it is, or is nowhere."""

    visit_id: str = Field(examples=["v-0001"])
    outcome: str | None = Field(description="deferred or escalated; none where it is planned.", examples=[None])
    summary: str | None = Field(description=UNSAID)
    withheld: tuple[str, ...] = WITHHELD
    placements: list[PlacedPart] = Field(description="One for each attendance that is planned.")
    alternatives: list[AlternativePart] = Field(description="Lawful places in other shifts, the cheapest first.")
    obstacles: list[ObstaclePart] = Field(description="Shifts that cannot take it, those that break least first.")
    relaxations: list[RelaxationPart] = Field(description="What would let it fit where nothing does, least first.")
    nearest: TogetherPart | None = Field(
        description="Where no single change would do, or only one that the patient alone can answer: the least together."
    )
    reasons: list[str] = Field(
        description="Why each of those is needed: who may not make it, or which times cannot all hold.",
        examples=[["With it in shift s-014-1123, the end of shift s-014-1123 cannot hold."]],
    )
