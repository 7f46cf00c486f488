"""A team design as rows of a table: what `design-1.csv` holds."""

from collections.abc import Iterator
from typing import NamedTuple

from scheduler.neighbourhoods.answering import Proposal
from scheduler.neighbourhoods.question import DesignQuestion


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
