"""Practices to design teams for: the county's, with shares as the oracles had them, and small ones on a line."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from data.oxfordshire import facts
from scheduler.io.designs.over_65_csv import read_over_65
from scheduler.model.geography import LocalityId, PracticeCode, TeamId
from scheduler.model.place import Location, LocationId, LocationKind
from scheduler.neighbourhoods.answering import Choice, DesignAnswer, design_teams
from scheduler.neighbourhoods.question import Balance, DesignQuestion, Pair, Patch
from scheduler.neighbourhoods.repairs import County
from scheduler.solvers.stopping import Budget

IN_TENTHS = read_over_65(
    Path(facts.__file__).with_name("over_65_in_tenths.csv"), list(map(PracticeCode, facts.practices()))
)
"""What the oracles were reckoned with."""


def county(*, as_the_oracles: bool = True) -> County:
    """All 64 practices, and which border which."""
    teams = {line.ods_code: team_id for team_id, lines in facts.practices_by_team().items() for line in lines}
    patches = tuple(
        Patch(
            code=PracticeCode(code),
            name=line.name,
            locality_id=LocalityId(line.locality_id),
            location=_at(code, line.latitude, line.longitude),
            team_id=TeamId(teams[code]),
            list_size=line.list_size,
            num_over_65=IN_TENTHS[PracticeCode(code)] if as_the_oracles else line.num_over_65,
        )
        for code, line in facts.practices().items()
    )
    return County(patches, frozenset(_pair(line.first_ods_code, line.second_ods_code) for line in facts.borders()))


def asked_of(whole: County, locality: str, num_teams: int = 2, **changes: object) -> DesignQuestion:
    patches = whole.of(LocalityId(locality))
    return DesignQuestion(patches, whole.borders_among(patches), Balance.OVER_65, (num_teams,), **changes)  # type: ignore[arg-type]


def a_question(
    amounts: Sequence[int], borders: Iterable[tuple[int, int]], num_teams: int, **changes: object
) -> DesignQuestion:
    """Practices a, b, c … of so many patients each; they stand far apart on a line."""
    patches = tuple(
        Patch(
            PracticeCode(chr(ord("a") + number)),
            f"Practice {number}",
            LocalityId("west"),
            _at(str(number), 51.7 + number / 50, -1.5),
            list_size=amount,
        )
        for number, amount in enumerate(amounts)
    )
    pairs = frozenset(_pair(patches[one].code, patches[other].code) for one, other in borders)
    return DesignQuestion(patches, pairs, Balance.LIST, (num_teams,), **changes)  # type: ignore[arg-type]


def answer_to(
    question: DesignQuestion, whole: County | None = None, *, num_designs: int = 1, **choice: object
) -> DesignAnswer:
    """With one worker and time enough to prove everything."""
    around = whole or County(question.patches, question.borders)
    chosen = Choice(num_designs, **choice)  # type: ignore[arg-type]
    return design_teams(question, {}, around, choice=chosen, budget=Budget(60.0))


def _pair(one: str, other: str) -> Pair:
    return frozenset((PracticeCode(one), PracticeCode(other)))


def _at(name: str, latitude: float, longitude: float) -> Location:
    return Location(LocationId(f"practice-{name}"), LocationKind.PRACTICE, latitude, longitude)
