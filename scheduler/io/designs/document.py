"""Team designs as plain JSON and as rows of a table: what `designs.json` and `design-1.csv` hold."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import NamedTuple

from scheduler.model.geography import TeamId
from scheduler.neighbourhoods.answering import DesignAnswer, Proposal
from scheduler.neighbourhoods.evaluating import Evaluation
from scheduler.neighbourhoods.question import DesignQuestion

FORM = "cilt-designs/1"
PLACES = 6
"""Decimals of shares: a ten-thousandth of a per cent."""


class PracticeRow(NamedTuple):
    """One practice in a design."""

    ods_code: str
    name: str
    locality_id: str
    team_id: str
    team_name: str
    today_team_id: str
    moves: str
    list_size: int
    over_65: int
    workload_minutes: int


def practice_rows(question: DesignQuestion, proposal: Proposal) -> Iterator[PracticeRow]:
    """Every practice of a design, by team."""
    for team in proposal.design.teams:
        for code in sorted(team.practice_codes):
            patch = question.patch_by_code[code]
            yield PracticeRow(
                ods_code=code,
                name=patch.name,
                locality_id=patch.locality_id,
                team_id=team.id,
                team_name=team.name,
                today_team_id=patch.team_id or "",
                moves="true" if code in proposal.verdict.moved else "false",
                list_size=patch.list_size,
                over_65=round(patch.num_over_65),
                workload_minutes=round(patch.workload_minutes),
            )


def document_of(answer: DesignAnswer, *, borders: str, evaluation: Evaluation | None) -> dict[str, object]:
    """Everything that a question came to, in plain JSON types; `borders` says where they come from."""
    question = answer.question
    return {
        "form": FORM,
        "question": {
            "practices": [patch.code for patch in question.patches],
            "borders": sorted(sorted(pair) for pair in question.borders),
            "borders_from": borders,
            "balance": question.balance.value,
            "nums_of_teams": list(question.nums_of_teams),
            "fewest_practices": question.fewest_practices,
            "most_practices": question.most_practices,
            "stays_within_localities": question.stays_within_localities,
            "keeps_buildings_whole": question.keeps_buildings_whole,
            "slack": question.slack,
            "wishes": asdict(question.wishes),
        },
        "is_infeasible": answer.is_infeasible,
        "why_none": answer.why_none,
        "repairs": [asdict(repair) for repair in answer.repairs],
        "is_complete": answer.is_complete,
        "designs": [_design(question, number, each) for number, each in enumerate(answer.proposals, start=1)],
        "evaluation": None if evaluation is None else _evaluation(evaluation),
    }


def _design(question: DesignQuestion, number: int, proposal: Proposal) -> dict[str, object]:
    verdict = proposal.verdict
    figures = {team.team_id: team for team in verdict.teams}
    return {
        "number": number,
        "kind": proposal.kind.value,
        "imbalance": round(verdict.imbalance, PLACES),
        "is_proved_most_even": proposal.is_proved,
        "least_imbalance": round(proposal.least_imbalance, PLACES),
        "is_proved_best_of_these": proposal.is_best,
        "minutes_to_centre": verdict.minutes_to_centre,
        "parted_buildings": sorted(sorted(pair) for pair in verdict.parted_buildings),
        "moved": sorted(verdict.moved),
        "num_practices_apart": proposal.num_apart,
        "teams": [
            {
                "team_id": team.id,
                "name": team.name,
                "practices": [
                    {"ods_code": code, "name": question.patch_by_code[code].name}
                    for code in sorted(team.practice_codes)
                ],
                **_team_figures(proposal, team.id),
                "centre": figures[team.id].centre,
            }
            for team in proposal.design.teams
        ],
    }


def _team_figures(proposal: Proposal, team_id: TeamId) -> dict[str, object]:
    figures = next(team for team in proposal.verdict.teams if team.team_id == team_id)
    return {
        "list_size": figures.list_size,
        "over_65": round(figures.num_over_65),
        "workload_minutes": round(figures.workload_minutes),
        "away_from_even": round(figures.away_from_even, PLACES),
        "minutes_to_centre": figures.minutes_to_centre,
    }


def _evaluation(evaluation: Evaluation) -> dict[str, object]:
    return {
        "variants": list(evaluation.variants),
        "seeds": list(evaluation.seeds),
        "seconds": evaluation.budget.seconds,
        "iterations": evaluation.budget.iterations,
        "staff_rule": evaluation.staff_rule.value,
        "staff_moved": list(evaluation.num_staff_moved),
        "care_minutes_by_team": [dict(minutes) for minutes in evaluation.care_minutes_by_team],
        "measures": [
            {"id": line.id, "label": line.label, "unit": line.unit, "figures": [asdict(each) for each in line.figures]}
            for line in evaluation.lines
        ],
    }
