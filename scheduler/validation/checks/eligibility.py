"""Eligibility: whether whoever fills a stop may do so. One walk over the stops a rule; times stand in `timing`."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from scheduler.model.skills import SkillId
from scheduler.model.workforce import Delegation, PatientId, StaffId
from scheduler.rules import RuleId
from scheduler.validation.check import Check
from scheduler.validation.reading import PlacedStop, Reading
from scheduler.validation.violation import Violation
from scheduler.validation.wording import calendar_day

DelegationKey = tuple[PatientId, StaffId, SkillId]


def skill(reading: Reading) -> Iterator[Violation]:
    """Asked skills that whoever attends does not hold in date."""
    for placed in reading.stops:
        missing = [asked for asked in dict.fromkeys(placed.need.skill_ids) if not placed.staff.holds(asked, placed.day)]
        if missing:
            says = f"Visit {placed.visit.id} asks for {', '.join(missing)}, which shift {placed.shift.id} does not bring in date on {calendar_day(placed.day)}."
            yield placed.violation(RuleId.SKILL, len(missing), says)


def band(reading: Reading) -> Iterator[Violation]:
    """Bands below the one asked for."""
    for placed in reading.stops:
        below = placed.need.minimum_band - placed.staff.band
        if below > 0:
            says = f"Visit {placed.visit.id} asks for band {int(placed.need.minimum_band)} and shift {placed.shift.id} is staffed at band {int(placed.staff.band)}."
            yield placed.violation(RuleId.BAND, below, says)


def delegation(reading: Reading) -> Iterator[Violation]:
    """Registered tasks of non-registered workers without a delegation by name and in date, or past its review."""
    limits = reading.problem.policy.limits
    delegations = _delegation_by_key(reading.problem.delegations)
    num_visits = Counter({key: given.visits_since_review for key, given in delegations.items()})
    for placed in reading.stops_by_start:
        keys = [(placed.patient.id, placed.staff.id, asked) for asked in _delegated_skills(reading, placed)]
        uncovered = [key for key in keys if not _is_covered(reading, delegations.get(key), placed)]
        if uncovered:
            says = f"Visit {placed.visit.id} asks for {uncovered[0][2]}, a registered task with no delegation in date for patient {placed.patient.id} to {placed.staff.id}."
            yield placed.violation(RuleId.DELEGATION, 1, says)
            continue
        num_visits.update(keys)
        if any(num_visits[key] >= limits.delegation_review_visits for key in keys):
            says = f"Visit {placed.visit.id} is delegated to {placed.staff.id}, and the registered review is due: one visit in {limits.delegation_review_visits} is made by a registered professional."
            yield placed.violation(RuleId.DELEGATION, 1, says)


def exclusion(reading: Reading) -> Iterator[Violation]:
    """Stops at patients whom this person must not meet."""
    for placed in reading.stops:
        if placed.staff.id in placed.patient.excluded_staff_ids:
            says = f"Patient {placed.patient.id} and {placed.staff.id} are not to meet, and shift {placed.shift.id} makes visit {placed.visit.id}."
            yield placed.violation(RuleId.EXCLUSION, 1, says)


def gender(reading: Reading) -> Iterator[Violation]:
    """Stops by staff of another gender than the patient requires."""
    for placed in reading.stops:
        required = placed.patient.gender_required
        if required is not None and placed.staff.gender != required:
            says = f"Patient {placed.patient.id} requires {required} staff, and shift {placed.shift.id}, which makes visit {placed.visit.id}, is not recorded as such."
            yield placed.violation(RuleId.GENDER, 1, says)


def team(reading: Reading) -> Iterator[Violation]:
    """Stops outside the neighbourhood teams that this person serves."""
    for placed in reading.stops:
        patient_team = reading.problem.team_of(placed.patient.id)
        if patient_team not in placed.staff.team_ids:
            says = (
                f"Visit {placed.visit.id} belongs to team {patient_team}, which shift {placed.shift.id} does not serve."
            )
            yield placed.violation(RuleId.TEAM, 1, says)


def organisation(reading: Reading) -> Iterator[Violation]:
    """Stops by another employer than the one that holds the visit, where employers do not pool."""
    if reading.problem.policy.pools_across_organisations:
        return
    for placed in reading.stops:
        if placed.staff.organisation_id != placed.visit.organisation_id:
            says = f"Visit {placed.visit.id} is held by {placed.visit.organisation_id} and shift {placed.shift.id} is {placed.staff.organisation_id}'s; employers do not pool their staff."
            yield placed.violation(RuleId.ORGANISATION, 1, says)


def _delegated_skills(reading: Reading, placed: PlacedStop) -> list[SkillId]:
    """Asked registered skills that a non-registered worker holds; one not held is the SKILL rule's business."""
    if placed.staff.is_registered:
        return []
    return [
        asked
        for asked in dict.fromkeys(placed.need.skill_ids)
        if reading.problem.skill_by_id[asked].is_registered and placed.staff.holds(asked, placed.day)
    ]


def _is_covered(reading: Reading, given: Delegation | None, placed: PlacedStop) -> bool:
    """Whether the task may be delegated, is, and was reviewed recently enough."""
    if given is None or not reading.problem.skill_by_id[given.skill_id].is_delegable:
        return False
    return placed.day <= given.reviewed_on + timedelta(days=reading.problem.policy.limits.delegation_review_days)


def wished_skill(reading: Reading) -> Iterator[Violation]:
    """Wished skills that whoever attends does not hold, whatever their date."""
    for placed in reading.stops:
        held = {holding.skill_id for holding in placed.staff.skills}
        missing = [wished for wished in dict.fromkeys(placed.need.wished_skill_ids) if wished not in held]
        if missing:
            says = f"Visit {placed.visit.id} wishes for {', '.join(missing)}, which shift {placed.shift.id} does not bring."
            yield placed.violation(RuleId.WISHED_SKILL, len(missing), says)


def _delegation_by_key(delegations: tuple[Delegation, ...]) -> dict[DelegationKey, Delegation]:
    """The latest review of each delegation."""
    in_order = sorted(delegations, key=lambda given: given.reviewed_on)
    return {(given.patient_id, given.staff_id, given.skill_id): given for given in in_order}


CHECKS: dict[RuleId, Check] = {
    RuleId.SKILL: skill,
    RuleId.BAND: band,
    RuleId.DELEGATION: delegation,
    RuleId.EXCLUSION: exclusion,
    RuleId.GENDER: gender,
    RuleId.TEAM: team,
    RuleId.ORGANISATION: organisation,
    RuleId.WISHED_SKILL: wished_skill,
}
