"""What every engine can express of a problem: the rest is stripped, from the problem itself, so that all are asked the same.

Kept: travel as it is, one window a visit, care, shift hours, start and end places, skills, bands, teams, employers,
excluded staff and required gender. Stripped: see `STRIPPED`.
"""

from dataclasses import replace

from benchmarks.peers.question import COST_OF_A_VISIT_LEFT_OUT
from scheduler.model.continuity import CareHistory
from scheduler.model.demand import LevelOfCare, Patient, RiskFlag, Visit
from scheduler.model.policy import Limits, Policy
from scheduler.model.problem import Problem
from scheduler.model.workforce import Shift, StaffMember
from scheduler.rules import RuleId
from scheduler.units import Minute, Minutes

STRIPPED = (
    "links; the second person of a double-up; windows after the first; tolerated lateness; response times; "
    "breaks, fixed events and overtime; risk flags; delegations; limits of visits and of care in a shift; rest and "
    "weekly hours; must-serve, dates and levels of care; pins and published plans; every soft rule but travel. "
    "Admin minutes are taken off the end of the shift."
)
"""In words, for the study."""

_WITHOUT_LIMIT = 10_000

PLAIN_POLICY = Policy(
    name="served visits, then travel",
    weights=tuple(
        {RuleId.DEFERRED: COST_OF_A_VISIT_LEFT_OUT, RuleId.ESCALATED: COST_OF_A_VISIT_LEFT_OUT, RuleId.TRAVEL: 1}.get(
            rule, 0
        )
        for rule in RuleId
    ),
    points_by_level=(0, 1, 1, 1, 1, 1),
    limits=Limits(
        lateness_minutes=Minutes(0),
        contact_visits=_WITHOUT_LIMIT,
        busy_from_visits=_WITHOUT_LIMIT,
        care_minutes=Minutes(_WITHOUT_LIMIT),
    ),
)
"""One point a minute of travel; every visit left out costs the same, and more than a shift of travel."""


def plain(problem: Problem) -> Problem:
    """The same day as every engine can be told it."""
    return replace(
        problem,
        staff=tuple(map(_plain_staff_member, problem.staff)),
        shifts=tuple(map(_plain_shift, problem.shifts)),
        patients=tuple(map(_plain_patient, problem.patients)),
        visits=tuple(map(_plain_visit, problem.visits)),
        links=(),
        delegations=(),
        history=CareHistory(),
        policy=PLAIN_POLICY,
        pins=(),
        published=None,
        frozen_until=Minute(0),
    )


def _plain_staff_member(member: StaffMember) -> StaffMember:
    return replace(member, minutes_worked_this_week=Minutes(0), last_shift_ended_at=None)


def _plain_shift(shift: Shift) -> Shift:
    return replace(
        shift,
        end=Minute(shift.end - shift.admin_minutes),
        rest_break=None,
        events=(),
        admin_minutes=Minutes(0),
        overtime_limit_minutes=Minutes(0),
        visit_limit=None,
    )


def _plain_patient(patient: Patient) -> Patient:
    return replace(patient, risk_flag=RiskFlag.NONE)


def _plain_visit(visit: Visit) -> Visit:
    return replace(
        visit,
        windows=visit.windows[:1],
        attendances=visit.attendances[:1],
        level_of_care=LevelOfCare.ROUTINE,
        is_must_serve=False,
        is_time_critical=True,
        is_remote=False,
        due_on=None,
        latest_on=None,
        respond_by=None,
    )
