"""`cilt design-teams`: practices to neighbourhood teams, drawn and judged."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from scheduler.cli.options import DataDir, Day, Days, Locality, Seed, Workers, no_more_than_there_are
from scheduler.cli.rim import OUT, UNLAWFUL

NumTeams = Annotated[
    str | None,
    typer.Option(
        "--teams",
        help="How many teams: 2, or a range such as 11-16; as many as today unless given.",
        show_default=False,
    ),
]
Measure = Annotated[Literal["workload", "list", "over_65"], typer.Option("--balance", help="What teams share evenly.")]
Out = Annotated[Path | None, typer.Option("--out", help="The folder to write into.", show_default=False)]
Fewest = Annotated[int, typer.Option("--fewest", min=1, help="Fewest practices in a team.")]
Most = Annotated[int, typer.Option("--most", min=1, help="Most practices in a team.")]
NumDesigns = Annotated[int, typer.Option("--designs", min=1, help="How many designs to choose from.")]
Apart = Annotated[
    int, typer.Option("--apart", min=1, help="Practices by which each further design differs from all others.")
]
Within = Annotated[
    float, typer.Option("--within", min=0, help="Percentage points by which a further design may be less even.")
]
Slack = Annotated[
    float,
    typer.Option(
        "--slack", min=0, help="Percentage points of evenness to give up for compactness and the other wishes."
    ),
]
KeepToday = Annotated[
    int,
    typer.Option(
        "--keep-today", min=0, help="What a practice that changes team costs, in minutes of travel to the centre."
    ),
]
Together = Annotated[bool, typer.Option("--together", help="Never part practices of one building.")]
WithinLocalities = Annotated[
    bool, typer.Option("--within-localities", help="No team with practices of two localities.")
]
Borders = Annotated[
    Path | None,
    typer.Option(
        "--borders", help="Which practices are neighbours (CSV: first_ods_code,second_ods_code).", show_default=False
    ),
]
Over65 = Annotated[
    Path | None,
    typer.Option(
        "--over-65", help="Your own counts of people aged 65 or over (CSV: ods_code,num_over_65).", show_default=False
    ),
]
Seconds = Annotated[float, typer.Option("--seconds", min=0.1, help="Time to search; ends sooner where all is proved.")]
Evaluate = Annotated[bool, typer.Option("--evaluate", help="Plan the days with each design, beside today's teams.")]
PlanSeconds = Annotated[float, typer.Option("--plan-seconds", min=0, help="With --evaluate: time for each plan.")]
PlanMoves = Annotated[
    int | None,
    typer.Option(
        "--plan-iterations", min=0, help="With --evaluate: moves for each plan, instead of seconds.", show_default=False
    ),
]
PlanSeeds = Annotated[int, typer.Option("--seeds", min=1, help="With --evaluate: plans of each design.")]
Staff = Annotated[
    Literal["divided", "kept"],
    typer.Option("--staff", help="With --evaluate: staff of one team are divided by the work, or keep their team."),
]


def design_teams(
    data_dir: DataDir,
    locality: Locality = None,
    teams: NumTeams = None,
    balance: Measure = "workload",
    out: Out = None,
    fewest: Fewest = 4,
    most: Most = 6,
    designs: NumDesigns = 3,
    apart: Apart = 2,
    within: Within = 10.0,
    slack: Slack = 0.0,
    keep_today: KeepToday = 0,
    together: Together = False,
    within_localities: WithinLocalities = False,
    borders: Borders = None,
    over_65: Over65 = None,
    seconds: Seconds = 60.0,
    seed: Seed = 1,
    workers: Workers = 2,
    evaluate: Evaluate = False,
    plan_seconds: PlanSeconds = 10.0,
    plan_iterations: PlanMoves = None,
    seeds: PlanSeeds = 2,
    staff: Staff = "divided",
    day: Day = None,
    days: Days = None,
) -> None:
    """Design neighbourhood teams: every practice in one, each in one piece, as even as can be, with proof or gap.

    Where there is no design, it says so with proof, and which single practices moved in or out would mend it: exit code 1.

    Example: cilt design-teams data/west_weekday --locality West --teams 2 --balance over_65 --out designs
    """
    from scheduler.cli.design_listing import print_answer, print_evaluation
    from scheduler.cli.design_loading import ground_in, numbers_of_teams, problem_between
    from scheduler.cli.stoppable import stoppable
    from scheduler.io.designs.folder import write_design_folder, written_before
    from scheduler.io.output_folder import output_folder
    from scheduler.io.tables.reading import read_folder
    from scheduler.neighbourhoods.answering import Choice
    from scheduler.neighbourhoods.answering import design_teams as answered
    from scheduler.neighbourhoods.evaluating import evaluate as evaluated
    from scheduler.neighbourhoods.question import Balance, DesignQuestion, Wishes
    from scheduler.neighbourhoods.redrawing import StaffRule
    from scheduler.solvers.stopping import Budget

    if out is not None and out.resolve().is_relative_to(data_dir.resolve()):
        raise typer.BadParameter(f"{out} is in the data folder, expected a folder outside it", param_hint="--out")
    workers = no_more_than_there_are(workers)
    folder = read_folder(data_dir)
    ground = ground_in(folder, locality=locality, borders=borders, over_65=over_65, day=day, days=days)
    question = DesignQuestion(
        patches=ground.patches,
        borders=ground.borders,
        balance=Balance(balance),
        nums_of_teams=numbers_of_teams(teams, ground),
        fewest_practices=fewest,
        most_practices=most,
        stays_within_localities=within_localities,
        keeps_buildings_whole=together,
        slack=slack / 100,
        wishes=Wishes(practice_moved_minutes=keep_today),
    )
    answer = stoppable(
        lambda cancelled: answered(
            question,
            ground.names,
            ground.county,
            choice=Choice(designs, apart, within / 100),
            budget=Budget(seconds),
            seed=seed,
            workers=workers,
            cancelled=cancelled,
        )
    )
    print_answer(answer, ground)
    evaluation = None
    if evaluate and answer.proposals:
        problem = problem_between(folder, locality=locality, day=day, days=days)
        evaluation = evaluated(
            problem,
            {f"design {number}": each.design for number, each in enumerate(answer.proposals, start=1)},
            budget=Budget(plan_seconds if plan_iterations is None else None, plan_iterations),
            seeds=range(seed, seed + seeds),
            workers=workers,
            staff_rule=StaffRule(staff),
        )
        print_evaluation(evaluation)
    if out is not None:
        with output_folder(out, replaces=written_before(out)) as fresh:
            written = write_design_folder(
                answer, fresh, title=ground.title, borders=ground.borders_from, evaluation=evaluation
            )
        OUT.print(f"Written into {out}: {', '.join(written)}", markup=False)
    if not answer.proposals:
        raise typer.Exit(UNLAWFUL)
