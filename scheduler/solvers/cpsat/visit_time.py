"""When one visit is made, and whether: its start, how late that is, on which day. Who makes it stands in `route`."""

from collections.abc import Sequence
from functools import cached_property

from ortools.sat.python.cp_model import CpModel, Domain, IntVar

from scheduler.solvers.cpsat.starts import Slot


class VisitTime:
    """The decisions about one visit that do not depend on who makes it."""

    def __init__(self, model: CpModel, name: str, slots: Sequence[Slot], *, is_planned: IntVar) -> None:
        self.is_planned = is_planned
        self.slots = tuple(slots)
        # A visit that can never start lawfully still needs a start variable; nobody can take it.
        intervals = [[slot.first, slot.last] for slot in slots] or [[0, 0]]
        self.start = model.new_int_var_from_domain(Domain.from_intervals(intervals), f"start[{name}]")
        self._model, self._name = model, name
        self._days: dict[int, IntVar] = {}

    @property
    def earliest(self) -> int:
        """The first lawful start."""
        return self.slots[0].first

    @property
    def latest(self) -> int:
        """The last lawful start."""
        return self.slots[-1].last

    @cached_property
    def most_late(self) -> int:
        """The largest lateness that is possible."""
        return max((max(0, slot.last - slot.closes) for slot in self.slots), default=0)

    @cached_property
    def lateness(self) -> IntVar:
        """Minutes late, where planned: at least what the window says, and no more where it costs anything."""
        late = self._model.new_int_var(0, self.most_late, f"late[{self._name}]")
        for slot, is_judge in zip(self.slots, self._is_judged_by, strict=True):
            if slot.last > slot.closes:
                self._model.add(late >= self.start - slot.closes).only_enforce_if(self.is_planned, is_judge)
        return late

    @cached_property
    def _is_judged_by(self) -> tuple[IntVar, ...]:
        """Literals by slot, of which one is true."""
        if len(self.slots) == 1:
            return (self._model.new_constant(1),)
        literals = tuple(self._model.new_bool_var(f"window[{self._name},{n}]") for n in range(len(self.slots)))
        self._model.add_exactly_one(literals)
        for slot, is_judge in zip(self.slots, literals, strict=True):
            self._model.add_linear_constraint(self.start, slot.first, slot.last).only_enforce_if(is_judge)
        return literals

    def days(self, day_starts: Sequence[int]) -> dict[int, IntVar]:
        """By day of the horizon: whether the visit is made on that day; one literal is true where it is planned.

        None where no start is lawful: the visit is not planned then.
        """
        if not self._days:
            self._days = self._make_days(day_starts)
        return self._days

    def _make_days(self, day_starts: Sequence[int]) -> dict[int, IntVar]:
        ends = [*day_starts[1:], max([day_starts[-1], *(slot.last for slot in self.slots)]) + 1]
        spans = {
            day: (first, end - 1)
            for day, (first, end) in enumerate(zip(day_starts, ends, strict=True))
            if any(slot.first < end and slot.last >= first for slot in self.slots)
        }
        if len(spans) == 1:
            return dict.fromkeys(spans, self.is_planned)
        literals = {day: self._model.new_bool_var(f"day[{self._name},{day}]") for day in spans}
        self._model.add_exactly_one([*literals.values(), ~self.is_planned])
        for day, (first, last) in spans.items():
            self._model.add_linear_constraint(self.start, first, last).only_enforce_if(literals[day])
        return literals
