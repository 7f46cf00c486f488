"""What gives way in a guarded model is the least that does, and what cannot hold together is no more than it takes."""

from dataclasses import replace

import pytest

from scheduler.encoding.encode import encode
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.easing import Easing, conflict, ease
from scheduler.solvers.cpsat.guards import Guard, Guarded, guarded
from scheduler.solvers.cpsat.model import build
from scheduler.solvers.cpsat.part import whole
from scheduler.solvers.cpsat.search import Limits
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.units import Minute, Minutes
from tests.builders import a_problem, a_shift, a_visit

LIMITS, WATCH = Limits(seed=1, workers=1, deterministic_seconds=1), Stopwatch(Budget(iterations=1))
END, WINDOW = Guard(RuleId.SHIFT_HOURS, shift_id="a"), Guard(RuleId.TIME_WINDOW, visit_id="v")  # type: ignore[arg-type]
DUE = Guard(RuleId.URGENT_RESPONSE, visit_id="v")  # type: ignore[arg-type]


def a_model(asked: Problem) -> Guarded:
    """Every visit has to be made; a shift may end, and a visit start, an hour later, and a visit an hour earlier."""
    shifts = (replace(each, overtime_limit_minutes=Minutes(60)) for each in asked.shifts)
    visits = (
        replace(
            each,
            windows=(
                TimeWindow(Minute(each.windows[0].earliest_start - 60), Minute(each.windows[0].latest_start + 60)),
            ),
            respond_by=None if each.respond_by is None else Minute(each.respond_by + 60),
        )
        for each in asked.visits
    )
    loose = encode(replace(asked, shifts=tuple(shifts), visits=tuple(visits)))
    built = build(loose, whole(loose))
    for visit in built.routes.movable:
        built.model.add(built.routes.is_planned(visit) == 1)
    return guarded(built, encode(asked))


def eased(asked: Problem, *, below: int = 10_000, most_guards: int = 9) -> Easing:
    return ease(a_model(asked), lambda _: 1000, below=below, most_guards=most_guards, limits=LIMITS, watch=WATCH)


def conflicts_in(asked: Problem) -> tuple[Guard, ...]:
    model = a_model(asked)
    return conflict(model, model.holds, LIMITS, WATCH)


def a_late_visit(*, ends: int = 960, closes: int = 960, respond_by: Minute | None = None) -> Problem:
    """Ten minutes away and half an hour long: care starts at 08:10 and the way back ends at 08:50 at the soonest."""
    return a_problem(
        [a_visit("v", window=(480, closes), is_time_critical=True, respond_by=respond_by)],
        [a_shift("a", hours=(480, ends))],
    )


def test_nothing_gives_way_where_all_fits() -> None:
    found = eased(a_late_visit(ends=530, closes=490))

    assert found.points == 0
    assert found.routes == {0: [(0, 490)]}
    assert conflicts_in(a_late_visit(ends=530, closes=490)) == ()


@pytest.mark.parametrize(
    ("asked", "points", "against"),
    [
        (a_late_visit(ends=529), 1001, (END,)),
        (a_late_visit(closes=489), 1001, (WINDOW,)),
        (a_late_visit(respond_by=Minute(480)), 1010, (DUE,)),
        (a_problem([a_visit("v", window=(600, 960))], [a_shift("a", hours=(480, 630))]), 1010, (END, WINDOW)),
    ],
)
def test_as_many_minutes_give_way_as_are_missing(asked: Problem, points: int, against: tuple[Guard, ...]) -> None:
    assert eased(asked).points == points
    assert conflicts_in(asked) == against


def test_there_is_nothing_below_what_it_takes_nor_with_fewer_guards_let_go() -> None:
    asked = a_late_visit(ends=529, closes=489)

    assert eased(asked, below=2003, most_guards=2).points == 2002
    assert eased(asked, below=2002).routes is None
    assert eased(asked, most_guards=1).routes is None


def test_a_guard_that_is_let_go_is_in_no_conflict() -> None:
    model = a_model(a_late_visit(ends=529, closes=489))

    assert conflict(model, [END], LIMITS, WATCH) == (END,)
    assert conflict(model, [WINDOW], LIMITS, WATCH) == (WINDOW,)
    assert conflict(model, [], LIMITS, WATCH) == ()


def test_what_does_not_fit_with_all_guards_let_go_is_not_found() -> None:
    def a_long_visit(minutes: int) -> Problem:
        return a_problem([a_visit("v", minutes=minutes)], [a_shift("a", hours=(480, 500))])

    assert eased(a_long_visit(60)).points == 1060
    assert eased(a_long_visit(61)).routes is None


def test_a_second_window_is_the_one_that_judges_a_start_after_its_opening() -> None:
    # At 10:00 the visit before ends; 20 minutes earlier the first window would have closed.
    windows = (TimeWindow(Minute(480), Minute(580)), TimeWindow(Minute(585), Minute(590)))
    asked = a_problem([a_visit("v", is_time_critical=True, windows=windows)], [a_shift("a", hours=(590, 960))])
    loose = encode(
        replace(
            asked,
            visits=(replace(asked.visits[0], windows=(windows[0], replace(windows[1], latest_start=Minute(650)))),),
        )
    )
    built = build(loose, whole(loose))
    built.model.add(built.routes.is_planned(0) == 1)

    found = ease(guarded(built, encode(asked)), lambda _: 1000, below=10_000, most_guards=9, limits=LIMITS, watch=WATCH)

    assert found.points == 1010
