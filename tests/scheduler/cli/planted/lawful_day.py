"""A lawful day to plant faults in: rows, problem and plan, what may be changed in them, and what `cilt check` is to say.

The faults themselves stand in `in_the_plan`, `in_the_people` and `in_the_times`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from scheduler.io.tables.data_folder import DataFolder
from scheduler.io.tables.rows import Row
from scheduler.model.demand import Attendance, Patient, RiskFlag, Visit, VisitId
from scheduler.model.plan import LeftOut, Plan, Route, Stop
from scheduler.model.problem import Problem
from scheduler.model.workforce import Shift, ShiftId, StaffMember
from scheduler.planning import Provenance
from scheduler.roster.legs import BreakRoom, Leg, agenda_of, break_room, legs_of
from scheduler.roster.roster import Roster, read_roster
from scheduler.rules import CATALOGUE, RuleId
from scheduler.units import Minute

T = TypeVar("T")
R = TypeVar("R", bound=Row)


class Finding(NamedTuple):
    """A line that `cilt check` is to print."""

    rule: RuleId
    amount: int
    about: str
    """The visit, shift or staff member that the line names."""

    def is_told_by(self, line: str) -> bool:
        """Whether a printed line says this."""
        unit = CATALOGUE[self.rule].unit.value
        head = f"{self.rule.code} ({self.amount} {unit.removesuffix('s') if self.amount == 1 else unit}"
        return line.startswith((f"{head},", f"{head})")) and self.about in line


class Planted(NamedTuple):
    """A plan and the rows it is judged by, with a fault in one of them, and everything that is to be found."""

    plan: Plan
    rows: Mapping[type[Row], tuple[Row, ...]]
    finds: tuple[Finding, ...]


class Placed(NamedTuple):
    """A stop with what it names."""

    shift: Shift
    staff: StaffMember
    stop: Stop
    visit: Visit
    patient: Patient

    @property
    def need(self) -> Attendance:
        """What is asked of whoever fills the stop."""
        return self.visit.attendances[self.stop.attendance]

    @property
    def end(self) -> int:
        """The minute at which care ends."""
        return self.stop.start + self.visit.duration_minutes


@dataclass(frozen=True, eq=False)
class LawfulDay:
    """A data folder, one day's problem of it and a lawful plan."""

    folder: DataFolder
    problem: Problem
    plan: Plan
    provenance: Provenance

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every stop."""
        problem = self.problem
        return tuple(
            Placed(problem.shift_by_id[shift_id], problem.staff_of(shift_id), stop, visit, patient)
            for shift_id, stop in self.plan.stops()
            for visit in (problem.visit_by_id[stop.visit_id],)
            for patient in (problem.patient_by_id[visit.patient_id],)
        )

    @cached_property
    def plain(self) -> tuple[Placed, ...]:
        """Stops that no other rule ties down: the patient's only one, by one person, in no link, without a flag."""
        linked = {visit_id for link in self.problem.links for visit_id in (link.first, link.second)}
        patients = [placed.patient.id for placed in self.placed]
        return tuple(
            placed
            for placed in self.placed
            if patients.count(placed.patient.id) == 1
            and placed.visit.id not in linked
            and not placed.visit.is_double_up
            and not placed.visit.is_remote
            and placed.patient.risk_flag is RiskFlag.NONE
        )

    @cached_property
    def roster(self) -> Roster:
        """The plan read in time, by another reading than the judge's."""
        return read_roster(self.problem, self.plan)

    def stops_of(self, visit_id: VisitId) -> list[Placed]:
        """The stops at a visit."""
        return [placed for placed in self.placed if placed.visit.id == visit_id]

    def legs_of(self, shift: Shift) -> tuple[list[Leg], BreakRoom | None]:
        """The ways of a shift, and where its break lies."""
        stops = next(route.stops for route in self.plan.routes if route.shift_id == shift.id)
        legs = list(legs_of(self.problem, shift, agenda_of(self.problem, shift, stops)))
        return legs, break_room(shift, legs, Plan().rest_starts(shift))

    def spare_before(self, placed: Placed) -> int:
        """By how many minutes a stop may start earlier; 0 too where a break or a call lies before it."""
        return self._spare(placed.shift, lambda leg: leg.due == placed.stop.start and not leg.is_last)

    def spare_after(self, placed: Placed) -> int:
        """By how many minutes a stop may end later; 0 too where a break or a call lies after it."""
        return self._spare(placed.shift, lambda leg: leg.ready == placed.end and not leg.is_first)

    def _spare(self, shift: Shift, is_meant: Callable[[Leg], bool]) -> int:
        legs, room = self.legs_of(shift)
        spare = [leg.slack_minutes for leg in legs if is_meant(leg) and not leg.calls and (not room or room.leg != leg)]
        return max(0, spare[0]) if spare else 0

    def moment(self, minute: int) -> datetime:
        """The local wall-clock time of a minute, as cells hold it."""
        return self.problem.horizon.datetime_of(Minute(minute)).replace(tzinfo=None)

    def with_stops(self, change: Callable[[ShiftId, Stop], Iterable[Stop]], *finds: Finding) -> Planted:
        """The day with other stops in place of each stop."""
        routes = tuple(
            Route(route.shift_id, tuple(new for stop in route.stops for new in change(route.shift_id, stop)))
            for route in self.plan.routes
        )
        return self._planted(replace(self.plan, routes=routes), finds)

    def with_left_out(self, left_out: Iterable[LeftOut], *finds: Finding) -> Planted:
        """The day with other visits left out."""
        return self._planted(replace(self.plan, left_out=tuple(left_out)), finds)

    def with_row(self, row: Row, *finds: Finding) -> Planted:
        """The day with one row more."""
        return self._with_rows({type(row): (*self.folder.rows(type(row)), row)}, finds)

    def without_row(self, row: Row, *finds: Finding) -> Planted:
        """The day with one row less."""
        rows = self.folder.rows(type(row))
        return self._with_rows({type(row): tuple(kept for kept in rows if kept is not row)}, finds)

    def with_cells(self, row: Row, cells: Mapping[str, Any], *finds: Finding) -> Planted:
        """The day with other values in some cells of one row."""
        rows = self.folder.rows(type(row))
        changed = row.model_copy(update=dict(cells))
        return self._with_rows({type(row): tuple(changed if kept is row else kept for kept in rows)}, finds)

    def row(self, table: type[R], **cells: Any) -> R:
        """The first row that holds these values."""
        rows = self.folder.rows(table)
        return first(row for row in rows if all(getattr(row, column) == cell for column, cell in cells.items()))

    def _planted(self, plan: Plan, finds: tuple[Finding, ...]) -> Planted:
        return Planted(plan, self.folder.rows_by_table, finds)

    def _with_rows(self, changed: Mapping[type[Row], tuple[Row, ...]], finds: tuple[Finding, ...]) -> Planted:
        return Planted(self.plan, {**self.folder.rows_by_table, **changed}, finds)


@dataclass(frozen=True)
class Fault:
    """A rule, and the smallest step that breaks it."""

    rule: RuleId
    plant: Callable[[LawfulDay], Planted]

    def __str__(self) -> str:
        return f"{self.rule.code}: {self.plant.__name__.replace('_', ' ')}"


def first(candidates: Iterable[T]) -> T:
    """The first place where a fault can be planted."""
    for candidate in candidates:
        return candidate
    raise LookupError("the lawful day has no place for this fault, expected one")
