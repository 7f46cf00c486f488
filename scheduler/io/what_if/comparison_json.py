"""A comparison as JSON: every figure, its spread, and the sentence that goes with it."""

import json
from dataclasses import asdict

from scheduler.io.what_if.comparison_document import ComparedPart, ComparisonDocument, ToldRow
from scheduler.scenarios.compare import CONFIDENCE, Comparison, ScenarioComparison
from scheduler.scenarios.wording import sentence


def comparison_text(comparison: Comparison) -> str:
    """The whole comparison; the same comparison, the same text."""
    return json.dumps(document_of(comparison).model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def document_of(comparison: Comparison) -> ComparisonDocument:
    """The comparison as a document."""
    return ComparisonDocument(
        days=comparison.days,
        seeds=comparison.seeds,
        budget=comparison.budget,
        confidence=CONFIDENCE,
        scenarios=tuple(map(_compared, comparison.scenarios)),
    )


def _compared(compared: ScenarioComparison) -> ComparedPart:
    return ComparedPart(
        name=compared.name,
        question=compared.question,
        changes=compared.changes,
        num_pairs=compared.num_pairs,
        rows=tuple(ToldRow(**asdict(row), sentence=sentence(row)) for row in compared.rows),
        failures=compared.failures,
    )
