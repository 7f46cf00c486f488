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
    is_whole: Annotated[
        bool, typer.Option("--all", help="List everybody who cannot take it, with all reasons.")
    ] = False,
) -> None:
    """Say why a visit is with this person at this time; or, if it was left out, what stands in the way.

    Example: cilt explain data/west_weekday out/plan.json W1-V0001
    """
    from scheduler.cli.listing import all_obstacle_lines, obstacle_lines, with_names
    from scheduler.cli.loading import problem_and_plan_of
    from scheduler.explaining.explain import explain as why
    from scheduler.model.demand import VisitId

    problem, plan = problem_and_plan_of(
        data_dir, plan_json, day=day, days=days, locality=locality, teams=teams, travel_file=travel_file
    )
    explanation = why(problem, plan, VisitId(visit_id))
    OUT.print(with_names(problem, explanation.summary), markup=False)
    for placement in explanation.placements:
        costs = ", ".join(f"{rule.code.replace('_', ' ')} {points:+,}" for rule, points in placement.costs)
        _print_list(f"What it adds to the plan's cost in shift {placement.shift_id}, in points", [costs or "nothing"])
    _print_list("Other places that are lawful", [with_names(problem, each.says) for each in explanation.alternatives])
    _print_list("What would let it fit", [with_names(problem, each.sentence) for each in explanation.relaxations])
    if explanation.nearest is not None:
        together = [with_names(problem, each.sentence) for each in explanation.nearest.parts]
        _print_list("The least that would have to change together", together)
        _print_list("Why it takes that", [with_names(problem, each) for each in explanation.reasons])
    lines = all_obstacle_lines if is_whole else obstacle_lines
    _print_list("Who cannot take it, and why", lines(problem, explanation))


def _print_list(heading: str, sentences: list[str]) -> None:
    if sentences:
        OUT.print(f"\n{heading}:", style="bold")
    for sentence in sentences:
        OUT.print(f"- {sentence}", markup=False)
