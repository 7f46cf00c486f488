"""What the judge found and what the plan is worth, as JSON: `report.json` and `scorecard.json`. Ids, never names."""

import json
from pathlib import Path

from scheduler.kpis.comparison import compare
from scheduler.kpis.scorecard import Scorecard
from scheduler.model.clock import Horizon
from scheduler.model.problem import Problem
from scheduler.planning import BASELINE
from scheduler.rules import CATALOGUE, RuleId
from scheduler.validation.validator import ValidationReport
from scheduler.validation.violation import Violation


def write_report(report: ValidationReport, problem: Problem, plan_number: str, path: Path) -> None:
    """Write the verdict, and every rule with its amount, its cost and its violations."""
    _write(
        {
            "plan_number": plan_number,
            "is_lawful": report.is_lawful,
            "num_hard_violations": len(report.hard_violations),
            "num_overridden": len(report.overridden),
            "visits": {
                "in": report.num_visits_in,
                "planned": report.num_planned,
                "deferred": report.num_deferred,
                "escalated": report.num_escalated,
            },
            "cost_points": report.cost,
            "rules": [_rule(rule, report, problem) for rule in RuleId],
        },
        path,
    )


def write_scorecard(scorecard: Scorecard, baseline: Scorecard, plan_number: str, path: Path) -> None:
    """Write the figures of a plan and of its baseline, and the printed measures side by side."""
    _write(
        {
            "plan_number": plan_number,
            "baseline_name": BASELINE,
            "measures": [
                {
                    "measure": row.measure.id,
                    "label": row.measure.label,
                    "unit": row.measure.unit,
                    "better": row.measure.better.value,
                    "plan": row.value,
                    "baseline": row.baseline,
                    "difference": row.difference,
                    "verdict": row.verdict.value or None,
                }
                for row in compare(scorecard, baseline)
            ],
            "plan": scorecard.as_dict(),
            "baseline": baseline.as_dict(),
        },
        path,
    )


def _rule(rule: RuleId, report: ValidationReport, problem: Problem) -> dict[str, object]:
    entry, weight = CATALOGUE[rule], problem.policy.weight_of(rule)
    return {
        "rule": rule.code,
        "kind": entry.kind.value,
        "sentence": entry.sentence,
        "unit": entry.unit.value,
        "amount": report.amount_of(rule),
        "weight_points": weight,
        "cost_points": weight * report.amount_of(rule),
        "violations": [_violation(found, problem.horizon) for found in report.violations if found.rule is rule],
    }


def _violation(found: Violation, horizon: Horizon) -> dict[str, object]:
    return {
        "amount": found.amount,
        "says": found.says,
        "visit_id": found.visit_id,
        "shift_id": found.shift_id,
        "staff_id": found.staff_id,
        "patient_id": found.patient_id,
        "at": None if found.minute is None else horizon.datetime_of(found.minute).isoformat(timespec="minutes"),
        "overridden_by": found.overridden_by,
    }


def _write(document: dict[str, object], path: Path) -> None:
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
