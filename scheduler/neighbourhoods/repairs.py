"""Where a locality has no design: which single practices, moved in from next door or out to it, would give it one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scheduler.model.geography import LocalityId, PracticeCode
from scheduler.neighbourhoods.cover import Search
from scheduler.neighbourhoods.question import Balance, DesignQuestion, Pair, Patch
from scheduler.neighbourhoods.solver import Space, exists


@dataclass(frozen=True, slots=True)
class Repair:
    """One practice moved to another locality: afterwards both localities have a design."""

    code: PracticeCode
    name: str
    leaves: LocalityId
    joins: LocalityId


@dataclass(frozen=True)
class County:
    """All practices that are known, and which border which."""

    patches: tuple[Patch, ...]
    borders: frozenset[Pair]

    def of(self, locality_id: LocalityId) -> tuple[Patch, ...]:
        """The practices of a locality."""
        return tuple(patch for patch in self.patches if patch.locality_id == locality_id)

    def borders_among(self, patches: Sequence[Patch]) -> frozenset[Pair]:
        """Borders between practices of a part of the county."""
        codes = {patch.code for patch in patches}
        return frozenset(pair for pair in self.borders if pair <= codes)


def lawful_numbers(num_practices: int, question: DesignQuestion) -> tuple[int, ...]:
    """The numbers of teams that so many practices can make by their sizes alone."""
    fewest, most = -(-num_practices // question.most_practices), num_practices // question.fewest_practices
    return tuple(range(fewest, most + 1))


def repairs_of(
    question: DesignQuestion, locality_id: LocalityId, county: County, search: Search
) -> tuple[tuple[Repair, ...], bool]:
    """Every single move into or out of a locality after which it has a design, and its neighbour still has one.

    The locality keeps the numbers of teams asked for; its neighbour may have any. Beside the repairs, whether these are
    all: False where time was up before.
    """
    trial = _Trial(question, county, search)
    inside = county.of(locality_id)
    found = []
    for patch, other in _moves(locality_id, county):
        if patch.locality_id == locality_id:
            own = tuple(each for each in inside if each is not patch)
            theirs = (*county.of(other), patch)
        else:
            own = (*inside, patch)
            theirs = tuple(each for each in county.of(other) if each is not patch)
        if trial.has_design(own, question.nums_of_teams) and trial.stays_lawful(other, theirs):
            joins = other if patch.locality_id == locality_id else locality_id
            found.append(Repair(patch.code, patch.name, patch.locality_id, joins))
    return tuple(found), trial.is_complete


def _moves(locality_id: LocalityId, county: County) -> Iterator[tuple[Patch, LocalityId]]:
    """Each practice that borders on the other side, with the neighbouring locality: first those that could come in."""
    across = [
        (one, other)
        for one in county.patches
        for other in county.patches
        if frozenset((one.code, other.code)) in county.borders and one.locality_id != other.locality_id == locality_id
    ]
    yield from dict.fromkeys((one, one.locality_id) for one, _ in across)
    yield from dict.fromkeys((other, one.locality_id) for one, other in across)


def has_design(
    question: DesignQuestion,
    patches: tuple[Patch, ...],
    nums_of_teams: tuple[int, ...],
    county: County,
    search: Search,
) -> bool | None:
    """Whether practices, taken for one locality, have a design of any imbalance; None where time was up before."""
    if not patches or not nums_of_teams:
        return False
    asked = replace(
        question,
        # How even it would be is another question; the list only orders the search.
        balance=Balance.LIST,
        patches=tuple(replace(patch, list_size=patch.list_size or 1) for patch in patches),
        borders=county.borders_among(patches),
        nums_of_teams=nums_of_teams,
        stays_within_localities=False,
    )
    return exists(Space(asked), search)


class _Trial:
    def __init__(self, question: DesignQuestion, county: County, search: Search) -> None:
        self._question, self._county, self._search = question, county, search
        self._was_lawful: dict[LocalityId, bool] = {}
        self.is_complete = True

    def has_design(self, patches: tuple[Patch, ...], nums_of_teams: tuple[int, ...]) -> bool:
        """Whether practices, taken for one locality, have a design; not knowing counts as none, and is noted."""
        answer = has_design(self._question, patches, nums_of_teams, self._county, self._search)
        self.is_complete = self.is_complete and answer is not None
        return answer is True

    def stays_lawful(self, locality_id: LocalityId, patches: tuple[Patch, ...]) -> bool:
        """Whether a neighbour has a design afterwards, or had none before either."""
        before = self._county.of(locality_id)
        if locality_id not in self._was_lawful:
            self._was_lawful[locality_id] = self.has_design(before, lawful_numbers(len(before), self._question))
        if not self._was_lawful[locality_id]:
            return True
        return self.has_design(patches, lawful_numbers(len(patches), self._question))
