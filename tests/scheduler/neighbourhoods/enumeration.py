"""Every lawful design by brute force: what the solver is measured by. It shares nothing with solver or judge."""

from collections.abc import Iterator
from itertools import combinations

from scheduler.neighbourhoods.question import DesignQuestion

Split = tuple[frozenset[str], ...]


def lawful_splits(question: DesignQuestion, num_teams: int) -> Iterator[Split]:
    """Every way to part the practices, each once."""
    yield from _parted(question, frozenset(patch.code for patch in question.patches), num_teams)


def imbalance(question: DesignQuestion, split: Split) -> float:
    amounts = {patch.code: patch.amount(question.balance) for patch in question.patches}
    even = sum(amounts.values()) / len(split)
    return max(abs(sum(amounts[code] for code in team) - even) / even for team in split)  # type: ignore[index]


def _parted(question: DesignQuestion, codes: frozenset[str], num_teams: int) -> Iterator[Split]:
    if not num_teams:
        if not codes:
            yield ()
        return
    first = min(codes, default="")
    for size in range(question.fewest_practices, question.most_practices + 1):
        for others in combinations(sorted(codes - {first}), size - 1) if codes else ():
            team = frozenset((first, *others))
            if _hangs_together(question, team):
                yield from ((team, *rest) for rest in _parted(question, codes - team, num_teams - 1))


def _hangs_together(question: DesignQuestion, team: frozenset[str]) -> bool:
    inner = [pair for pair in question.borders if pair <= team]
    reached = {min(team)}
    for _ in team:
        reached |= {code for pair in inner if pair & reached for code in pair}
    return reached == team
