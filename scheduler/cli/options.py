"""Arguments and options that several verbs share, each described once."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.rim import ERR, counted

DataDir = Annotated[Path, typer.Argument(metavar="DATA_DIR", help="A folder of CSV tables.", show_default=False)]
PlanJson = Annotated[
    Path, typer.Argument(metavar="PLAN_JSON", help="A plan, CILT's or one made by hand.", show_default=False)
]
Day = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="The first day, such as 2026-11-23.", show_default=False),
]
Days = Annotated[int | None, typer.Option("--days", min=1, max=366, help="How many days.", show_default=False)]
Locality = Annotated[
    str | None, typer.Option("--locality", help="A locality, by name or id; all unless given.", show_default=False)
]
Teams = Annotated[
    list[str] | None,
    typer.Option("--team", help="A neighbourhood team, by name or id; may be repeated.", show_default=False),
]
TravelFile = Annotated[
    Path | None,
    typer.Option("--travel-file", help="Your own travel matrix (CSV), not the estimate.", show_default=False),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Another seed searches another way.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Processor cores to search with.")]


def no_more_than_there_are(workers: int, *, option: str = "--workers") -> int:
    """As many workers as are asked for, or one for each core where there are fewer; says so."""
    cores = os.cpu_count() or 1
    if workers > cores:
        ERR.print(f"This machine has {counted(cores, 'processor cores')}: {option} is {cores}.")
    return min(workers, cores)
