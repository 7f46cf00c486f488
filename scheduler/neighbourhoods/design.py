"""What a design says: teams with their practices, and no figure. Figures come from the judge."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from scheduler.errors import InvalidNounError
from scheduler.model.geography import PracticeCode, TeamId


class Kind(StrEnum):
    """Why a design is offered."""

    MOST_EVEN = "most_even"
    WHOLE_BUILDINGS = "whole_buildings"
    """The most even of those that keep practices of one building together."""
    FURTHER = "further"
    """The most even of those that differ enough from the ones before."""


@dataclass(frozen=True, slots=True)
class DesignedTeam:
    """A team and the practices it would look after."""

    id: TeamId
    """That of today's team whose practices it keeps most of, else a new one."""
    name: str
    practice_codes: frozenset[PracticeCode]

    def __post_init__(self) -> None:
        if not self.practice_codes:
            raise InvalidNounError(f"team {self.id} has no practice, expected one or more")


@dataclass(frozen=True)
class Design:
    """Who looks after whom, in order of the teams' ids."""

    teams: tuple[DesignedTeam, ...]

    def __post_init__(self) -> None:
        ids = [team.id for team in self.teams]
        if len(set(ids)) < len(ids):
            raise InvalidNounError(f"teams are {', '.join(ids)}, expected each once")

    @cached_property
    def team_by_practice(self) -> dict[PracticeCode, DesignedTeam]:
        """The team of each practice; of a practice in two teams, which the judge finds, the last."""
        return {code: team for team in self.teams for code in team.practice_codes}
