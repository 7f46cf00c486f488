"""Every team that could be: connected sets of practices within the bounds, each once. Which of them make a design, the solver says.

To list the sets makes contiguity a fact and not a constraint, and lets a partition be proved best (Garfinkel and Nemhauser
1970). It suits teams of a few practices; beyond `MOST_CANDIDATES` it does not, and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.errors import InputError
from scheduler.model.geography import PracticeCode
from scheduler.neighbourhoods.question import DesignQuestion

MOST_CANDIDATES = 1_000_000
"""Some hundred megabytes. The county's 64 practices make 48,879 teams of 4 to 6."""
PARTS_OF_A_UNIT = 10_000
"""Amounts are counted in ten-thousandths, so that sums and comparisons are exact."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A team that could be."""

    members: tuple[int, ...]
    """Places in the question's order of practices."""
    amount: int
    """In ten-thousandths of the measure's unit."""


def amounts_of(question: DesignQuestion) -> tuple[int, ...]:
    """What each practice weighs, in ten-thousandths."""
    return tuple(round(patch.amount(question.balance) * PARTS_OF_A_UNIT) for patch in question.patches)


def candidates_of(question: DesignQuestion) -> list[Candidate]:
    """Every connected set of practices of a lawful size; within localities, and buildings whole, where that is asked.

    Raises
    ------
    InputError
        There are more than `MOST_CANDIDATES`.
    """
    amounts = amounts_of(question)
    whole = _building_masks(question) if question.keeps_buildings_whole else []
    found = []
    for num_sets, mask in enumerate(_connected_sets(_neighbour_masks(question), question.most_practices)):
        if num_sets > MOST_CANDIDATES:
            says = f"{len(question.patches)} practices make more than {MOST_CANDIDATES:,} possible teams"
            raise InputError([f"{says} of up to {question.most_practices}, expected smaller teams or one locality"])
        if mask.bit_count() >= question.fewest_practices and all(mask & pair in (0, pair) for pair in whole):
            members = tuple(number for number in range(len(amounts)) if mask >> number & 1)
            found.append(Candidate(members, sum(amounts[number] for number in members)))
    return found


def _connected_sets(neighbours: list[int], most: int) -> Iterator[int]:
    """Each connected set of up to `most` members once, as bits (algorithm ESU, Wernicke 2006)."""

    def grown(members: int, size: int, reach: int, seen: int, later: int) -> Iterator[int]:
        yield members
        if size == most:
            return
        while reach:
            lowest = reach & -reach
            reach ^= lowest
            fresh = neighbours[lowest.bit_length() - 1] & later & ~seen
            yield from grown(members | lowest, size + 1, reach | fresh, seen | fresh, later)

    for root in range(len(neighbours)):
        later = -1 << (root + 1)
        reach = neighbours[root] & later
        yield from grown(1 << root, 1, reach, reach | 1 << root, later)


def _neighbour_masks(question: DesignQuestion) -> list[int]:
    places = {patch.code: number for number, patch in enumerate(question.patches)}
    return [
        sum(
            1 << places[other]
            for other in question.neighbours_by_code[patch.code]
            if not question.stays_within_localities or _are_of_one_locality(question, patch.code, other)
        )
        for patch in question.patches
    ]


def _are_of_one_locality(question: DesignQuestion, one: PracticeCode, other: PracticeCode) -> bool:
    return question.patch_by_code[one].locality_id == question.patch_by_code[other].locality_id


def _building_masks(question: DesignQuestion) -> list[int]:
    places = {patch.code: number for number, patch in enumerate(question.patches)}
    return [sum(1 << places[code] for code in pair) for pair in question.same_building_pairs]
