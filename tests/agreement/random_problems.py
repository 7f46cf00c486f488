"""Small problems with a bit of everything, drawn from a seed, and small steps away from a plan."""

import random
from collections.abc import Iterator
from dataclasses import replace

from scheduler.model.continuity import CareHistory, PastCare
from scheduler.model.demand import Attendance, LinkedStaff, Patient, RiskFlag, Visit, VisitLink
from scheduler.model.plan import Plan, Route, Stop
from scheduler.model.policy import Limits, Policy
from scheduler.model.problem import Problem
from scheduler.model.skills import Band, Skill, SkillId
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import (
    Break,
    Delegation,
    FixedEvent,
    Gender,
    Shift,
    ShiftId,
    StaffId,
    StaffMember,
)
from scheduler.rules import RuleId
from scheduler.units import Minute, Minutes
from tests.builders import BASE_PLACE, MONDAY, a_patient, a_problem, a_shift, a_staff_member, a_visit

SKILLS = ("dressing", "insulin")
WEIGHTS_OF_RULES_THAT_FEW_WEIGH = {
    RuleId.WISHED_SKILL: 30,
    RuleId.MISSED_BREAK: 90,
    RuleId.LARGEST_IDLE: 7,
    RuleId.WORKED_MINUTES: 1,
    RuleId.WORKLOAD_BALANCE: 2,
    RuleId.UNWELCOME: 25,
}
"""The longest wait has none: CP-SAT reads it as a bound. `test_kernels_price_every_rule` and `test_retiming` weigh it."""


