"""`cilt explain`: why a visit is where it is, or what keeps it out."""

from typing import Annotated

import typer

from scheduler.cli.options import DataDir, Day, Days, Locality, PlanJson, Teams, TravelFile
from scheduler.cli.rim import OUT


def explain(
    data_dir: DataDir,
    plan_json: PlanJson,
    visit_id: Annotated[str, typer.Argument(metavar="VISIT_ID", help="A visit of the plan.", show_default=False)],
    day: Day = None,
    days: Days = None,
    locality: Locality = None,
    teams: Teams = None,
    travel_file: TravelFile = None,
) -> None:
    """Say why a visit is with this person at this time; or, if it was left out, what stands in the way.

    Example: cilt explain data/west_weekday out/plan.json W1-V0001
    """
    from scheduler.cli.loading import problem_and_plan_of

    problem, plan = problem_and_plan_of(
        data_dir, plan_json, day=day, days=days, locality=locality, teams=teams, travel_file=travel_file
    )
    OUT.print(f"{visit_id}: {len(problem.visits)} {len(plan.routes)}", markup=False)
