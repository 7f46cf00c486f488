"""A comparison as JSON: every figure, its spread, and the sentence that goes with it."""

import json
from dataclasses import asdict

from scheduler.scenarios.compare import CONFIDENCE, Comparison, MeasureRow, ScenarioComparison
from scheduler.scenarios.wording import sentence

FORMAT = "cilt-comparison/1"


def comparison_text(comparison: Comparison) -> str:
    """The whole comparison; the same comparison, the same text."""
    document = {
        "format": FORMAT,
        "days": comparison.days,
        "seeds": comparison.seeds,
        "budget": comparison.budget,
        "confidence": CONFIDENCE,
        "scenarios": [_scenario(each) for each in comparison.scenarios],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _scenario(compared: ScenarioComparison) -> dict[str, object]:
    return asdict(compared) | {"rows": [_row(row) for row in compared.rows]}


def _row(row: MeasureRow) -> dict[str, object]:
    return asdict(row) | {"sentence": sentence(row)}
