"""Whom and what a change is about: staff on duty, and visits, by what they have in common."""

from collections.abc import Sequence
from math import floor
from typing import TypeVar

from pydantic.dataclasses import dataclass

from scheduler.draw import Draw
from scheduler.model.demand import Service, Visit, VisitId
from scheduler.model.geography import PracticeCode, TeamId
from scheduler.model.problem import Problem
from scheduler.model.skills import Band
from scheduler.model.workforce import OrganisationId, Role, Shift, StaffMember
from scheduler.scenarios.change import AS_DATA, known

Item = TypeVar("Item")


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class Who:
    """Staff, by what they have in common; what is not given does not matter."""

    role: Role | None = None
    """What they are employed as."""
    band: Band | None = None
    """Agenda for Change band; 0 outside the scale."""
    organisation: str | None = None
    """The employer's id."""
    team: str | None = None
    """The id of a neighbourhood team whose patients they may visit."""

    def on_duty(self, problem: Problem) -> list[StaffMember]:
        """Those of them who have a shift, in the problem's order; raises ScenarioMismatchError for an unknown id."""
        if self.organisation is not None:
            known("organisation", OrganisationId(self.organisation), problem.organisation_by_id)
        if self.team is not None:
            known("team", TeamId(self.team), problem.team_by_id)
        with_a_shift = {shift.staff_id for shift in problem.shifts}
        return [member for member in problem.staff if member.id in with_a_shift and self._is(member)]

    def shifts(self, problem: Problem) -> list[Shift]:
        """Their shifts, in the problem's order."""
        ids = {member.id for member in self.on_duty(problem)}
        return [shift for shift in problem.shifts if shift.staff_id in ids]

    def _is(self, member: StaffMember) -> bool:
        return (
            (self.role is None or member.role == self.role)
            and (self.band is None or member.band == self.band)
            and (self.organisation is None or member.organisation_id == self.organisation)
            and (self.team is None or self.team in member.team_ids)
        )

    @property
    def phrase(self) -> str:
        """Such as ``community nurses of band 5 in team W1``."""
        said = "staff" if self.role is None else in_words(self.role) + "s"
        said += "" if self.band is None else f" of band {int(self.band)}"
        said += "" if self.organisation is None else f" of {self.organisation}"
        return said + ("" if self.team is None else f" in team {self.team}")


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class Which:
    """Visits, by what they have in common; what is not given does not matter."""

    service: Service | None = None
    """The service that they belong to."""
    visit_types: tuple[str, ...] = ()
    """Kinds of visit as the data name them; none: all."""
    team: str | None = None
    """The id of the neighbourhood team that answers for the patient."""
    practice: str | None = None
    """The ODS code of the patient's practice."""

    def visits(self, problem: Problem) -> list[Visit]:
        """Those of the problem, in its order; raises ScenarioMismatchError for an unknown id or kind of visit."""
        kinds = {visit.visit_type: visit.visit_type for visit in problem.visits}
        for kind in self.visit_types:
            known("visit type", kind, kinds)
        if self.team is not None:
            known("team", TeamId(self.team), problem.team_by_id)
        if self.practice is not None:
            known("practice", PracticeCode(self.practice), problem.practice_by_code)
        return [visit for visit in problem.visits if self._is(visit, problem)]

    def _is(self, visit: Visit, problem: Problem) -> bool:
        return (
            (self.service is None or visit.service == self.service)
            and (not self.visit_types or visit.visit_type in self.visit_types)
            and (self.team is None or problem.team_of(visit.patient_id) == self.team)
            and (self.practice is None or problem.patient_of(visit.id).practice_code == self.practice)
        )

    @property
    def phrase(self) -> str:
        """Such as ``wound simple visits of team W1``."""
        kinds = ", ".join(in_words(kind) for kind in self.visit_types)
        said = " ".join(part for part in (self.service and in_words(self.service), kinds, "visits") if part)
        said += "" if self.team is None else f" of team {self.team}"
        return said + ("" if self.practice is None else f" of practice {self.practice}")


def portion(draw: Draw, whole: int, percent: float) -> int:
    """A percentage of a number as a whole number; what is over is rounded up as often as it is large."""
    exact = whole * percent / 100
    return floor(exact) + draw.chance(100 * (exact - floor(exact)))


def linked_groups(problem: Problem, visits: Sequence[Visit]) -> list[tuple[VisitId, ...]]:
    """Visits in groups that links hold together, such as morning and evening insulin; links to others do not count."""
    group_of: dict[VisitId, list[VisitId]] = {visit.id: [visit.id] for visit in visits}
    for link in problem.links:
        if link.first in group_of and link.second in group_of and group_of[link.first] is not group_of[link.second]:
            joined = group_of[link.first] + group_of[link.second]
            group_of |= dict.fromkeys(joined, joined)
    return list(dict.fromkeys(tuple(group) for group in group_of.values()))


def drawn_groups(draw: Draw, groups: Sequence[Sequence[VisitId]], most: int) -> list[Sequence[VisitId]]:
    """Groups in a random order for as long as they hold no more visits than are asked for."""
    chosen: list[Sequence[VisitId]] = []
    for group in draw.some(groups, len(groups)):
        if len(group) <= most:
            chosen.append(group)
            most -= len(group)
    return chosen


def in_words(code: str) -> str:
    """A code as words: ``community_nurse`` is ``community nurse``."""
    return code.replace("_", " ")
