"""`cilt place`: where a visit could go in a plan as it stands."""

from typing import Annotated

import typer

from scheduler.cli.options import DataDir, Day, Days, Locality, PlanJson, Teams, TravelFile
from scheduler.cli.rim import OUT


def place(
    data_dir: DataDir,
    plan_json: PlanJson,
    visit_id: Annotated[str, typer.Argument(metavar="VISIT_ID", help="A visit of the data.", show_default=False)],
    most: Annotated[int, typer.Option("--most", min=1, help="List at most so many places.")] = 5,
    day: Day = None,
    days: Days = None,
    locality: Locality = None,
    teams: Teams = None,
    travel_file: TravelFile = None,
) -> None:
    """List the best lawful places for a visit that was left out or is to be moved, the cheapest first.

    Everything else keeps its shift and order. Nothing is written; where nothing fits, ask cilt explain.

    Example: cilt place data/west_weekday out/plan.json W1-V0001 --most 3
    """
    from scheduler.cli.choices import choices_table
    from scheduler.cli.loading import problem_and_plan_of
    from scheduler.model.demand import VisitId
    from scheduler.planning import best_placements

    problem, plan = problem_and_plan_of(
        data_dir, plan_json, day=day, days=days, locality=locality, teams=teams, travel_file=travel_file
    )
    placements = best_placements(problem, plan, VisitId(visit_id), most=most)
    if placements:
        OUT.print(choices_table(problem, placements))
    else:
        OUT.print(f"Visit {visit_id} fits nowhere beside the plan as it stands; cilt explain says why.", markup=False)
