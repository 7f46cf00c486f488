"""A question answered: the most even design, others to choose from, or the proof that there is none and what would mend it."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.model.geography import PracticeCode, TeamId
from scheduler.neighbourhoods.cover import Groups, Search
from scheduler.neighbourhoods.design import Design, Kind
from scheduler.neighbourhoods.judge import Verdict, judge
from scheduler.neighbourhoods.naming import named, num_practices_apart
from scheduler.neighbourhoods.question import DesignQuestion
from scheduler.neighbourhoods.repairs import County, Repair, has_design, lawful_numbers, repairs_of
from scheduler.neighbourhoods.solver import Solved, Space, solve
from scheduler.solvers.stopping import Budget, Stopwatch

FIRST_SHARE = 0.8
"""Of the budget, for the first design: where time is short it is the one that matters."""
SECONDS_FOR_REPAIRS = 60.0
"""Repairs are many small models; they are looked for even where the search has used its time."""
ROUNDING = 1e-6
"""The solver counts amounts in ten-thousandths, the judge as they are."""


@dataclass(frozen=True)
class Proposal:
    """A design to choose, the judge's figures, and what is proved of it."""

    kind: Kind
    design: Design
    verdict: Verdict
    is_proved: bool
    """Whether no design of its kind is more even."""
    least_imbalance: float
    """No design of its kind has less: proved."""
    is_best: bool
    """Whether, besides, no other as even serves the wishes better."""
    num_apart: int | None
    """Practices that would change team from the nearest of the proposals before; None for the first."""


