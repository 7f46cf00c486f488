"""The judge of designs: plain loops over question and design, which alone report figures. It knows no solver."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scheduler.model.geography import PracticeCode, TeamId
from scheduler.neighbourhoods.design import Design, DesignedTeam
from scheduler.neighbourhoods.question import DesignQuestion, Pair
from scheduler.units import Minutes


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """What one team of a design comes to."""

    team_id: TeamId
    num_practices: int
    list_size: int
    num_over_65: float
    workload_minutes: float
    amount: float
    """In the measure that is balanced."""
    away_from_even: float
    """Amount over that of an even share, less 1."""
    centre: PracticeCode
    """The practice nearest to all others of the team."""
    minutes_to_centre: Minutes
    """Of all its practices together, by car."""


@dataclass(frozen=True)
class Verdict:
    """Whether a design is lawful, and its figures."""

    faults: tuple[str, ...]
    imbalance: float
    """How far the worst team is from an even share, over that share: 0.0068 is 0.68 %."""
    minutes_to_centre: Minutes
    parted_buildings: tuple[Pair, ...]
    """Practices of one building in different teams."""
    moved: tuple[PracticeCode, ...]
    """Practices whose team is not that of today."""
    teams: tuple[TeamFigures, ...]

    @property
    def is_lawful(self) -> bool:
        """Whether every practice is in one team, and every team may be."""
        return not self.faults


def judge(question: DesignQuestion, design: Design) -> Verdict:
    """Judge a design, whoever made it."""
    even = question.total / len(design.teams)
    teams = tuple(_figures(question, team, even) for team in design.teams)
    team_ids = {code: team.id for team in design.teams for code in team.practice_codes}
    parted = tuple(
        pair for pair in question.same_building_pairs if len({team_ids.get(code, TeamId("none")) for code in pair}) > 1
    )
    return Verdict(
        faults=(*_faults(question, design), *_parted_faults(question, parted)),
        imbalance=max(abs(team.away_from_even) for team in teams),
        minutes_to_centre=Minutes(sum(team.minutes_to_centre for team in teams)),
        parted_buildings=parted,
        moved=tuple(
            patch.code
            for patch in question.patches
            if patch.team_id is not None and team_ids.get(patch.code) != patch.team_id
        ),
        teams=teams,
    )


def pieces(question: DesignQuestion, codes: Collection[PracticeCode]) -> list[set[PracticeCode]]:
    """The pieces of the map that practices form: one, where each can be reached from each over borders between them."""
    left, found = set(codes), list[set[PracticeCode]]()
    while left:
        piece: set[PracticeCode] = set()
        reached = [min(left)]
        while reached:
            code = reached.pop()
            if code in left:
                left.remove(code)
                piece.add(code)
                reached += question.neighbours_by_code[code]
        found.append(piece)
    return found


def _faults(question: DesignQuestion, design: Design) -> Iterator[str]:
    if len(design.teams) not in question.nums_of_teams:
        expected = " or ".join(map(str, question.nums_of_teams))
        yield f"the design has {len(design.teams)} teams, expected {expected}"
    known = question.patch_by_code
    for patch in question.patches:
        of = [team.id for team in design.teams if patch.code in team.practice_codes]
        if len(of) != 1:
            yield f"practice {patch.code} is in {len(of)} teams ({', '.join(of)}), expected 1"
    for team in design.teams:
        strangers = sorted(team.practice_codes - known.keys())
        if strangers:
            yield f"team {team.id} has {', '.join(strangers)}, expected practices of the question"
        size = len(team.practice_codes)
        if not question.fewest_practices <= size <= question.most_practices:
            yield (
                f"team {team.id} has {size} practices, expected {question.fewest_practices} to {question.most_practices}"
            )
        parts = pieces(question, team.practice_codes & known.keys())
        if len(parts) > 1:
            apart = "; ".join(", ".join(sorted(part)) for part in parts)
            yield f"team {team.id} is in {len(parts)} pieces ({apart}), expected 1"
        localities = sorted({known[code].locality_id for code in team.practice_codes & known.keys()})
        if question.stays_within_localities and len(localities) > 1:
            yield f"team {team.id} lies in {', '.join(localities)}, expected one locality"


def _parted_faults(question: DesignQuestion, parted: Collection[Pair]) -> Iterator[str]:
    if question.keeps_buildings_whole:
        for pair in parted:
            yield f"practices {' and '.join(sorted(pair))} share a building, expected one team"


def _figures(question: DesignQuestion, team: DesignedTeam, even: float) -> TeamFigures:
    patches = [question.patch_by_code[code] for code in sorted(team.practice_codes) if code in question.patch_by_code]
    amount = sum(patch.amount(question.balance) for patch in patches)
    sums = [
        (sum(question.minutes_between(one.code, centre.code) for one in patches), centre.code) for centre in patches
    ]
    minutes, centre = min(sums, default=(0, min(team.practice_codes)))
    return TeamFigures(
        team_id=team.id,
        num_practices=len(team.practice_codes),
        list_size=sum(patch.list_size for patch in patches),
        num_over_65=sum(patch.num_over_65 for patch in patches),
        workload_minutes=sum(patch.workload_minutes for patch in patches),
        amount=amount,
        away_from_even=amount / even - 1,
        centre=centre,
        minutes_to_centre=Minutes(minutes),
    )