def a_random_problem(seed: int, *, num_visits: int = 8, num_shifts: int = 3, num_days: int = 1) -> Problem:
    """Every rule has something to bite on; nothing is so tight that most visits are left out."""
    draw = random.Random(seed)
    staff = [f"s{number}" for number in range(num_shifts)]
    members = [_a_member(draw, staff_id) for staff_id in staff]
    shifts = [_a_shift(draw, staff_id, day) for day in range(num_days) for staff_id in staff]
    patients = [_a_patient(draw, f"p{number}", staff) for number in range(max(2, num_visits * 2 // 3))]
    visits = [_a_visit(draw, f"v{number}", draw.choice(patients), num_days) for number in range(num_visits)]
    limits = Limits(
        contact_visits=draw.choice([4, 9]), busy_from_visits=3, care_minutes=Minutes(200), lateness_minutes=Minutes(60)
    )
    problem = a_problem(
        visits,
        shifts,
        patients=patients,
        staff=members,
        minutes_per_unit=draw.choice([4, 7, 11]),
        num_days=num_days,
        skills=[Skill(SkillId("dressing"), "dressing"), Skill(SkillId("insulin"), "insulin", True, True)],
        policy=Policy(limits=limits),
        links=_links(draw, visits),
        delegations=tuple(
            Delegation(patient.id, StaffId(staff_id), SkillId("insulin"), MONDAY, draw.choice([0, 2, 3]))
            for patient in patients
            for staff_id in staff
        ),
        history=CareHistory(
            tuple(PastCare(p.id, StaffId(draw.choice(staff)), 2) for p in patients if draw.random() < 0.6)
        ),
    )
    return _with_wishes(random.Random(f"wishes {seed}"), replace(problem, published=_published(draw, problem)))


def _with_wishes(draw: random.Random, problem: Problem) -> Problem:
    """The same problem with what few services ask for: wishes, breaks that may be missed, weights on whole shifts."""
    staff = [member.id for member in problem.staff]
    patients = [
        replace(patient, unwelcome_staff_ids=(draw.choice(staff),) if draw.random() < 0.3 else ())
        for patient in problem.patients
    ]
    visits = [
        replace(visit, attendances=tuple(_with_a_wish(draw, need) for need in visit.attendances))
        for visit in problem.visits
    ]
    shifts = [
        replace(shift, rest_break=replace(shift.rest_break, may_be_missed=True))
        if shift.rest_break and draw.random() < 0.5
        else shift
        for shift in problem.shifts
    ]
    policy = replace(
        problem.policy, waits_before_first_stop=draw.random() < 0.3, care_ends_in_window=draw.random() < 0.3
    )
    return replace(
        problem,
        patients=tuple(patients),
        visits=tuple(visits),
        shifts=tuple(shifts),
        policy=policy.with_weights(WEIGHTS_OF_RULES_THAT_FEW_WEIGH),
    )


def _with_a_wish(draw: random.Random, need: Attendance) -> Attendance:
    return replace(need, wished_skill_ids=(SkillId(draw.choice(SKILLS)),)) if draw.random() < 0.3 else need


def _a_member(draw: random.Random, staff_id: str) -> StaffMember:
    return a_staff_member(
        staff_id,
        skills=[skill for skill in SKILLS if draw.random() < 0.8],
        band=draw.choice([Band.BAND_3, Band.BAND_5, Band.BAND_6]),
        is_registered=draw.random() < 0.7,
        gender=draw.choice(list(Gender)),
        last_shift_ended_at=draw.choice([None, None, Minute(-170)]),
        minutes_worked_this_week=Minutes(draw.choice([0, 48 * 60 - 450])),
    )


def _a_shift(draw: random.Random, staff_id: str, day: int) -> Shift:
    start = day * 1440 + draw.choice([480, 540, 660])
    end = start + draw.choice([240, 360, 480])
    events = []
    if draw.random() < 0.5:
        begins = start + draw.choice([0, 90, 150])
        events.append(FixedEvent("meeting", Minute(begins), Minute(begins + 30), draw.choice([None, BASE_PLACE])))
    return a_shift(
        f"d{day}-{staff_id}",
        staff=staff_id,
        hours=(start, end),
        rest_break=draw.choice([None, Break(Minutes(30), Minute(start + 60), Minute(start + 200))]),
        events=tuple(events),
        admin_minutes=Minutes(draw.choice([0, 20])),
        overtime_limit_minutes=Minutes(draw.choice([0, 45])),
    )


def _a_patient(draw: random.Random, patient_id: str, staff: list[str]) -> Patient:
    return a_patient(
        patient_id,
        at=draw.randint(1, 6),
        named_staff_id=StaffId(draw.choice(staff)) if draw.random() < 0.4 else None,
        preferred_staff_ids=(StaffId(draw.choice(staff)),) if draw.random() < 0.3 else (),
        excluded_staff_ids=(StaffId(draw.choice(staff)),) if draw.random() < 0.1 else (),
        gender_preferred=draw.choice([None, None, Gender.FEMALE]),
        risk_flag=draw.choice([RiskFlag.NONE, RiskFlag.NONE, RiskFlag.DAYLIGHT_ONLY]),
    )


def _a_visit(draw: random.Random, visit_id: str, patient: Patient, num_days: int) -> Visit:
    days = sorted(draw.sample(range(num_days), draw.randint(1, num_days)))
    windows = []
    for day in days:
        opens = day * 1440 + draw.randrange(480, 720, 15)
        windows.append(TimeWindow(Minute(opens), Minute(opens + draw.choice([30, 90, 180]))))
        if draw.random() < 0.3:
            windows.append(TimeWindow(Minute(opens + 210), Minute(opens + 250)))
    needs = [Attendance((SkillId(skill),), Band.BAND_3) for skill in SKILLS if draw.random() < 0.4] or [Attendance()]
    is_double_up = draw.random() < 0.2
    return a_visit(
        visit_id,
        patient=patient.id,
        minutes=draw.choice([5, 15, 30, 45]),
        windows=tuple(windows),
        attendances=(needs[0], needs[-1]) if is_double_up else (needs[0],),
        is_remote=draw.random() < 0.25,
        is_time_critical=draw.random() < 0.3,
        level_of_care=draw.choice([1, 2, 3]),
        latest_on=draw.choice([None, MONDAY]),
    )


def _links(draw: random.Random, visits: list[Visit]) -> tuple[VisitLink, ...]:
    links = []
    for first, second in zip(visits[::3], visits[1::3], strict=False):
        least, most = draw.choice([(0, 0), (0, 120), (30, 2000), (-60, 60)])
        links.append(
            VisitLink(
                first.id, second.id, Minutes(least), Minutes(most), draw.choice(list(LinkedStaff)), draw.random() < 0.4
            )
        )
    return tuple(links)


def _published(draw: random.Random, problem: Problem) -> Plan:
    stops = []
    for visit in problem.visits:
        if draw.random() < 0.5:
            start = Minute(visit.windows[0].earliest_start + draw.randrange(0, 60))
            stops.append((draw.choice(problem.shifts).id, Stop(visit.id, start)))
    return _plan_of(stops)


def small_steps(plan: Plan, seed: int, *, count: int) -> Iterator[Plan]:
    """Plans near one: a visit started a little earlier or later, a stop given to another shift, a visit dropped."""
    draw, stops = random.Random(seed), list(plan.stops())
    shifts = sorted({shift for shift, _ in stops})
    for _ in range(count if stops else 0):
        number = draw.randrange(len(stops))
        shift, chosen = stops[number]
        step = draw.choice(["move", "move", "move one", "reassign", "drop"])
        minutes = draw.choice([-1, 1, 7, 31])
        if step == "drop":
            changed = [(each, stop) for each, stop in stops if stop.visit_id != chosen.visit_id]
        elif step == "move":
            changed = [
                (each, _moved(stop, minutes) if stop.visit_id == chosen.visit_id else stop) for each, stop in stops
            ]
        else:
            one = (draw.choice(shifts), chosen) if step == "reassign" else (shift, _moved(chosen, minutes))
            changed = [*stops[:number], one, *stops[number + 1 :]]
        yield _plan_of(changed)


def _moved(stop: Stop, minutes: int) -> Stop:
    return replace(stop, start=Minute(stop.start + minutes))


def _plan_of(stops: list[tuple[ShiftId, Stop]]) -> Plan:
    by_shift: dict[ShiftId, list[Stop]] = {}
    for shift, stop in stops:
        by_shift.setdefault(shift, []).append(stop)
    return Plan(tuple(Route(each, tuple(sorted(made, key=lambda stop: stop.start))) for each, made in by_shift.items()))
