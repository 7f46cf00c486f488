"""Changes of who is on duty and what they may do: people lost, added and absent, skill mix, delegation."""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass
from typing_extensions import override

from scheduler.errors import ScenarioMismatchError
from scheduler.model.demand import Visit
from scheduler.model.problem import Problem
from scheduler.model.skills import SkillId
from scheduler.model.workforce import Delegation, PatientId, Role, StaffId, StaffMember
from scheduler.scenarios.change import AS_DATA, Change, known
from scheduler.scenarios.editing import with_more_staff, without_staff
from scheduler.scenarios.means import Means
from scheduler.scenarios.selecting import Who, in_words, portion

Count = Annotated[int, Field(ge=1, le=1000)]
Percent = Annotated[float, Field(ge=0, le=100)]


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class LoseStaff(Change):
    """Some staff on duty are not there, whoever chance picks: sickness, vacancies, a strike."""

    change: Literal["lose_staff"] = "lose_staff"
    number: Count
    """How many; all where there are fewer on duty."""
    who: Who = Who()

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        return without_staff(problem, means.draw.some(self.who.on_duty(problem), self.number))

    @property
    @override
    def sentence(self) -> str:
        return f"{self.number} fewer {self.who.phrase} on duty"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class AddStaff(Change):
    """More staff like those on duty: same employer, skills and hours, known to no patient yet."""

    change: Literal["add_staff"] = "add_staff"
    number: Count
    """How many."""
    who: Who = Who()
    """Of whom the new colleagues are like; each takes after one of them, whoever chance picks."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        models = self.who.on_duty(problem)
        if not models:
            raise ScenarioMismatchError(
                f"there are no {self.who.phrase} on duty, expected one after whom to add {self.number}"
            )
        once = means.draw.some(models, self.number)
        return with_more_staff(problem, [once[number % len(once)] for number in range(self.number)])

    @property
    @override
    def sentence(self) -> str:
        return f"{self.number} more {self.who.phrase} on duty"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class Absence(Change):
    """A share of the staff on duty is absent, whoever chance picks."""

    change: Literal["absence"] = "absence"
    percent: Percent
    """Of those on duty; part of a person is rounded by chance."""
    who: Who = Who()

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        on_duty = self.who.on_duty(problem)
        return without_staff(problem, means.draw.some(on_duty, portion(means.draw, len(on_duty), self.percent)))

    @property
    @override
    def sentence(self) -> str:
        return f"{self.percent:g} % of {self.who.phrase} absent"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class SwapSkillMix(Change):
    """Some staff are replaced by staff of another kind: one nurse, say, by 1.3 support workers."""

    change: Literal["swap_skill_mix"] = "swap_skill_mix"
    number: Count
    """How many of the first kind go; all where there are fewer on duty."""
    out: Who
    """Who goes."""
    into: Who
    """Like whom those are who come."""
    rate: Annotated[float, Field(gt=0, le=10)] = 1.3
    """How many come for each that goes; part of a person is rounded by chance."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        gone = means.draw.some(self.out.on_duty(problem), self.number)
        num_new = portion(means.draw, len(gone), 100 * self.rate)
        changed = without_staff(problem, gone)
        return AddStaff(number=num_new, who=self.into).apply(changed, means) if num_new else changed

    @property
    @override
    def sentence(self) -> str:
        return f"{self.number} {self.out.phrase} replaced, each by {self.rate:g} {self.into.phrase}"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class StartDelegation(Change):
    """A task is delegated to support workers: each patient's to those on duty who hold the skill and serve the team."""

    change: Literal["start_delegation"] = "start_delegation"
    skill: str
    """The id of the skill; it must be one that may be delegated."""
    percent: Percent = 100
    """Of the patients who need the task and of whom it is not delegated yet."""
    to: Who = Who(role=Role.HEALTHCARE_ASSISTANT)
    """Those who may be given the task."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        skill = known("skill", SkillId(self.skill), problem.skill_by_id)
        if not skill.is_delegable:
            raise ScenarioMismatchError(f"skill {self.skill} may not be delegated, expected one that may")
        delegated = {given.patient_id for given in problem.delegations if given.skill_id == skill.id}
        need = dict.fromkeys(
            v.patient_id for v in problem.visits if _needs(v, skill.id) and v.patient_id not in delegated
        )
        chosen = set(means.draw.some(list(need), portion(means.draw, len(need), self.percent)))
        workers = [one for one in self.to.on_duty(problem) if not one.is_registered and _holds(one, skill.id)]
        told = {(one.patient_id, one.staff_id, one.skill_id) for one in problem.delegations}
        new = [
            Delegation(patient_id, staff_id, skill.id, problem.horizon.first_date)
            for patient_id, staff_id in _pairs(problem, list(filter(chosen.__contains__, need)), workers)
            if (patient_id, staff_id, skill.id) not in told
        ]
        return replace(problem, delegations=(*problem.delegations, *new))

    @property
    @override
    def sentence(self) -> str:
        return (
            f"{in_words(self.skill)} delegated to {self.to.phrase} for {self.percent:g} % of the patients who need it"
        )


def _needs(visit: Visit, skill_id: SkillId) -> bool:
    return any(skill_id in need.skill_ids for need in visit.attendances)


def _holds(member: StaffMember, skill_id: SkillId) -> bool:
    return any(holding.skill_id == skill_id for holding in member.skills)


def _pairs(problem: Problem, patients: list[PatientId], workers: list[StaffMember]) -> list[tuple[PatientId, StaffId]]:
    return [(one, worker.id) for one in patients for worker in workers if problem.team_of(one) in worker.team_ids]
