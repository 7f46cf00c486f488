"""Two rosters side by side: every attendance that differs, how much that is for each staff member, and the figures."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from api.errors import RefusedError
from api.rosters.schemas.differences import DifferencePart, RosterDifference, StaffCounts
from api.rosters.service.reading import difference_part, staff_by_shift
from api.rosters.service.standing import Standing, standing
from api.tables.rosters import RosterRecord
from scheduler.io.plan_difference import Difference, differences
from scheduler.io.report_document import MeasurePart
from scheduler.io.report_json import measure_parts_of


def difference(session: Session, before: RosterRecord | None, after: RosterRecord) -> RosterDifference:
    """What the later of two rosters changes; without an earlier one, everything.

    Raises
    ------
    RefusedError
        They are about other days.
    """
    if before is not None and (before.first_date, before.num_days) != (after.first_date, after.num_days):
        raise RefusedError("The two rosters are about other days, expected the same.", code="other-days")
    earlier = None if before is None else standing(session, before)
    later = standing(session, after)
    parts = parts_of(earlier, later)
    return RosterDifference(
        before_id=None if before is None else before.roster_id,
        after_id=after.roster_id,
        visits=parts,
        staff=counts_by_staff(parts),
        measures=_measures(earlier, later),
    )


def parts_of(before: Standing | None, after: Standing) -> list[DifferencePart]:
    """Every attendance that differs, with whose shifts it was and is in."""
    problems = [read.problem for read in (before, after) if read is not None]
    staff = staff_by_shift(*problems)
    told = None if before is None else before.document
    return [difference_part(found, staff) for found in differences(told, after.document)]


def by_staff(parts: Iterable[DifferencePart]) -> Mapping[str, list[DifferencePart]]:
    """What changes for each staff member, in their own words: a visit that moves to a colleague is taken away from them."""
    found: dict[str, list[DifferencePart]] = {}
    for part in parts:
        was = part.before and part.before.staff_id
        now = part.after and part.after.staff_id
        if was and was == now:
            found.setdefault(was, []).append(part)
            continue
        if was:
            what = Difference.TAKEN_AWAY if part.after else part.what
            found.setdefault(was, []).append(part.model_copy(update={"what": what, "after": None}))
        if now:
            found.setdefault(now, []).append(part.model_copy(update={"what": Difference.ADDED, "before": None}))
    return found


def counts_by_staff(parts: Iterable[DifferencePart]) -> list[StaffCounts]:
    """How much changes for each staff member whom it concerns."""
    counts = {staff_id: Counter(part.what for part in own) for staff_id, own in by_staff(parts).items()}
    return [
        StaffCounts(
            staff_id=staff_id,
            added=count[Difference.ADDED],
            taken_away=count[Difference.TAKEN_AWAY] + count[Difference.LEFT_OUT],
            moved=count[Difference.MOVED],
        )
        for staff_id, count in sorted(counts.items())
    ]


def _measures(before: Standing | None, after: Standing) -> list[MeasurePart]:
    """The figures side by side; none where one of the two has none."""
    if before is None or before.scorecard is None or after.scorecard is None:
        return []
    return list(measure_parts_of(after.scorecard, before.scorecard))
