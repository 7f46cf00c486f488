"""Who may attend whom, where that could give way."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.explaining.relaxing.nouns import with_patient, with_staff, with_visit
from scheduler.explaining.relaxing.relaxation import Asks, Change
from scheduler.model.demand import Attendance, Patient, Visit
from scheduler.model.problem import Problem
from scheduler.model.skills import SkillHolding, SkillId
from scheduler.model.workforce import Delegation, StaffMember
from scheduler.rules import RuleId, RuleUnit
from scheduler.validation.violation import Violation
from scheduler.validation.wording import count


def skill(problem: Problem, broken: Violation) -> Iterator[Change]:
    """The skills that the staff member lacks for one of the visit's attendances."""
    member, _ = _who(problem, broken)
    day = problem.horizon.date_of(broken.minute) if broken.minute is not None else problem.horizon.first_date
    for need in dict.fromkeys(_needs(problem, broken)):
        missing = tuple(asked for asked in dict.fromkeys(need.skill_ids) if not member.holds(asked, day))
        if len(missing) == broken.amount:
            yield _trained(member, missing)


def _trained(member: StaffMember, missing: tuple[SkillId, ...]) -> Change:
    expiry = {holding.skill_id: holding.expires_on for holding in member.skills}
    gained = ", ".join(each for each in missing if each not in expiry)
    renewed = ", ".join(f"{each} (expired {expiry[each]})" for each in missing if each in expiry)
    does = [f"renews skill {renewed}"] if renewed else []
    does += [f"gains skill {gained}"] if gained else []

    def apply(before: Problem) -> Problem:
        trained = before.staff_by_id[member.id]
        kept = (holding for holding in trained.skills if holding.skill_id not in missing)
        return with_staff(before, replace(trained, skills=(*kept, *map(SkillHolding, missing))))

    sentence = f"Staff member {member.id} ({_role(member)}) {' and '.join(does)}, in date on the day."
    asks = Asks.THE_STAFF if gained else Asks.A_RENEWAL
    return Change(RuleId.SKILL, asks, sentence, len(missing), RuleUnit.SKILLS, apply)


def band(problem: Problem, broken: Violation) -> Iterator[Change]:
    """The visit is made by somebody below its band: as if of that band."""
    member, _ = _who(problem, broken)
    for asked in sorted({need.minimum_band for need in _needs(problem, broken)}):
        if asked - member.band != broken.amount:
            continue

        def apply(before: Problem, asked_band: int = asked) -> Problem:
            known = before.staff_by_id[member.id]
            return with_staff(before, replace(known, band=type(known.band)(asked_band)))

        sentence = f"Staff member {member.id} ({_role(member)}) may work at band {int(asked)}, {count(broken.amount, 'band')} above their own."
        yield Change(RuleId.BAND, Asks.THE_STAFF, sentence, broken.amount, RuleUnit.BANDS, apply)


def delegation(problem: Problem, broken: Violation) -> Iterator[Change]:
    """The registered tasks of the visit are delegated to the staff member by name, reviewed today."""
    member, patient = _who(problem, broken)
    asked = {skill_id for need in _needs(problem, broken) for skill_id in need.skill_ids}
    tasks = sorted(each for each in asked if problem.skill_by_id[each].is_registered)
    if not all(problem.skill_by_id[task].is_delegable for task in tasks):
        return
    today = problem.horizon.first_date
    granted = tuple(Delegation(patient.id, member.id, task, today) for task in tasks)

    def apply(before: Problem) -> Problem:
        old = (each for each in before.delegations if (each.patient_id, each.staff_id) != (patient.id, member.id))
        return replace(before, delegations=(*old, *granted))

    sentence = f"A registered professional delegates {', '.join(tasks)} for patient {patient.id} to staff member {member.id}, reviewed on the day."
    yield Change(RuleId.DELEGATION, Asks.THE_STAFF, sentence, len(tasks), RuleUnit.ATTENDANCES, apply)


def team(problem: Problem, broken: Violation) -> Iterator[Change]:
    """The staff member serves one more team."""
    member, patient = _who(problem, broken)
    team_id = problem.team_of(patient.id)

    def apply(before: Problem) -> Problem:
        known = before.staff_by_id[member.id]
        return with_staff(before, replace(known, team_ids=(*known.team_ids, team_id)))

    sentence = f"Staff member {member.id} ({_role(member)}) helps out in team {team_id}."
    yield Change(RuleId.TEAM, Asks.THE_STAFF, sentence, broken.amount, RuleUnit.ATTENDANCES, apply)


def organisation(_: Problem, broken: Violation) -> Iterator[Change]:
    """Employers pool their staff."""

    def apply(before: Problem) -> Problem:
        return replace(before, policy=replace(before.policy, pools_across_organisations=True))

    sentence = f"Employers pool their staff, so that staff member {broken.staff_id} may make visit {broken.visit_id}."
    yield Change(RuleId.ORGANISATION, Asks.THE_STAFF, sentence, broken.amount, RuleUnit.ATTENDANCES, apply)


def exclusion(problem: Problem, broken: Violation) -> Iterator[Change]:
    """The patient agrees to meet the staff member after all."""
    member, patient = _who(problem, broken)

    def apply(before: Problem) -> Problem:
        known = before.patient_by_id[patient.id]
        remaining = tuple(each for each in known.excluded_staff_ids if each != member.id)
        return with_patient(before, replace(known, excluded_staff_ids=remaining))

    sentence = f"Only if patient {patient.id} agrees and safeguarding allows it: staff member {member.id} ({_role(member)}) may visit after all."
    yield Change(RuleId.EXCLUSION, Asks.THE_PERSON, sentence, broken.amount, RuleUnit.ATTENDANCES, apply)


def gender(problem: Problem, broken: Violation) -> Iterator[Change]:
    """The patient agrees to staff of any gender."""
    _, patient = _who(problem, broken)

    def apply(before: Problem) -> Problem:
        return with_patient(before, replace(before.patient_by_id[patient.id], gender_required=None))

    sentence = f"Only if patient {patient.id} agrees when asked: staff of any gender may visit."
    yield Change(RuleId.GENDER, Asks.THE_PERSON, sentence, broken.amount, RuleUnit.ATTENDANCES, apply)


def second_person(visit: Visit) -> Change:
    """The visit is made by two people who both bring what it asks for."""

    def apply(before: Problem) -> Problem:
        alone = before.visit_by_id[visit.id]
        return with_visit(before, replace(alone, attendances=alone.attendances * 2))

    sentence = f"A second person is booked for visit {visit.id}, as nobody may go there alone then."
    return Change(RuleId.LONE_WORKING, Asks.A_SECOND_PERSON, sentence, 1, RuleUnit.ATTENDANCES, apply)


def _who(problem: Problem, broken: Violation) -> tuple[StaffMember, Patient]:
    """Whom a violation of a stop speaks of; raises KeyError for one that speaks of nobody."""
    if broken.staff_id is None or broken.patient_id is None:
        raise KeyError(f"violation of {broken.rule.code} names no staff member or no patient, expected both")
    return problem.staff_by_id[broken.staff_id], problem.patient_by_id[broken.patient_id]


def _needs(problem: Problem, broken: Violation) -> tuple[Attendance, ...]:
    return problem.visit_by_id[broken.visit_id].attendances if broken.visit_id is not None else ()


def _role(member: StaffMember) -> str:
    return member.role.replace("_", " ")
