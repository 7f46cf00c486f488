"""What the judge found and what the plan is worth, as documents and as `report.json` and `scorecard.json`. Ids, never names."""

import json
from pathlib import Path

from pydantic import BaseModel

from scheduler.io.report_document import (
    MeasurePart,
    ReportDocument,
    RulePart,
    ScorecardDocument,
    ViolationPart,
    VisitCounts,
)
from scheduler.kpis.comparison import compare
from scheduler.kpis.scorecard import Scorecard
from scheduler.model.clock import Horizon
from scheduler.model.problem import Problem
from scheduler.planning import BASELINE
from scheduler.rules import CATALOGUE, RuleId
from scheduler.validation.validator import ValidationReport
from scheduler.validation.violation import Violation


def report_document_of(report: ValidationReport, problem: Problem, plan_number: str) -> ReportDocument:
    """The verdict, and every rule with its amount, its cost and its violations."""
    return ReportDocument(
        plan_number=plan_number,
        is_lawful=report.is_lawful,
        num_hard_violations=len(report.hard_violations),
        num_overridden=len(report.overridden),
        visits=VisitCounts(
            num_in=report.num_visits_in,
            planned=report.num_planned,
            deferred=report.num_deferred,
            escalated=report.num_escalated,
        ),
        cost_points=report.cost,
        rules=tuple(_rule(rule, report, problem) for rule in RuleId),
    )


def scorecard_document_of(scorecard: Scorecard, baseline: Scorecard, plan_number: str) -> ScorecardDocument:
    """The figures of a plan and of its baseline, and the printed measures side by side."""
    return ScorecardDocument(
        plan_number=plan_number,
        baseline_name=BASELINE,
        measures=measure_parts_of(scorecard, baseline),
        plan=scorecard.as_dict(),
        baseline=baseline.as_dict(),
    )


def measure_parts_of(scorecard: Scorecard, baseline: Scorecard) -> tuple[MeasurePart, ...]:
    """The printed measures of a plan and of what it is measured against, side by side."""
    return tuple(
        MeasurePart(
            measure=row.measure.id,
            label=row.measure.label,
            unit=row.measure.unit,
            better=row.measure.better.value,
            plan=row.value,
            baseline=row.baseline,
            difference=row.difference,
            verdict=row.verdict.value or None,
        )
        for row in compare(scorecard, baseline)
    )


def write_report(report: ValidationReport, problem: Problem, plan_number: str, path: Path) -> None:
    """Write the verdict of a plan."""
    _write(report_document_of(report, problem, plan_number), path)


def write_scorecard(scorecard: Scorecard, baseline: Scorecard, plan_number: str, path: Path) -> None:
    """Write the figures of a plan beside its baseline."""
    _write(scorecard_document_of(scorecard, baseline, plan_number), path)


def _rule(rule: RuleId, report: ValidationReport, problem: Problem) -> RulePart:
    entry, weight = CATALOGUE[rule], problem.policy.weight_of(rule)
    return RulePart(
        rule=rule.code,
        kind=entry.kind.value,
        sentence=entry.sentence,
        unit=entry.unit.value,
        amount=report.amount_of(rule),
        weight_points=weight,
        cost_points=weight * report.amount_of(rule),
        violations=tuple(
            violation_part_of(found, problem.horizon) for found in report.violations if found.rule is rule
        ),
    )


def violation_part_of(found: Violation, horizon: Horizon) -> ViolationPart:
    """What the judge found at one place of a plan."""
    return ViolationPart(
        amount=found.amount,
        says=found.says,
        visit_id=found.visit_id,
        shift_id=found.shift_id,
        staff_id=found.staff_id,
        patient_id=found.patient_id,
        at=None if found.minute is None else horizon.datetime_of(found.minute).isoformat(timespec="minutes"),
        overridden_by=found.overridden_by,
    )


def _write(document: BaseModel, path: Path) -> None:
    shown = document.model_dump(mode="json", by_alias=True)
    path.write_text(json.dumps(shown, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
