"""Divides the county's figures among teams and localities in proportion to people aged 65 or over.

Shares are rounded so that the parts of the county add up to the county, whichever part is asked for.
"""

from functools import cache

from data.oxfordshire.facts import practices_by_team, teams


@cache
def _share_up_to() -> dict[str, tuple[float, float]]:
    """Where each team's share of the county begins and ends, between 0 and 1, teams in order."""
    weights = {
        team.team_id: sum(practice.num_over_65 for practice in practices_by_team()[team.team_id]) for team in teams()
    }
    total, begins, spans = sum(weights.values()), 0.0, {}
    for team_id, weight in weights.items():
        spans[team_id] = (begins / total, (begins + weight) / total)
        begins += weight
    return spans


def share_of_team(team_id: str) -> float:
    """The team's part of the county's people aged 65 or over, 0 to 1."""
    begins, ends = _share_up_to()[team_id]
    return ends - begins


def num_for_team(team_id: str, county_figure: float) -> int:
    """A team's whole part of a county figure."""
    begins, ends = _share_up_to()[team_id]
    # A half is rounded up, always: Python's own rounding would go to the even neighbour.
    return int(ends * county_figure + 0.5) - int(begins * county_figure + 0.5)


def num_for_teams(team_ids: tuple[str, ...], county_figure: float) -> int:
    """The whole part of a county figure for several teams together, rounded once."""
    return int(sum(share_of_team(team_id) for team_id in team_ids) * county_figure + 0.5)
