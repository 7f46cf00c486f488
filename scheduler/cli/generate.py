"""`cilt generate`: invented data for a part of the demonstration county."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.rim import OUT

FIRST_DAY = datetime(2026, 11, 23)  # noqa: DTZ001 - a day, as typer reads one


def generate(
    out: Annotated[Path, typer.Option("--out", help="The folder to write.", show_default=False)],
    localities: Annotated[
        list[str] | None, typer.Option("--locality", help="A locality; may be repeated.", show_default=False)
    ] = None,
    teams: Annotated[
        list[str] | None, typer.Option("--team", help="A neighbourhood team; may be repeated.", show_default=False)
    ] = None,
    county: Annotated[bool, typer.Option("--county", help="All localities.")] = False,
    day: Annotated[datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="The first day.")] = FIRST_DAY,
    days: Annotated[int, typer.Option(min=1, max=366, help="How many days.")] = 1,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same bytes.")] = 1,
    scale: Annotated[int, typer.Option(min=1, help="So many times the patients and staff.")] = 1,
    force: Annotated[bool, typer.Option("--force", help="Write over the tables of a folder that has some.")] = False,
) -> None:
    """Write invented patients, staff, visits and shifts: a locality, some teams, or the county.

    Example: cilt generate --locality West --seed 1 --out my_data
    """
    if county == bool(localities or teams):
        raise typer.BadParameter("expected either --county, or --locality or --team", param_hint="--county")
    if out.exists() and not force and (not out.is_dir() or any(out.iterdir())):
        raise typer.BadParameter(f"{out} is not empty, expected a new folder or --force", param_hint="--out")

    from data.synthetic.generator import generate as rows_of
    from scheduler.io.tables.rows import VisitRow
    from scheduler.io.tables.writing import write_folder

    rows = rows_of(seed, day=day.date(), num_days=days, localities=localities, teams=teams, scale=scale)
    write_folder(rows, out)
    OUT.print(f"Written: {out}, {len(rows[VisitRow]):,} visits in {sum(map(len, rows.values())):,} rows.", markup=False)
