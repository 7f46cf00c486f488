"""Problems with plans that are lawful or nearly so: built forward in time, then nudged by a minute or onto a window's edge."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from scheduler.model.demand import LinkedStaff, Visit, VisitLink
from scheduler.model.plan import LeftOut, Plan
from scheduler.model.problem import Pin, Problem
from scheduler.model.workforce import Break, FixedEvent
from tests.builders import a_double_up, a_patient, a_plan, a_problem, a_shift, a_visit, deferred, escalated

PATIENTS = [a_patient(f"p{number}", at=number, preferred_staff_ids=("s-d1",)) for number in (1, 2, 3)]
SHIFT_IDS = ("d1", "d2", "d3")


@dataclass(frozen=True)
class Case:
    """A problem and a plan for it."""

    problem: Problem
    plan: Plan


@st.composite
def near_lawful_cases(draw: st.DrawFn) -> Case:
    """Up to six visits in three shifts, with double-ups, calls, links, a pin, a published plan, breaks and an event."""
    visits = [draw(_visits(f"v{number}")) for number in range(draw(st.integers(1, 6)))]
    shifts = [
        a_shift("d1", rest_break=Break(30, 600, 800)),
        a_shift("d2", events=(FixedEvent("handover", 700, 730),), admin_minutes=30, overtime_limit_minutes=20),
        a_shift("d3"),
    ]
    routes, left_out = _built_forward(draw, visits)
    published = a_plan({shift_id: list(stops) for shift_id, stops in routes.items()})
    pins = [Pin(visit, shift, place, start) for shift, stops in routes.items() for visit, start, place in stops]
    problem = a_problem(
        visits,
        shifts,
        patients=PATIENTS,
        links=tuple(draw(st.lists(_links(visits), max_size=2))) if len(visits) > 1 else (),
        pins=tuple(pins[:1]),
        published=published,
        frozen_until=draw(st.sampled_from([0, 600])),
    )
    _nudge(draw, visits, routes)
    return Case(problem, a_plan(routes, left_out))


def _visits(visit_id: str) -> st.SearchStrategy[Visit]:
    opens = st.integers(480, 800)
    return st.builds(
        lambda build, patient, opened, width, **more: build(
            visit_id, patient=patient, window=(opened, opened + width), **more
        ),
        st.sampled_from([a_visit, a_visit, a_double_up]),
        st.sampled_from([patient.id for patient in PATIENTS]),
        opens,
        st.integers(0, 120),
        minutes=st.integers(0, 60),
        is_remote=st.booleans(),
        is_time_critical=st.booleans(),
        is_must_serve=st.booleans(),
    )


def _links(visits: list[Visit]) -> st.SearchStrategy[VisitLink]:
    pairs = st.permutations([visit.id for visit in visits]).map(lambda ids: ids[:2])
    return st.builds(
        lambda pair, least, width, staff, is_both: VisitLink(*pair, least, least + width, staff, is_both),
        pairs,
        st.integers(0, 120),
        st.integers(0, 240),
        st.sampled_from(LinkedStaff),
        st.booleans(),
    )


def _built_forward(draw: st.DrawFn, visits: list[Visit]) -> tuple[dict[str, list[Any]], list[LeftOut]]:
    """Visits by the opening of their windows, each when its people are there."""
    routes: dict[str, list[Any]] = {shift_id: [] for shift_id in SHIFT_IDS}
    ready = {"d1": 480, "d2": 480, "d3": 480}
    left_out = []
    for visit in sorted(visits, key=lambda visit: visit.windows[0]):
        if draw(st.integers(0, 5)) == 0:
            left_out.append(draw(st.sampled_from([deferred, escalated]))(visit.id))
            continue
        people = draw(st.permutations(SHIFT_IDS))[: len(visit.attendances)]
        # 30 minutes cover the way between any two places.
        start = max(visit.windows[0].earliest_start, *(ready[shift_id] + 30 for shift_id in people))
        for place, shift_id in enumerate(people):
            routes[shift_id].append((visit.id, start, place))
            ready[shift_id] = start + visit.duration_minutes
    return routes, left_out


def _nudge(draw: st.DrawFn, visits: list[Visit], routes: dict[str, list[Any]]) -> None:
    """Move one start by a minute or onto an edge of its window."""
    windows = {visit.id: visit.windows[0] for visit in visits}
    places = [(shift_id, index) for shift_id, stops in routes.items() for index in range(len(stops))]
    if not places:
        return
    shift_id, index = draw(st.sampled_from(places))
    visit_id, start, place = routes[shift_id][index]
    window = windows[visit_id]
    moved = draw(st.sampled_from([start - 1, start, start + 1, window.earliest_start, window.latest_start]))
    routes[shift_id][index] = (visit_id, moved, place)
    routes[shift_id].sort(key=lambda stop: stop[1])
