"""A place that was offered is taken as it was offered, whatever the plan, the visit and the place."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from api.assembly import problem_in
from api.database import Database
from api.rosters.schemas.moves import MOST_PLACEMENTS
from api.rosters.service.placing import Wanted, placings
from scheduler.explaining.explain import explain
from scheduler.io.plan_document import PlanDocument, Scope
from scheduler.io.plan_json import plan_of
from scheduler.io.tables.reading import rows_in
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan, Route
from scheduler.model.problem import Problem
from scheduler.placing.costs import newly_broken
from scheduler.placing.desk import Desk
from scheduler.units import Minute
from scheduler.validation.validator import validate
from tests.api.rosters.conftest import Person, ended_run
from tests.api.rosters.small_day import DAY, PLAN, a_plan, escalated, tables

VISITS = ("v1", "v2", "v3", "v4", "v5", "v6")


def _problem() -> Problem:
    files = {f"{table}.csv": "".join(f"{line}\n" for line in lines).encode() for table, lines in tables().items()}
    return problem_in(rows_in(files), Scope(first_date=date.fromisoformat(DAY), locality="west"))


PROBLEM = _problem()


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """The day's plan with some visits escalated, others a few minutes later; perhaps unlawful."""
    out = draw(st.sets(st.sampled_from(VISITS), max_size=2))
    kept = {shift: [stop for stop in stops if stop[0] not in out] for shift, stops in PLAN.items()}
    document = PlanDocument.model_validate(a_plan(kept, [escalated(visit_id) for visit_id in sorted(out)]))
    later = draw(st.dictionaries(st.sampled_from(VISITS), st.integers(1, 12), max_size=3))
    plan = plan_of(document, PROBLEM, path=Path("plan"))
    return replace(plan, routes=tuple(_later(route, later) for route in plan.routes))


def _later(route: Route, minutes: dict[str, int]) -> Route:
    moved = (replace(stop, start=Minute(stop.start + minutes.get(stop.visit_id, 0))) for stop in route.stops)
    return Route(route.shift_id, tuple(sorted(moved, key=lambda stop: stop.start)))


def _taken(desk: Desk, wanted: Wanted) -> int | None:
    """What the first lawful way to do what is wanted costs more than the plan as it stands; None: it is refused."""
    before = validate(desk.problem, desk.plan)
    for way in placings(desk, wanted):
        after = validate(desk.problem, way)
        if not newly_broken(before.hard_violations, after.hard_violations):
            return after.cost - before.cost
    return None


@settings(max_examples=12, deadline=None)
@given(plans(), st.sampled_from(VISITS))
def test_every_place_that_is_offered_is_taken_at_the_cost_that_was_told(plan: Plan, visit: str) -> None:
    desk, visit_id = Desk(PROBLEM, plan), VisitId(visit)

    offered = desk.best_placements(visit_id, most=MOST_PLACEMENTS)

    for placement in offered:
        own = sorted(
            (place for place in placement.places if place.visit_id == visit_id), key=lambda own: own.attendance
        )
        partner = own[1].shift_id if len(own) > 1 else None
        wanted = Wanted(visit_id, own[0].shift_id, own[0].start, 0, partner)
        assert _taken(desk, wanted) == placement.points


@settings(max_examples=8, deadline=None)
@given(plans(), st.sampled_from(VISITS))
def test_every_other_place_that_an_explanation_names_is_taken(plan: Plan, visit: str) -> None:
    desk = Desk(PROBLEM, plan)

    named = explain(PROBLEM, plan, VisitId(visit)).alternatives

    for place in named:
        assert _taken(desk, Wanted(VisitId(visit), place.shift_id, place.start, place.attendance)) is not None


@settings(max_examples=8, deadline=None)
@given(plans(), st.sampled_from(VISITS), st.sampled_from("abv"))
def test_the_start_that_was_found_for_a_shift_can_be_asked_for(plan: Plan, visit: str, shift: str) -> None:
    desk, anywhere = Desk(PROBLEM, plan), Wanted(VisitId(visit), PROBLEM.shifts[0].id, None, 0)
    anywhere = replace(anywhere, shift_id=next(each.id for each in PROBLEM.shifts if each.id == shift))
    before = validate(PROBLEM, plan).hard_violations
    ways = (way for way in placings(desk, anywhere) if not newly_broken(before, validate(PROBLEM, way).hard_violations))

    found = next(ways, None)

    if found is not None:
        start = next(stop.start for at, stop in found.stops() if (at, stop.visit_id) == (shift, visit))
        assert _taken(desk, replace(anywhere, start=start)) is not None


def test_whoever_takes_the_places_told_by_the_service_one_after_another_pays_what_was_told(coordinator: Person) -> None:
    coordinator.published()  # so that staff and times that were told have their price in both answers
    draft = coordinator.draft()
    path, version = f"/rosters/{draft['roster_id']}/visits", draft["version"]

    for visit_id in VISITS:
        told = coordinator.post(f"/visits/{visit_id}/placements", {"roster_id": draft["roster_id"]}).json()[
            "placements"
        ]
        if not told:
            continue
        answer = coordinator.on(version).patch(f"{path}/{visit_id}", _taking(visit_id, told[-1]))
        assert (answer.status_code, answer.json().get("cost_points")) == (200, told[-1]["cost_points"]), answer.text
        version = answer.json()["version"]
    assert version > draft["version"] + 3


def test_a_place_beside_a_run_costs_what_it_costs_in_a_draft_of_that_run(coordinator: Person, day: Database) -> None:
    run_id = ended_run(day, a_plan())
    coordinator.published()
    draft = coordinator.post("/rosters", {"made_from": "run", "run_id": run_id}).json()

    beside_run, beside_draft = (
        coordinator.post("/visits/v2/placements", plan).json()["placements"]
        for plan in ({"run_id": run_id}, {"roster_id": draft["roster_id"]})
    )

    assert beside_run == beside_draft != []


def _taking(visit_id: str, placement: dict[str, Any]) -> dict[str, Any]:
    own = {place["attendance"]: place for place in placement["places"] if place["visit_id"] == visit_id}
    return {
        "action": "move",
        "shift_id": own[1]["shift_id"],
        "start": own[1]["starts_at"],
        "with_shift_id": own[2]["shift_id"] if 2 in own else None,
        "reason": "As it was offered.",
    }
