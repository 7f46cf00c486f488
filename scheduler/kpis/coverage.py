"""What became of the visits: planned, deferred or escalated, and nothing else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.errors import InvalidNounError
from scheduler.model.demand import LevelOfCare, Visit
from scheduler.model.plan import Outcome
from scheduler.model.problem import Problem
from scheduler.roster.roster import Roster


@dataclass(frozen=True, slots=True)
class Counts:
    """Visits asked for and what became of them; refuses figures that do not add up: no visit may vanish."""

    visits_in: int
    planned: int
    deferred: int
    escalated: int

    def __post_init__(self) -> None:
        if self.visits_in != self.planned + self.deferred + self.escalated:
            raise InvalidNounError(
                f"{self.visits_in} visits in, but {self.planned} planned, {self.deferred} deferred and "
                f"{self.escalated} escalated: expected these three to add up to the first"
            )

    @property
    def planned_share(self) -> float | None:
        """Planned visits over visits in; None where none was asked for."""
        return self.planned / self.visits_in if self.visits_in else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Visits in, planned, deferred, escalated: in all, for those that must not wait, and by level of care."""

    all: Counts
    must_serve: Counts
    double_ups: Counts
    """Visits that need two people; planned means that somebody comes, and a lawful plan sends both."""
    by_level: dict[int, Counts]
    """Highest level of care first; every level has its row."""


def coverage_of(problem: Problem, roster: Roster) -> Coverage:
    """Count visits; raises InvalidNounError where a visit is neither planned nor left out, or both."""
    planned = {visit.visit_id for itinerary in roster.itineraries for visit in itinerary.visits}
    outcomes = {left.visit_id: left.outcome for left in roster.left_out}

    def count(visits: Iterable[Visit]) -> Counts:
        visits = list(visits)
        left = Counter(outcomes.get(visit.id) for visit in visits)
        return Counts(
            visits_in=len(visits),
            planned=sum(visit.id in planned for visit in visits),
            deferred=left[Outcome.DEFERRED],
            escalated=left[Outcome.ESCALATED],
        )

    visits = problem.visits
    return Coverage(
        all=count(visits),
        must_serve=count(visit for visit in visits if visit.is_must_serve),
        double_ups=count(visit for visit in visits if visit.is_double_up),
        by_level={
            int(level): count(visit for visit in visits if visit.level_of_care == level)
            for level in sorted(LevelOfCare, reverse=True)
        },
    )
