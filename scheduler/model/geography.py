"""How a county is divided: localities, neighbourhood teams, practices."""

from dataclasses import dataclass
from typing import NewType

from scheduler.model.place import BaseId, LocationId

LocalityId = NewType("LocalityId", str)
TeamId = NewType("TeamId", str)
PracticeCode = NewType("PracticeCode", str)
"""An ODS code such as K84006."""

FEWEST_PRACTICES_PER_TEAM = 4
MOST_PRACTICES_PER_TEAM = 6


@dataclass(frozen=True, slots=True)
class Locality:
    """A part of the county with its own coordinators."""

    id: LocalityId
    name: str


@dataclass(frozen=True, slots=True)
class NeighbourhoodTeam:
    """The staff who look after the patients of 4 to 6 practices (a figure the importer warns about, not a law)."""

    id: TeamId
    name: str
    locality_id: LocalityId
    base_id: BaseId
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """A GP practice; its registered patients belong to its team."""

    code: PracticeCode
    name: str
    location_id: LocationId
    team_id: TeamId
    list_size: int = 0
    share_over_65: float = 0.0
    """Fraction of the list aged 65 or over, 0 to 1."""
