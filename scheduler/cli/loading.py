"""From a data folder, and perhaps a plan file, to the nouns that a verb works on."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scheduler.cli.rim import ERR, counted
from scheduler.errors import InputError

if TYPE_CHECKING:
    from scheduler.io.plan_document import PlanDocument, Scope
    from scheduler.model.plan import Plan
    from scheduler.model.problem import Problem

NUM_LINKS_NAMED = 5


def problem_of(data_dir: Path, scope: "Scope", travel_file: Path | None) -> "Problem":
    """The problem of a part of a data folder."""
    from scheduler.io.tables.reading import read_folder
    from scheduler.io.tables.rows import PinRow
    from scheduler.io.tables.to_problem import links_that_reach_outside, problem_for
    from scheduler.io.travel_csv import FileTravel
    from scheduler.travel.estimate import EstimatedTravel

    folder = read_folder(data_dir)
    for warning in folder.warnings_of(PinRow):
        ERR.print(f"warning: {warning}", markup=False)
    problem = problem_for(
        folder,
        first_date=scope.first_date,
        num_days=scope.num_days,
        locality=scope.locality,
        teams=scope.teams,
        travel=FileTravel(travel_file) if travel_file else EstimatedTravel(),
    )
    _warn_of_links([(row.first_visit_id, row.second_visit_id) for row in links_that_reach_outside(folder, problem)])
    return problem


def problem_and_plan_of(
    data_dir: Path,
    plan_json: Path,
    *,
    day: datetime | None,
    days: int | None,
    locality: str | None,
    teams: list[str] | None,
    travel_file: Path | None,
) -> tuple["Problem", "Plan"]:
    """A plan file and the problem it answers: that of its own scope, unless the options say otherwise."""
    from scheduler.io.plan_json import plan_of, read_plan

    document = read_plan(plan_json)
    scope = _scope(document, day=day, days=days, locality=locality, teams=teams)
    problem = problem_of(data_dir, scope, travel_file)
    if document.scope is None or document.scope == scope:
        _warn_if_changed(document, problem)
        return problem, plan_of(document, problem, path=plan_json)
    said = f"The plan was made for {document.scope}, and is asked about {scope}"
    try:
        plan = plan_of(document, problem, path=plan_json)
    except InputError as error:
        many = f"{len(error.faults):,} of its entries do not belong there; the first: {error.faults[0]}"
        raise InputError([f"{said}. {many}"]) from error
    ERR.print(f"{said}; it is judged by that.", markup=False)
    return problem, plan


def _scope(
    document: "PlanDocument",
    *,
    day: datetime | None,
    days: int | None,
    locality: str | None,
    teams: list[str] | None,
) -> "Scope":
    from scheduler.io.plan_document import Scope

    own = document.scope
    if day is None and own is None:
        raise typer.BadParameter("the plan does not say which day it is for, expected --date", param_hint="--date")
    first_date = day.date() if day is not None else own.first_date if own is not None else None
    return Scope.model_validate(
        {
            "first_date": first_date,
            "num_days": days or (own.num_days if own else 1),
            "locality": locality or (own.locality if own else None),
            "teams": teams or (own.teams if own else ()),
        }
    )


def _warn_of_links(pairs: list[tuple[str, str]]) -> None:
    if not pairs:
        return
    verbs = "reaches to a visit" if len(pairs) == 1 else "reach to visits"
    binds = "does" if len(pairs) == 1 else "do"
    named = ", ".join(f"{first}–{second}" for first, second in pairs[:NUM_LINKS_NAMED])  # noqa: RUF001 - a range
    more = ", …" if len(pairs) > NUM_LINKS_NAMED else ""
    says = f"{counted(len(pairs), 'links')} {verbs} outside the days and teams planned and {binds} not bind here"
    ERR.print(f"warning: {says}: {named}{more}", markup=False)


def _warn_if_changed(document: "PlanDocument", problem: "Problem") -> None:
    made_from = document.provenance
    if made_from is None or made_from.problem_digest == problem.digest:
        return
    if made_from.travel_source != problem.travel.source:
        ERR.print(f"The plan was made with other travel times: {made_from.travel_source}", markup=False)
    else:
        ERR.print("The data have changed since the plan was made; it is judged by the data as they are now.")
