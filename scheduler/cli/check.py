"""`cilt check`: the independent validator on any plan."""

from typing import Annotated

import typer

from scheduler.cli.options import DataDir, Day, Days, Locality, PlanJson, Teams, TravelFile
from scheduler.cli.rim import OUT, UNLAWFUL


def check(
    data_dir: DataDir,
    plan_json: PlanJson,
    day: Day = None,
    days: Days = None,
    locality: Locality = None,
    teams: Teams = None,
    travel_file: TravelFile = None,
    in_full: Annotated[bool, typer.Option("--all", help="List every violation, however many there are.")] = False,
    soft: Annotated[bool, typer.Option("--soft", help="List what soft rules count, too.")] = False,
) -> None:
    """Judge a plan, CILT's or one made by hand: exit code 0 if it keeps every hard rule, else 1.

    A plan says itself which days and teams it is for; --date and the others stand in where it does not.

    Example: cilt check data/west_weekday out/plan.json
    """
    from scheduler.cli.loading import problem_and_plan_of
    from scheduler.cli.summary import in_words, print_verdict
    from scheduler.planning import check_plan
    from scheduler.rules import CATALOGUE, RuleKind

    problem, plan = problem_and_plan_of(
        data_dir, plan_json, day=day, days=days, locality=locality, teams=teams, travel_file=travel_file
    )
    report = check_plan(problem, plan)
    print_verdict(report, problem.horizon, in_full=in_full)
    if soft:
        for found in report.violations:
            if CATALOGUE[found.rule].kind is RuleKind.SOFT:
                OUT.print(in_words(found, problem.horizon), markup=False)
    if not report.is_lawful:
        raise typer.Exit(UNLAWFUL)
