"""All measures of one plan side by side. Setting two plans against each other stands in `comparison.py`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from scheduler.kpis.continuity import Continuity, continuity_of
from scheduler.kpis.coverage import Coverage, coverage_of
from scheduler.kpis.fairness import BANK_HOLIDAYS, Fairness, fairness_of
from scheduler.kpis.measures import (
    Punctuality,
    SkillMix,
    WorkingTime,
    punctuality_of,
    skill_mix_of,
    working_time_of,
)
from scheduler.kpis.mileage import RATES, Mileage, MileageRate, mileage_of
from scheduler.kpis.pay import PAY_RATES, Pay, PayRate, pay_of
from scheduler.kpis.staff_use import StaffUse, staff_use_of
from scheduler.kpis.whole_person import WholePerson, whole_person_of
from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffId
from scheduler.roster.roster import Roster
from scheduler.rules import RuleId


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What a plan is worth, in figures that a service reports."""

    coverage: Coverage
    mileage: Mileage
    working_time: WorkingTime
    punctuality: Punctuality
    continuity: Continuity
    skill_mix: SkillMix
    fairness: Fairness
    whole_person: WholePerson
    staff_use: StaffUse
    pay: Pay
    cost: int
    """The policy's weighted sum of soft amounts, in points."""
    amounts: tuple[int, ...]
    """What the judge found, in each rule's own unit, indexed by `RuleId`."""

    def as_dict(self) -> dict[str, object]:
        """Every figure as plain JSON types; a share without a whole is null, amounts go by rule code."""
        figures = asdict(self)
        figures["amounts"] = {rule.code: self.amounts[rule] for rule in RuleId}
        figures["working_time"]["care_share"] = self.working_time.care_share
        figures["working_time"]["stops_per_shift"] = self.working_time.stops_per_shift
        figures["punctuality"]["urgent_in_time_share"] = self.punctuality.urgent_in_time_share
        figures["pay"]["total_pence"] = self.pay.total_pence
        figures["skill_mix"]["registered_share"] = self.skill_mix.registered_share
        figures["coverage"]["all"]["planned_share"] = self.coverage.all.planned_share
        figures["coverage"]["by_level"] = {
            str(level): asdict(counts) for level, counts in self.coverage.by_level.items()
        }
        return figures


def score(
    problem: Problem,
    roster: Roster,
    *,
    amounts: Sequence[int],
    rates: Sequence[MileageRate] = RATES,
    miles_this_year: Mapping[StaffId, float] | None = None,
    pay_rates: Sequence[PayRate] = PAY_RATES,
    bank_holidays: Collection[date] = BANK_HOLIDAYS,
) -> Scorecard:
    """Measure a plan read as a roster; `amounts` are the validation report's, indexed by `RuleId`.

    Raises
    ------
    InvalidNounError
        Where visits in are not planned + deferred + escalated: such a plan has lost a visit or counts one twice.
    """
    return Scorecard(
        coverage=coverage_of(problem, roster),
        mileage=mileage_of(problem, roster, rates=rates, miles_this_year=miles_this_year),
        working_time=working_time_of(roster),
        punctuality=punctuality_of(problem, roster, amounts),
        continuity=continuity_of(problem, roster),
        skill_mix=skill_mix_of(problem, roster),
        fairness=fairness_of(problem, roster, bank_holidays=bank_holidays),
        whole_person=whole_person_of(problem, roster, amounts),
        staff_use=staff_use_of(problem, roster),
        pay=pay_of(problem, roster, rates=pay_rates, bank_holidays=bank_holidays),
        cost=problem.policy.cost_of({rule: amounts[rule] for rule in RuleId}),
        amounts=tuple(amounts),
    )
