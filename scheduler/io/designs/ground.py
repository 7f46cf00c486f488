"""The ground that teams are designed on: practices, what they weigh, which border which, and what is known around them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.oxfordshire import facts
from scheduler.errors import InputError
from scheduler.model.geography import LocalityId, PracticeCode, TeamId
from scheduler.model.place import Location, LocationId, LocationKind
from scheduler.model.problem import Problem
from scheduler.neighbourhoods.nearness import ASSUMPTION, neighbours_by_distance
from scheduler.neighbourhoods.patches import patches_of
from scheduler.neighbourhoods.question import Pair, Patch
from scheduler.neighbourhoods.repairs import County

OURS = "borders of catchments of Oxfordshire's practices (data/oxfordshire)"
BY_DISTANCE = f"Assumption: {ASSUMPTION}"


@dataclass(frozen=True)
class Ground:
    """What the data say about practices, and what is known around them."""

    problem: Problem
    """The days looked at, for all localities."""
    patches: tuple[Patch, ...]
    """Those to design for."""
    county: County
    borders_from: str
    locality_id: LocalityId | None

    @property
    def borders(self) -> frozenset[Pair]:
        """Between practices to design for."""
        return self.county.borders_among(self.patches)

    @property
    def names(self) -> dict[TeamId, str]:
        """Today's teams by id."""
        return {team.id: team.name for team in self.problem.teams}

    @property
    def num_teams_today(self) -> int:
        """How many teams look after the practices now."""
        return max(1, len({patch.team_id for patch in self.patches}))

    @property
    def title(self) -> str:
        """What the design is for."""
        return "All localities" if self.locality_id is None else self.locality_name(self.locality_id)

    def locality_name(self, locality_id: LocalityId) -> str:
        """As people say it."""
        names = {line.locality_id: line.name for line in facts.localities()}
        names |= {str(locality.id): locality.name for locality in self.problem.localities}
        return names.get(locality_id, locality_id)


def ground_of(
    problem: Problem,
    *,
    locality_id: LocalityId | None,
    borders: frozenset[Pair] | None = None,
    borders_from: str = "",
    num_over_65: Mapping[PracticeCode, float] | None = None,
) -> Ground:
    """The practices of a locality, or of all, amid the county.

    Parameters
    ----------
    problem
        Of all localities; what a practice weighs is the work of its visits.
    borders
        Which practices are neighbours, where somebody says so, and who; else ours for practices of Oxfordshire, else those
        that lie near to each other.
    num_over_65
        People aged 65 or over by practice, in place of what the problem and the county's facts say.

    Raises
    ------
    InputError
        There are no practices to design for.
    """
    own = patches_of(problem)
    county, source = _county(own, borders, borders_from)
    if num_over_65 is not None:
        counted = (replace(each, num_over_65=num_over_65.get(each.code, each.num_over_65)) for each in county.patches)
        county = replace(county, patches=tuple(counted))
    codes = {patch.code for patch in own if locality_id is None or patch.locality_id == locality_id}
    if not codes:
        raise InputError([f"there are no practices in {locality_id or 'the data'}, expected some to design teams for"])
    patches = tuple(patch for patch in county.patches if patch.code in codes)
    return Ground(problem, patches, county, source, locality_id)


def _county(own: tuple[Patch, ...], borders: frozenset[Pair] | None, borders_from: str) -> tuple[County, str]:
    """Our own practices, and those around them where the borders are ours and so tell of them."""
    if borders is not None:
        return County(own, borders), borders_from
    known = facts.practices()
    if all(patch.code in known for patch in own):
        codes = {patch.code for patch in own}
        around = tuple(_public(line) for code, line in known.items() if PracticeCode(code) not in codes)
        return County((*own, *around), _public_borders()), OURS
    return County(own, neighbours_by_distance(own)), BY_DISTANCE


def _public(line: facts.PracticeLine) -> Patch:
    """A practice that is not among the data: from the county's public facts, without visits."""
    place = LocationId(f"practice-{line.ods_code}")
    return Patch(
        code=PracticeCode(line.ods_code),
        name=line.name,
        locality_id=LocalityId(line.locality_id),
        location=Location(place, LocationKind.PRACTICE, line.latitude, line.longitude),
        list_size=line.list_size,
        num_over_65=line.num_over_65,
    )


def _public_borders() -> frozenset[Pair]:
    return frozenset(
        frozenset((PracticeCode(line.first_ods_code), PracticeCode(line.second_ods_code))) for line in facts.borders()
    )
