"""Plans as JSON: the decisions, where they come from, and which part of which days they answer. Nothing derived.

What the file holds stands in `plan_document`. Whether a plan is lawful is for the validator to say.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from scheduler.errors import InputError
from scheduler.io.json_document import DocumentFault, read_document
from scheduler.io.plan_document import PlanDocument, ProvenancePart, Scope
from scheduler.model.clock import Horizon
from scheduler.model.demand import VisitId
from scheduler.model.plan import LeftOut, Override, Plan, Route, Stop
from scheduler.model.workforce import ShiftId
from scheduler.planning import Provenance
from scheduler.rules import RuleId
from scheduler.units import Minute


def document_of(
    plan: Plan, horizon: Horizon, *, scope: Scope, provenance: Provenance, made_at: datetime
) -> PlanDocument:
    """The document of a plan that CILT made."""
    parts = {
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
    decided = sha256(json.dumps([provenance.problem_digest, parts], default=str).encode()).hexdigest()
    return PlanDocument.model_validate(
        {
            "number": f"{scope.first_date}/{decided[:6]}",
            "made_at": made_at.replace(microsecond=0),
            "scope": scope,
            "provenance": _provenance_part(provenance),
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


def plan_of(document: PlanDocument, horizon: Horizon, *, path: Path) -> Plan:
    """The plan of a document; `path` is named in faults.

    Raises
    ------
    InputError
        A route whose stops are not in order of start, or a shift with two routes.
    """
    if faults := list(_disorder(document, path)):
        raise InputError(faults)
    return Plan(
        routes=tuple(
            Route(
                ShiftId(route.shift_id),
                tuple(
                    Stop(VisitId(stop.visit_id), horizon.minute_of(stop.start), stop.attendance) for stop in route.stops
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
    )


def _stop_part(stop: Stop, horizon: Horizon) -> dict[str, object]:
    start = horizon.datetime_of(Minute(stop.start))
    return {"visit_id": stop.visit_id, "start": start, "attendance": stop.attendance}


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


def _disorder(document: PlanDocument, path: Path) -> Iterator[DocumentFault]:
    seen: set[str] = set()
    for row, route in enumerate(document.routes):
        if route.shift_id in seen:
            yield DocumentFault(str(path), f"routes[{row}].shift_id", route.shift_id, "one route for each shift")
        seen.add(route.shift_id)
        for number in range(1, len(route.stops)):
            start, before = route.stops[number].start, route.stops[number - 1].start
            if start < before:
                where = f"routes[{row}].stops[{number}].start"
                yield DocumentFault(
                    str(path), where, start.isoformat(), f"{before.isoformat()} or later, as stops are in order"
                )
