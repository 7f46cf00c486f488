"""Imbalance first, by rising thresholds; then the wishes, within what evenness allows. The model itself is `cover`.

The most even partition is a bottleneck problem: of all candidates only those near enough to an even share may be used, and the
least distance at which a partition exists is the answer. Few candidates are near, so a small model either finds one or proves
that there is none, where all candidates at once are hopeless.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.neighbourhoods.candidates import Candidate, amounts_of, candidates_of
from scheduler.neighbourhoods.cover import Cover, Groups, Search, Shape, Wish, cover
from scheduler.neighbourhoods.question import DesignQuestion

GROWTH = 1.4
"""By how much more candidates are allowed after each proof that fewer do not suffice."""
SHARE_OF_A_TRY = 0.3
"""Of the time left, so that one hard threshold does not take it all."""
SHARE_OF_EVENNESS = 0.75
"""Of the time of a design; the rest goes to the wishes."""


@dataclass(frozen=True, slots=True)
class Solved:
    """The partition found, and what is proved of it."""

    groups: Groups | None
    """None: there is none, if `is_proved`; else none was found in the time."""
    is_proved: bool
    """Whether no partition of the kind is more even."""
    least_imbalance: float
    """No partition of the kind has less."""
    is_best: bool = False
    """Whether no partition within the same imbalance serves the wishes better, too."""
    least_points: int | None = None
    """No partition within the same imbalance costs less, in half minutes of the wishes."""


class Space:
    """The candidates of a question, by how far they are from an even share of each number of teams."""

    def __init__(self, question: DesignQuestion) -> None:
        self.question = question
        self.total = sum(amounts_of(question))
        self.candidates = candidates_of(question)
        self.nums_of_teams = [num for num in question.nums_of_teams if self._has_room(num)]
        self._ordered = {num: self._by_distance(num) for num in self.nums_of_teams}
        self.levels = sorted({distance for ordered in self._ordered.values() for distance, _ in ordered})
        """Every distance that there is, in ten-thousandths times the number of teams, of the total."""

    def within(self, num_teams: int, level: int) -> list[Candidate]:
        """The candidates no farther from an even share."""
        ordered = self._ordered[num_teams]
        return [candidate for _, candidate in ordered[: bisect_right(ordered, level, key=lambda item: item[0])]]

    def imbalance(self, level: int) -> float:
        """A distance as a share."""
        return level / self.total

    def distance(self, num_teams: int, chosen: Sequence[Candidate]) -> int:
        """How far the worst team is from an even share."""
        return max(abs(num_teams * candidate.amount - self.total) for candidate in chosen)

    def _has_room(self, num: int) -> bool:
        question = self.question
        return num * question.fewest_practices <= len(question.patches) <= num * question.most_practices

    def _by_distance(self, num: int) -> list[tuple[int, Candidate]]:
        pairs = [(abs(num * candidate.amount - self.total), candidate) for candidate in self.candidates]
        return sorted(pairs, key=lambda item: (item[0], item[1].members))


def solve(
    space: Space, search: Search, *, others: tuple[Groups, ...] = (), least_apart: int = 0, least_imbalance: float = 0.0
) -> Solved:
    """The most even partition that differs enough from others, and of those the one that serves the wishes best.

    `least_imbalance` is what is proved already of partitions without these conditions.
    """
    shapes = _shapes(space, others, least_apart)
    found = _MostEven(space, shapes, search)
    found.rise(least_imbalance)
    found.close()
    if found.chosen is None:
        return Solved(None, found.is_proved, found.least_imbalance)
    num_teams = len(found.chosen)
    level = max(found.level, round((space.imbalance(found.level) + space.question.slack) * space.total))
    wished = _best_within(space, shapes[num_teams], search, level, found.chosen)
    chosen = found.chosen if wished.chosen is None else wished.chosen
    return Solved(
        groups=tuple(frozenset(candidate.members) for candidate in chosen),
        is_proved=found.is_proved,
        least_imbalance=found.least_imbalance,
        is_best=found.is_proved and wished.is_settled,
        least_points=wished.bound,
    )


def exists(space: Space, search: Search) -> bool | None:
    """Whether there is any partition at all; None where the time did not suffice to say."""
    found = _MostEven(space, _shapes(space), search)
    found.rise()
    return True if found.chosen is not None else False if found.is_proved else None


def _shapes(space: Space, others: tuple[Groups, ...] = (), least_apart: int = 0) -> dict[int, Shape]:
    num_practices = len(space.question.patches)
    return {num: Shape(num_practices, num, others, least_apart) for num in space.nums_of_teams}


class _MostEven:
    """The search over thresholds: `tried` and `proved` are the highest without a partition, `best` the lowest with one."""

    def __init__(self, space: Space, shapes: dict[int, Shape], search: Search) -> None:
        self._space, self._shapes, self._search = space, shapes, search
        self._tried = self._proved = -1
        self._best = len(space.levels)
        self.chosen: tuple[Candidate, ...] | None = None

    @property
    def level(self) -> int:
        """How far the worst team of the chosen is from an even share."""
        return self._space.levels[self._best]

    @property
    def is_proved(self) -> bool:
        """Whether nothing below the best is left to try."""
        return self._proved + 1 >= self._best

    @property
    def least_imbalance(self) -> float:
        """What is proved."""
        levels = self._space.levels
        return self._space.imbalance(levels[self._proved + 1]) if self._proved + 1 < len(levels) else 0.0

    def rise(self, least_imbalance: float = 0.0) -> None:
        """Raise the threshold until there is a partition, or proof that there is none."""
        self._tried = self._proved = bisect_left(self._space.levels, round(least_imbalance * self._space.total)) - 1
        last = len(self._space.levels) - 1
        while self.chosen is None and self._tried < last and not self._search.watch.is_over():
            self._try(min(last, max(self._tried + 1, round(self._tried * GROWTH))))

    def close(self) -> None:
        """Halve the gap until it is closed or time is up."""
        while self.chosen is not None and self._tried + 1 < self._best and not self._is_over:
            self._try((self._tried + self._best) // 2)

    @property
    def _is_over(self) -> bool:
        return self._search.watch.share_used(0) > SHARE_OF_EVENNESS or self._search.watch.is_over()

    def _try(self, at: int) -> None:
        is_proof = True
        for num, shape in self._shapes.items():
            answer = self._cover(num, shape, self._space.levels[at])
            if answer.chosen is not None:
                self.chosen = answer.chosen
                self._best = bisect_left(self._space.levels, self._space.distance(num, answer.chosen))
                return
            is_proof = is_proof and answer.is_settled
        if is_proof and self._proved == self._tried:
            self._proved = at
        self._tried = at

    def _cover(self, num: int, shape: Shape, level: int) -> Cover:
        return cover(self._space.within(num, level), shape, self._search, share=SHARE_OF_A_TRY)


def _best_within(space: Space, shape: Shape, search: Search, level: int, start: tuple[Candidate, ...]) -> Cover:
    """Of the partitions that are even enough, the one that serves the wishes best."""
    candidates = space.within(shape.num_teams, level)
    wishes = space.question.wishes
    wish = Wish(
        costs=[points_of(space.question, candidate) for candidate in candidates],
        cost_of_a_move=2 * wishes.practice_moved_minutes,
        today=_today(space.question),
    )
    return cover(candidates, shape, search, wish=wish, start=start)


def points_of(question: DesignQuestion, candidate: Candidate) -> int:
    """What a team costs beside its practices' moves, in half minutes: a parted building is paid for by both its teams."""
    codes = [question.patches[number].code for number in candidate.members]
    minutes = min(sum(question.minutes_between(code, centre) for code in codes) for centre in codes)
    num_cut = sum(len(pair.intersection(codes)) == 1 for pair in question.same_building_pairs)
    return 2 * minutes + num_cut * question.wishes.building_parted_minutes


def _today(question: DesignQuestion) -> Groups:
    groups: dict[str, set[int]] = {}
    for number, patch in enumerate(question.patches):
        if patch.team_id is not None:
            groups.setdefault(patch.team_id, set()).add(number)
    return tuple(map(frozenset, groups.values()))
