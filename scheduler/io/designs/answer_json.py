"""The answer to a question for team designs as a document, and as the text of `designs.json`."""

import json
from dataclasses import asdict

from scheduler.io.designs.document import (
    DesignPart,
    DesignsDocument,
    EvaluationPart,
    FigurePart,
    MeasurePart,
    PracticePart,
    QuestionPart,
    RepairPart,
    TeamPart,
    WishesPart,
)
from scheduler.neighbourhoods.answering import DesignAnswer, Proposal
from scheduler.neighbourhoods.evaluating import Evaluation
from scheduler.neighbourhoods.question import DesignQuestion

PLACES = 6
"""Decimals of shares: a ten-thousandth of a per cent."""


def answer_text(answer: DesignAnswer, *, borders: str, evaluation: Evaluation | None) -> str:
    """The whole answer; the same answer, the same text."""
    document = document_of(answer, borders=borders, evaluation=evaluation)
    return json.dumps(document.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"


def document_of(answer: DesignAnswer, *, borders: str, evaluation: Evaluation | None) -> DesignsDocument:
    """Everything that a question came to; `borders` says where they come from."""
    return DesignsDocument(
        question=_question(answer.question, borders),
        is_infeasible=answer.is_infeasible,
        why_none=answer.why_none,
        repairs=tuple(RepairPart.model_validate(repair) for repair in answer.repairs),
        is_complete=answer.is_complete,
        designs=tuple(_design(answer.question, number, each) for number, each in enumerate(answer.proposals, start=1)),
        evaluation=None if evaluation is None else _evaluation(evaluation),
    )


def _question(question: DesignQuestion, borders: str) -> QuestionPart:
    return QuestionPart(
        practices=tuple(patch.code for patch in question.patches),
        borders=tuple(sorted(tuple(sorted(pair)) for pair in question.borders)),
        borders_from=borders,
        balance=question.balance,
        nums_of_teams=question.nums_of_teams,
        fewest_practices=question.fewest_practices,
        most_practices=question.most_practices,
        stays_within_localities=question.stays_within_localities,
        keeps_buildings_whole=question.keeps_buildings_whole,
        slack=question.slack,
        wishes=WishesPart.model_validate(question.wishes),
    )


def _design(question: DesignQuestion, number: int, proposal: Proposal) -> DesignPart:
    verdict = proposal.verdict
    return DesignPart(
        number=number,
        kind=proposal.kind,
        imbalance=round(verdict.imbalance, PLACES),
        is_proved_most_even=proposal.is_proved,
        least_imbalance=round(proposal.least_imbalance, PLACES),
        is_proved_best_of_these=proposal.is_best,
        minutes_to_centre=verdict.minutes_to_centre,
        parted_buildings=tuple(sorted(tuple(sorted(pair)) for pair in verdict.parted_buildings)),
        moved=tuple(sorted(verdict.moved)),
        num_practices_apart=proposal.num_apart,
        teams=tuple(_teams(question, proposal)),
    )


def _teams(question: DesignQuestion, proposal: Proposal) -> list[TeamPart]:
    names = {code: patch.name for code, patch in question.patch_by_code.items()}
    return [
        TeamPart(
            team_id=team.id,
            name=team.name,
            practices=tuple(PracticePart(ods_code=code, name=names[code]) for code in sorted(team.practice_codes)),
            list_size=figures.list_size,
            over_65=round(figures.num_over_65),
            workload_minutes=round(figures.workload_minutes),
            away_from_even=round(figures.away_from_even, PLACES),
            minutes_to_centre=figures.minutes_to_centre,
            centre=figures.centre,
        )
        for team, figures in zip(proposal.design.teams, proposal.verdict.teams, strict=True)
    ]


def _evaluation(evaluation: Evaluation) -> EvaluationPart:
    return EvaluationPart(
        variants=evaluation.variants,
        seeds=evaluation.seeds,
        seconds=evaluation.budget.seconds,
        iterations=evaluation.budget.iterations,
        staff_rule=evaluation.staff_rule,
        staff_moved=evaluation.num_staff_moved,
        care_minutes_by_team=tuple(
            {str(team): own for team, own in of.items()} for of in evaluation.care_minutes_by_team
        ),
        measures=tuple(
            MeasurePart(
                id=line.id,
                label=line.label,
                unit=line.unit,
                better=line.better,
                figures=tuple(FigurePart(**asdict(figure)) for figure in line.figures),
            )
            for line in evaluation.lines
        ),
    )
