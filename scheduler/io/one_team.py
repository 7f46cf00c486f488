"""What our nouns ask for beyond a public instance: one team of one employer, a calendar that means nothing.

It is set so that it never binds and never costs. What a format does say stands in its own room.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from scheduler.errors import InputError
from scheduler.io.json_document import DocumentFault
from scheduler.model.clock import Horizon
from scheduler.model.geography import Locality, LocalityId, NeighbourhoodTeam, Practice, PracticeCode, TeamId
from scheduler.model.place import Base, BaseId, Location, LocationId, LocationKind
from scheduler.model.policy import Limits
from scheduler.model.skills import Band, Skill, SkillHolding, SkillId
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer, TravelMatrix
from scheduler.model.workforce import (
    Organisation,
    OrganisationId,
    OrganisationKind,
    Role,
    StaffId,
    StaffMember,
    TravelMode,
)
from scheduler.units import Minute, Minutes

ANY_DAY = date(2026, 1, 5)
PRACTICE, EMPLOYER = PracticeCode("practice"), OrganisationId("employer")
_LOCALITY, _TEAM, _BASE = LocalityId("locality"), TeamId("team"), BaseId("base")

HORIZON = Horizon(ANY_DAY)
LOCALITIES = (Locality(_LOCALITY, "Locality"),)
TEAMS = (NeighbourhoodTeam(_TEAM, "Team", _LOCALITY, _BASE),)
ORGANISATIONS = (Organisation(EMPLOYER, "Employer", OrganisationKind.COMMUNITY_HEALTH),)


@dataclass(frozen=True, slots=True)
class Scale:
    """Figures of a file as whole minutes of a problem."""

    factor: int
    """Minutes of the problem to a minute of the file: a power of ten."""

    @classmethod
    def of(cls, figures: Iterable[Decimal]) -> "Scale":
        """The least scale that makes every figure whole."""
        return cls(10 ** max((_num_decimals(figure) for figure in figures), default=0))

    def minutes(self, figure: Decimal | int) -> Minutes:
        """A length of time; what is finer than the scale is cut off."""
        return Minutes(int(figure * self.factor))

    def minute(self, figure: Decimal | int) -> Minute:
        """A moment; what is finer than the scale is cut off."""
        return Minute(self.minutes(figure))

    def nearest(self, figure: Decimal) -> Minute:
        """The moment nearest to a figure."""
        return Minute(round(figure * self.factor))


def limits(end: Minute, num_visits: int) -> Limits:
    """Limits that nothing comes near: everybody is back by the end, and there are so many visits in all."""
    return Limits(
        lateness_minutes=Minutes(end),
        contact_visits=num_visits,
        busy_from_visits=num_visits + 1,
        care_minutes=Minutes(end),
        workload_percent=100,
        week_minutes=Minutes(2 * end),
    )


def bases(depot: LocationId) -> tuple[Base, ...]:
    """The base of the team."""
    return (Base(_BASE, "Base", depot),)


def practices(depot: LocationId) -> tuple[Practice, ...]:
    """The practice of all patients."""
    return (Practice(PRACTICE, "Practice", depot, _TEAM),)


def locations(depots: Iterable[LocationId], homes: Iterable[LocationId]) -> tuple[Location, ...]:
    """Places without a place on the map: the distances are all that counts."""
    return (
        *(Location(depot, LocationKind.BASE, 0.0, 0.0) for depot in depots),
        *(Location(home, LocationKind.HOME, 0.0, 0.0) for home in homes),
    )


def staff_member(identifier: str, abilities: Iterable[str]) -> StaffMember:
    """Somebody of the team with certain skills."""
    return StaffMember(
        StaffId(identifier),
        identifier,
        EMPLOYER,
        Role.COMMUNITY_NURSE,
        Band.UNBANDED,
        is_registered=True,
        team_ids=(_TEAM,),
        skills=tuple(SkillHolding(SkillId(ability)) for ability in abilities),
    )


def skills(names: Iterable[str]) -> tuple[Skill, ...]:
    """Every skill that is asked for or held, once."""
    return tuple(Skill(SkillId(name), name) for name in dict.fromkeys(names))


def travel(
    places: Sequence[LocationId], distances: Sequence[Sequence[Decimal]], scale: Scale, *, source: str, file: str
) -> TravelMatrix:
    """The distances as minutes by car, alike at every hour; metres are not known.

    Raises
    ------
    InputError
        Figures with more decimals than 32 bits hold.
    """
    longest = max(figure for row in distances for figure in row)
    if scale.minutes(longest) > np.iinfo(np.int32).max:
        expected = f"figures that are whole when multiplied by less than {scale.factor}"
        raise InputError([DocumentFault(file, "distances", f"up to {longest}", expected)])
    minutes = np.array([[scale.minutes(figure) for figure in row] for row in distances], dtype=np.int32)
    layers = {TravelLayer(TravelMode.CAR, period): minutes for period in TrafficPeriod}
    return TravelMatrix(tuple(places), layers, {}, source)


def _num_decimals(figure: Decimal | int) -> int:
    exponent = Decimal(figure).normalize().as_tuple().exponent
    return max(0, -int(exponent))