@dataclass(frozen=True)
class DesignAnswer:
    """What a question came to."""

    question: DesignQuestion
    proposals: tuple[Proposal, ...]
    is_infeasible: bool
    """Whether it is proved that there is no design."""
    why_none: str = ""
    repairs: tuple[Repair, ...] = ()
    is_complete: bool = True
    """Whether there is proof that no other design is even enough, or no other move a repair, where fewer were found."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """How many designs are wanted, and how unlike."""

    num_designs: int = 3
    least_apart: int = 2
    """Practices by which each design differs from all before it."""
    most_less_even: float = 0.10
    """How much less even than the first, as a share, a further design may be."""


def design_teams(
    question: DesignQuestion,
    names: Mapping[TeamId, str],
    county: County,
    *,
    choice: Choice = Choice(),
    budget: Budget,
    seed: int = 1,
    workers: int = 1,
    cancelled: threading.Event | None = None,
) -> DesignAnswer:
    """Design teams; `names` are those of today's, `county` is where practices could come from if there is no design.

    Whoever sets `cancelled` has what was found until then.

    Raises
    ------
    InputError
        There are more possible teams than can be listed.
    """
    watch = Stopwatch(budget, cancelled or threading.Event())
    searches = _Searches(watch, choice.num_designs, seed, workers)
    space = Space(question)
    first = solve(space, searches.next())
    if first.groups is None:
        return _none(question, county, first, searches)
    offered = _Offered(question, names)
    offered.add(Kind.MOST_EVEN, first)
    if choice.num_designs > 1 and offered.proposals[0].verdict.parted_buildings:
        whole = Space(replace(question, keeps_buildings_whole=True))
        offered.add(Kind.WHOLE_BUILDINGS, solve(whole, searches.next(), least_imbalance=first.least_imbalance))
    is_complete = _add_further(offered, space, choice, searches, first.least_imbalance)
    return DesignAnswer(
        question,
        tuple(offered.proposals),
        is_infeasible=False,
        is_complete=is_complete,
        seconds=searches.seconds,
    )


def _add_further(
    offered: "_Offered", space: Space, choice: Choice, searches: "_Searches", least_imbalance: float
) -> bool:
    """Add designs until there are as many as wanted; whether there is proof that no more are even enough, if fewer."""
    while len(offered.proposals) < choice.num_designs:
        others = tuple(offered.groups)
        further = solve(
            space, searches.next(), others=others, least_apart=choice.least_apart, least_imbalance=least_imbalance
        )
        if further.groups is None or not offered.is_even_enough(further, choice.most_less_even):
            return further.is_proved
        offered.add(Kind.FURTHER, further)
    return True


def _none(question: DesignQuestion, county: County, solved: Solved, searches: "_Searches") -> DesignAnswer:
    if not solved.is_proved:
        return DesignAnswer(question, (), is_infeasible=False, is_complete=False, seconds=searches.seconds)
    repairs, are_all = _repairs(question, county, searches.for_repairs())
    return DesignAnswer(
        question,
        (),
        is_infeasible=True,
        why_none=_why_none(question),
        repairs=repairs,
        is_complete=are_all,
        seconds=searches.seconds,
    )


class _Searches:
    """Shares a budget among several searches: most of it to the first, half of what is left to each, the rest to the last."""

    def __init__(self, whole: Stopwatch, num_searches: int, seed: int, workers: int) -> None:
        self._whole, self._num_left, self._seed, self._workers = whole, num_searches, seed, workers
        self._has_begun = False

    def next(self) -> Search:
        """The next search, with a watch of its own."""
        share = 1.0 if self._num_left <= 1 else 0.5 if self._has_begun else FIRST_SHARE
        self._has_begun = True
        self._num_left -= 1
        return self._search(self._whole.seconds_left * share)

    def for_repairs(self) -> Search:
        """A search with time of its own."""
        return self._search(SECONDS_FOR_REPAIRS)

    @property
    def seconds(self) -> float:
        """Used so far."""
        return self._whole.seconds

    def _search(self, seconds: float) -> Search:
        return Search(Stopwatch(Budget(seconds), self._whole.cancelled), self._seed, self._workers)


class _Offered:
    """The proposals so far, and their partitions."""

    def __init__(self, question: DesignQuestion, names: Mapping[TeamId, str]) -> None:
        self._question, self._names = question, names
        self.proposals: list[Proposal] = []
        self.groups: list[Groups] = []

    def add(self, kind: Kind, solved: Solved) -> None:
        """Take a partition in as a proposal; nothing, if there is none."""
        if solved.groups is None:
            return
        groups = solved.groups
        design = self._design_of(groups)
        apart = [num_practices_apart(design, proposal.design) for proposal in self.proposals]
        verdict = judge(self._question, design)
        if not verdict.is_lawful:
            raise AssertionError(f"the solver made an unlawful design: {'; '.join(verdict.faults)}")
        is_proved = solved.is_proved and verdict.imbalance <= solved.least_imbalance + self._question.slack + ROUNDING
        self.proposals.append(
            Proposal(kind, design, verdict, is_proved, solved.least_imbalance, solved.is_best, min(apart, default=None))
        )
        self.groups.append(groups)

    def is_even_enough(self, solved: Solved, most_less_even: float) -> bool:
        """Whether a partition is no more than so much less even than the first proposal."""
        verdict = judge(self._question, self._design_of(solved.groups or ()))
        return verdict.imbalance <= self.proposals[0].verdict.imbalance + most_less_even + ROUNDING

    def _design_of(self, groups: Groups) -> Design:
        return named([self._codes(group) for group in groups], self._question, self._names)

    def _codes(self, group: frozenset[int]) -> Sequence[PracticeCode]:
        return [self._question.patches[number].code for number in sorted(group)]


def _repairs(question: DesignQuestion, county: County, search: Search) -> tuple[tuple[Repair, ...], bool]:
    """What would mend a locality without a design, and whether that is all; of several localities, each without one."""
    localities = sorted({patch.locality_id for patch in question.patches})
    if len(localities) > 1 and not question.stays_within_localities:
        return (), True
    found, are_all = list[Repair](), True
    for locality_id in localities:
        patches = county.of(locality_id)
        nums = question.nums_of_teams if len(localities) == 1 else lawful_numbers(len(patches), question)
        if len(localities) > 1 and has_design(question, patches, nums, county, search):
            continue
        # By sizes alone some numbers of practices make no teams; then one more or fewer than that is tried.
        nums = nums or lawful_numbers(len(patches) + 1, question) or lawful_numbers(len(patches) - 1, question)
        repairs, is_complete = repairs_of(replace(question, nums_of_teams=nums), locality_id, county, search)
        found += repairs
        are_all = are_all and is_complete
    return tuple(found), are_all


def _why_none(question: DesignQuestion) -> str:
    num, sizes = len(question.patches), f"{question.fewest_practices} to {question.most_practices}"
    wanted = " or ".join(map(str, question.nums_of_teams))
    teams = "team" if wanted == "1" else "teams"
    if not set(question.nums_of_teams) & set(lawful_numbers(num, question)):
        return f"{num} practices cannot make {wanted} {teams} of {sizes}"
    within = " within its locality" if question.stays_within_localities else ""
    return f"no {wanted} {teams} of {sizes} practices, each in one piece{within}, take in all {num}"
