"""What a design is asked for: practices with what they weigh, which border which, and what a team may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations

from scheduler.errors import InvalidNounError
from scheduler.model.geography import (
    FEWEST_PRACTICES_PER_TEAM,
    MOST_PRACTICES_PER_TEAM,
    LocalityId,
    PracticeCode,
    TeamId,
)
from scheduler.model.place import Location
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer, TravelMatrix
from scheduler.model.workforce import TravelMode
from scheduler.travel.estimate import EstimatedTravel, straight_metres
from scheduler.units import Minutes

SAME_BUILDING_METRES = 400
"""Practices nearer to each other than this share a building or a site, and had better share a team."""
BY_CAR = TravelLayer(TravelMode.CAR, TrafficPeriod.DAY)

Pair = frozenset[PracticeCode]
"""Two different practices."""


class Balance(StrEnum):
    """What teams should have equal amounts of."""

    WORKLOAD = "workload"
    """Minutes of care and travel."""
    LIST = "list"
    """Registered patients."""
    OVER_65 = "over_65"
    """Registered patients aged 65 or over."""


IN_WORDS = {
    Balance.WORKLOAD: "minutes of care and travel",
    Balance.LIST: "registered patients",
    Balance.OVER_65: "people aged 65 or over",
}


@dataclass(frozen=True, slots=True)
class Patch:
    """A practice as a design sees it."""

    code: PracticeCode
    name: str
    locality_id: LocalityId
    location: Location
    team_id: TeamId | None = None
    """Today's team."""
    list_size: int = 0
    num_over_65: float = 0.0
    workload_minutes: float = 0.0
    """Care and travel in the days looked at."""

    def amount(self, balance: Balance) -> float:
        """What the practice adds to its team."""
        amounts = {
            Balance.WORKLOAD: self.workload_minutes,
            Balance.LIST: float(self.list_size),
            Balance.OVER_65: self.num_over_65,
        }
        return amounts[balance]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What counts among designs that are equally even, in minutes; one minute is one of travel in `minutes_to_centre`."""

    building_parted_minutes: int = 60
    """For each two practices of one building in different teams [assumption]."""
    practice_moved_minutes: int = 0
    """For each practice that leaves its team of today."""

    def __post_init__(self) -> None:
        if min(self.building_parted_minutes, self.practice_moved_minutes) < 0:
            raise InvalidNounError(f"wishes are {self}, expected 0 or more minutes each")


@dataclass(frozen=True)
class DesignQuestion:
    """Every practice in one team, each team in one piece, as even as can be: of what size, with how many teams."""

    patches: tuple[Patch, ...]
    borders: frozenset[Pair]
    """Practices whose catchments meet."""
    balance: Balance
    nums_of_teams: tuple[int, ...]
    """One number, or those among which the most even design is looked for."""
    fewest_practices: int = FEWEST_PRACTICES_PER_TEAM
    most_practices: int = MOST_PRACTICES_PER_TEAM
    stays_within_localities: bool = False
    """Whether no team may have practices of two localities."""
    keeps_buildings_whole: bool = False
    """Whether practices of one building must share a team."""
    slack: float = 0.0
    """How much less even than the most even design, as a share, a design may be for the sake of the wishes."""
    wishes: Wishes = Wishes()

    def __post_init__(self) -> None:
        codes = [patch.code for patch in self.patches]
        if len(set(codes)) < len(codes) or not codes:
            raise InvalidNounError(f"{len(codes)} practices of {len(set(codes))} codes, expected some, each once")
        if not 1 <= self.fewest_practices <= self.most_practices:
            raise InvalidNounError(
                f"a team has {self.fewest_practices} to {self.most_practices} practices, expected 1 or more, and the second no less"
            )
        if not self.nums_of_teams or min(self.nums_of_teams) < 1:
            raise InvalidNounError(f"numbers of teams are {self.nums_of_teams}, expected some, each 1 or more")
        if self.slack < 0:
            raise InvalidNounError(f"slack is {self.slack}, expected 0 or more")
        if strangers := {code for pair in self.borders for code in pair} - set(codes):
            raise InvalidNounError(f"borders name {', '.join(sorted(strangers))}, expected practices of the question")
        if self.total <= 0:
            raise InvalidNounError(f"all practices together have a {self.balance} of 0, expected more")

    @cached_property
    def patch_by_code(self) -> dict[PracticeCode, Patch]:
        """Practices by ODS code."""
        return {patch.code: patch for patch in self.patches}

    @cached_property
    def neighbours_by_code(self) -> Mapping[PracticeCode, frozenset[PracticeCode]]:
        """The practices that each practice borders on."""
        return {
            patch.code: frozenset(other for pair in self.borders if patch.code in pair for other in pair - {patch.code})
            for patch in self.patches
        }

    @cached_property
    def total(self) -> float:
        """What all practices weigh together."""
        return sum(patch.amount(self.balance) for patch in self.patches)

    @cached_property
    def same_building_pairs(self) -> tuple[Pair, ...]:
        """Every two practices under `SAME_BUILDING_METRES` apart."""
        places = [patch.location for patch in self.patches]
        apart = straight_metres(places, places)
        numbers = combinations(range(len(places)), 2)
        return tuple(
            frozenset((self.patches[one].code, self.patches[other].code))
            for one, other in numbers
            if apart[one, other] < SAME_BUILDING_METRES
        )

    @cached_property
    def _travel(self) -> TravelMatrix:
        return EstimatedTravel()([patch.location for patch in self.patches], [BY_CAR])

    @cached_property
    def _place_by_code(self) -> dict[PracticeCode, int]:
        return {patch.code: number for number, patch in enumerate(self.patches)}

    def minutes_between(self, one: PracticeCode, other: PracticeCode) -> Minutes:
        """Estimated minutes by car from practice to practice, in the day."""
        table = self._travel.minutes[BY_CAR]
        return Minutes(int(table[self._place_by_code[one], self._place_by_code[other]]))
