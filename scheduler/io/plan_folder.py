"""Everything that a planning run leaves behind, in one folder. What each file looks like stands in its own writer."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from scheduler.io import roster_ical, roster_pdf
from scheduler.io.day_picture import write_pictures
from scheduler.io.plan_document import Scope
from scheduler.io.plan_json import document_of, write_plan
from scheduler.io.report_json import write_report, write_scorecard
from scheduler.io.roster_csv import write_rosters, write_unallocated
from scheduler.io.roster_xlsx import write_workbook
from scheduler.model.problem import Problem
from scheduler.planning import PlanningResult
from scheduler.roster.roster import PlanIdentity, Roster, read_roster

FILES = (
    *("plan.json", "report.json", "scorecard.json", "unallocated.csv", "rosters.csv", "rosters.xlsx", "rosters"),
    *("timeline.svg", "timeline.png", "map.svg", "map.png"),
)
"""Everything that a run may write."""

_MARKS = {".pdf": b"<rdf:li>CILT</rdf:li>", ".ics": b"PRODID:-//CILT//"}
"""What stands in the rosters that CILT writes, and in no file of anybody else's."""


def written_before(folder: Path) -> tuple[str, ...]:
    """The files of an earlier run in a folder, by their names in it; what others put there is not among them."""
    rosters = [
        f"rosters/{path.name}"
        for path in sorted((folder / "rosters").glob("*"))
        if path.suffix in _MARKS and path.is_file() and _MARKS[path.suffix] in path.read_bytes()
    ]
    return (*(name for name in FILES if (folder / name).is_file()), *rosters)


def write_plan_folder(
    result: PlanningResult, problem: Problem, scope: Scope, folder: Path, *, made_at: datetime, with_pages: bool
) -> tuple[str, ...]:
    """Write the files of a plan into an empty folder; their names.

    An unlawful plan (one that cannot keep a pin) is written without rosters: nobody should work by it.
    """
    document = document_of(result.plan, problem.horizon, scope=scope, provenance=result.provenance, made_at=made_at)
    roster = read_roster(problem, result.plan)
    identity = PlanIdentity(
        number=document.number or "",
        made_at=made_at,
        printed_at=made_at,
        travel_source=problem.travel.source,
        problem_digest=problem.digest,
    )
    write_plan(document, folder / "plan.json")
    write_report(result.report, problem, identity.number, folder / "report.json")
    write_scorecard(result.scorecard, result.baseline, identity.number, folder / "scorecard.json")
    write_unallocated(roster, identity, problem, folder / "unallocated.csv")
    if result.report.is_lawful:
        _write_rosters(roster, identity, problem, folder, with_pages=with_pages)
    return tuple(f"{path.name}/" if path.is_dir() else path.name for path in sorted(folder.iterdir()))


def _write_rosters(roster: Roster, identity: PlanIdentity, problem: Problem, folder: Path, *, with_pages: bool) -> None:
    write_rosters(roster, identity, problem, folder / "rosters.csv")
    write_workbook(roster, identity, problem, folder / "rosters.xlsx")
    roster_ical.write_all(roster, identity, problem, folder / "rosters")
    # Drawing and setting type take seconds each, most of them outside Python.
    with ThreadPoolExecutor(2) as pool:
        jobs: list[Future[tuple[Path, ...]]] = [pool.submit(write_pictures, roster, problem, folder)]
        if with_pages:
            jobs.append(pool.submit(roster_pdf.write_all, roster, identity, problem, folder / "rosters"))
    for job in jobs:
        job.result()
