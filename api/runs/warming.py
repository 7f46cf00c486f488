"""The first placement of a process loads compiled code, or compiles it for a minute: done before anybody asks."""

import logging
import time
from importlib.resources import files
from pathlib import Path

from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.rows import TeamRow, VisitWindowRow
from scheduler.io.tables.to_problem import problem_for
from scheduler.model.plan import Plan
from scheduler.placing.desk import Desk
from scheduler.travel.estimate import EstimatedTravel

log = logging.getLogger(__name__)


def warm_up_placements() -> None:
    """Place a visit of the demonstration's weekday."""
    started_at = time.monotonic()
    folder = read_folder(Path(str(files("data"))) / "west_weekday")
    problem = problem_for(
        folder,
        first_date=folder.rows(VisitWindowRow)[0].earliest_start.date(),
        num_days=1,
        teams=(folder.rows(TeamRow)[0].team_id,),
        travel=EstimatedTravel(),
    )
    Desk(problem, Plan((), ())).best_placements(problem.visits[0].id, most=1)
    log.info("placements are warm after %.1f s", time.monotonic() - started_at)
