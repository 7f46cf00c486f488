"""Plans as JSON: the decisions, where they come from, and which part of which days they answer. Nothing derived.

What the file holds stands in `plan_document`. Whether a plan is lawful is for the validator to say.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from scheduler.errors import InputError
from scheduler.io.json_document import read_document
from scheduler.io.plan_document import PlanDocument, ProvenancePart, Scope
from scheduler.io.plan_faults import faults_of
from scheduler.model.clock import Horizon
from scheduler.model.demand import VisitId
from scheduler.model.plan import BreakTaken, LeftOut, Override, Plan, Route, Stop
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.planning import Provenance
from scheduler.rules import RuleId
from scheduler.units import Minute


def document_of(
    plan: Plan,
    horizon: Horizon,
    *,
    scope: Scope,
    provenance: Provenance | ProvenancePart | None,
    made_at: datetime,
) -> PlanDocument:
    """The document of a plan; one made by hand has no provenance."""
    parts = _decisions(plan, horizon)
    question = "" if provenance is None else provenance.problem_digest
    decided = sha256(json.dumps([question, parts], default=str).encode()).hexdigest()
    return PlanDocument.model_validate(
        {
            "number": f"{scope.first_date}/{decided[:6]}",
            "made_at": made_at.replace(microsecond=0),
            "scope": scope,
            "provenance": _provenance_part(provenance) if isinstance(provenance, Provenance) else provenance,
            **parts,
        }
    )


def write_plan(document: PlanDocument, path: Path) -> None:
    """Write a plan file; the same document, the same bytes."""
    shown = document.model_dump(mode="json")
    path.write_text(json.dumps(shown, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_plan(path: Path) -> PlanDocument:
    """Read a plan file, ours or one made by hand.

    Raises
    ------
    InputError
        With every fault: no such file, no JSON, a key that is missing or unknown, a value that cannot be.
    """
    return read_document(path, PlanDocument)


def plan_of(document: PlanDocument, problem: Problem, *, path: Path) -> Plan:
    """The plan of a document, each route in order of start; `path` is named in faults.

    Raises
    ------
    InputError
        With every visit, shift or attendance that the problem does not have, and every shift with two routes.
    """
    if faults := list(faults_of(document, problem, path)):
        raise InputError(faults)
    attendances = _attendances(document, problem)
    return Plan(
        routes=tuple(
            Route(
                ShiftId(route.shift_id),
                tuple(
                    sorted(
                        (
                            Stop(VisitId(stop.visit_id), problem.horizon.minute_of(stop.start), next(attendances))
                            for stop in route.stops
                        ),
                        key=lambda stop: stop.start,
                    )
                ),
            )
            for route in document.routes
        ),
        left_out=tuple(
            LeftOut(VisitId(left.visit_id), left.outcome, left.reason, left.new_latest_on) for left in document.left_out
        ),
        overrides=tuple(
            Override(RuleId.from_code(given.rule), ShiftId(given.shift_id), given.by, given.reason)
            for given in document.overrides
        ),
        breaks=None
        if document.breaks is None
        else tuple(
            BreakTaken(ShiftId(taken.shift_id), problem.horizon.minute_of(taken.start)) for taken in document.breaks
        ),
    )


def _attendances(document: PlanDocument, problem: Problem) -> Iterator[int]:
    """The attendance of each stop as the document lists them, from 0; one that is missing is the first still free."""
    stops = [stop for route in document.routes for stop in route.stops]
    taken: defaultdict[str, set[int]] = defaultdict(set)
    for stop in stops:
        if stop.attendance is not None:
            taken[stop.visit_id].add(stop.attendance - 1)
    for stop in stops:
        if stop.attendance is not None:
            yield stop.attendance - 1
            continue
        num = len(problem.visit_by_id[VisitId(stop.visit_id)].attendances)
        # One stop too many stands for the first person twice: the validator finds it.
        free = next((number for number in range(num) if number not in taken[stop.visit_id]), 0)
        taken[stop.visit_id].add(free)
        yield free


def _decisions(plan: Plan, horizon: Horizon) -> dict[str, object]:
    """What a plan decides, as a document's parts."""
    parts: dict[str, object] = {
        "routes": [
            {"shift_id": route.shift_id, "stops": [_stop_part(stop, horizon) for stop in route.stops]}
            for route in plan.routes
        ],
        "left_out": [
            {
                "visit_id": left.visit_id,
                "outcome": left.outcome,
                "reason": left.reason,
                "new_latest_on": left.new_latest_on,
            }
            for left in plan.left_out
        ],
        "overrides": [
            {"rule": given.rule.code, "shift_id": given.shift_id, "by": given.by, "reason": given.reason}
            for given in plan.overrides
        ],
    }
    if plan.breaks is not None:
        parts["breaks"] = [
            {"shift_id": taken.shift_id, "start": horizon.datetime_of(taken.start)} for taken in plan.breaks
        ]
    return parts


def _stop_part(stop: Stop, horizon: Horizon) -> dict[str, object]:
    start = horizon.datetime_of(Minute(stop.start))
    return {"visit_id": stop.visit_id, "start": start, "attendance": stop.attendance + 1}


def _provenance_part(provenance: Provenance) -> ProvenancePart:
    return ProvenancePart(
        problem_digest=provenance.problem_digest,
        travel_source=provenance.travel_source,
        solver=provenance.solver,
        status=provenance.status.value,
        seed=provenance.seed,
        budget_seconds=provenance.budget.seconds,
        budget_iterations=provenance.budget.iterations,
        workers=provenance.workers,
        version=provenance.version,
        seconds=round(provenance.seconds, 2),
        iterations=provenance.iterations,
        bound=provenance.bound,
    )
