"""Skill mix: care at the band it needs, and a registered colleague behind every support worker."""

from collections.abc import Iterator

from scheduler.model.workforce import OrganisationKind
from scheduler.rules import RuleId
from scheduler.validation.check import Check
from scheduler.validation.reading import Reading, grouped
from scheduler.validation.violation import Violation


def above_band(reading: Reading) -> Iterator[Violation]:
    """Bands above the one asked for, times minutes of care; care that asks for no band is not counted."""
    for placed in reading.stops:
        asked = placed.need.minimum_band
        amount = max(0, placed.staff.band - asked) * placed.visit.duration_minutes
        if asked > 0 and amount:
            says = f"Visit {placed.visit.id} asks for band {int(asked)} and takes {placed.visit.duration_minutes} minutes of band {int(placed.staff.band)}."
            yield placed.violation(RuleId.ABOVE_BAND, amount, says)


def supervision(reading: Reading) -> Iterator[Violation]:
    """Stops of community-health support workers while no registered colleague of a shared team is on duty."""
    problem = reading.problem
    owners = ((shift, problem.staff_by_id[shift.staff_id]) for shift in problem.shifts)
    registered = grouped(
        ((member.organisation_id, team_id), shift)
        for shift, member in owners
        if member.is_registered
        for team_id in member.team_ids
    )
    for placed in reading.stops:
        employer = problem.organisation_by_id[placed.staff.organisation_id]
        if placed.staff.is_registered or employer.kind is not OrganisationKind.COMMUNITY_HEALTH:
            continue
        colleagues = (
            shift for team_id in placed.staff.team_ids for shift in registered.get((employer.id, team_id), ())
        )
        if not any(shift.start <= placed.start < shift.end for shift in colleagues):
            says = f"No registered colleague of shift {placed.shift.id} is on duty at {reading.clock(placed.start)}, when visit {placed.visit.id} starts."
            yield placed.violation(RuleId.SUPERVISION, 1, says)


CHECKS: dict[RuleId, Check] = {RuleId.ABOVE_BAND: above_band, RuleId.SUPERVISION: supervision}
