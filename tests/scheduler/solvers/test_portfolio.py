from collections.abc import Callable
from typing import Any

import pytest

from scheduler.encoding.encode import Encoding, encode
from scheduler.solvers import portfolio
from scheduler.solvers.contract import Progress, SolveOutcome, SolveStatus
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.portfolio import (
    MOST_TO_BOUND,
    MOST_TO_PROVE,
    SECONDS_WORTH_REPAIRING,
    SOLVERS,
    plan_by_portfolio,
    warm_up,
)
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation.validator import validate
from tests.builders import a_problem, a_shift, a_visit

pytestmark = pytest.mark.kernel


def a_busy_day() -> Encoding:
    visits = [a_visit(f"v{number}", window=(480 + 20 * number, 560 + 20 * number)) for number in range(8)]
    return encode(a_problem(visits, [a_shift("d1"), a_shift("d2")], minutes_per_unit=5))


@pytest.mark.parametrize("name", sorted(SOLVERS))
def test_every_solver_claims_the_cost_that_the_judge_finds(name: str) -> None:
    encoding = a_busy_day()

    outcome = SOLVERS[name](encoding, Stopwatch(Budget(seconds=2, iterations=200)), seed=1, workers=1)

    report = validate(encoding.problem, outcome.plan)
    assert report.is_lawful
    assert report.cost == outcome.cost


def test_the_portfolio_costs_no_more_than_any_of_its_stages() -> None:
    encoding = a_busy_day()
    warm_up(encoding)

    outcome = plan_by_portfolio(encoding, Stopwatch(Budget(iterations=500)), seed=1)

    inserted = SOLVERS["insertion"](encoding, Stopwatch(Budget(iterations=500)), seed=1, workers=1)
    annealed = SOLVERS["anneal"](encoding, Stopwatch(Budget(iterations=500)), seed=1, workers=1, start=inserted.plan)
    assert outcome.cost == min(inserted.cost, annealed.cost)


def test_progress_never_goes_back() -> None:
    encoding, told = a_busy_day(), list[Progress]()

    plan_by_portfolio(encoding, Stopwatch(Budget(iterations=20_000)), seed=1, workers=2, report=told.append)

    costs = [progress.cost for progress in told]
    assert costs == sorted(costs, reverse=True)
    assert [progress.seconds for progress in told] == sorted(progress.seconds for progress in told)


@pytest.mark.parametrize(
    ("num_visits", "budget", "stages"),
    [
        (8, Budget(seconds=1), ["anneal", "prove"]),
        (MOST_TO_PROVE, Budget(seconds=SECONDS_WORTH_REPAIRING), ["anneal", "prove"]),
        (MOST_TO_PROVE + 1, Budget(seconds=SECONDS_WORTH_REPAIRING), ["anneal", "repair", "prove"]),
        (MOST_TO_PROVE + 1, Budget(seconds=SECONDS_WORTH_REPAIRING - 1), ["anneal"]),
        (MOST_TO_BOUND + 1, Budget(seconds=SECONDS_WORTH_REPAIRING), ["anneal", "repair"]),
        (MOST_TO_BOUND + 1, Budget(seconds=SECONDS_WORTH_REPAIRING, iterations=100), ["anneal"]),
        (8, Budget(iterations=100), ["anneal"]),
    ],
)
def test_what_is_small_is_proved_and_what_has_time_is_repaired(
    num_visits: int, budget: Budget, stages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = list[str]()
    _stand_in(monkeypatch, "solve_by_annealing", lambda: ran.append("anneal"))
    _stand_in(monkeypatch, "improve_by_repair", lambda: ran.append("repair"))
    _stand_in(monkeypatch, "solve_exactly", lambda: ran.append("prove"))
    visits = [a_visit(f"v{number}") for number in range(num_visits)]

    plan_by_portfolio(encode(a_problem(visits, [a_shift("d1")])), Stopwatch(budget), seed=1)

    assert ran == stages


def test_a_search_that_may_stop_early_stops_when_a_longer_one_finds_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = list[str]()
    _stand_in(monkeypatch, "solve_by_annealing", lambda: ran.append("anneal"))
    visits = [a_visit(f"v{number}") for number in range(MOST_TO_BOUND + 1)]
    encoding = encode(a_problem(visits, [a_shift("d1")]))

    plan_by_portfolio(encoding, Stopwatch(Budget(seconds=600, stops_on_plateau=True)), seed=1)

    assert ran == ["anneal"]


def test_a_small_problem_ends_as_soon_as_it_is_proved() -> None:
    outcome = plan_by_portfolio(a_busy_day(), Stopwatch(Budget(seconds=60)), seed=1, workers=2)

    assert outcome.status is SolveStatus.OPTIMAL
    assert outcome.bound == outcome.cost
    assert outcome.seconds < 30


def _stand_in(monkeypatch: pytest.MonkeyPatch, solver: str, note: Callable[[], None]) -> None:
    """Put insertion in the place of a stage, so that nobody waits for it."""

    def solve(*arguments: Any, **more: Any) -> SolveOutcome:
        note()
        return solve_by_insertion(*arguments, **more)

    monkeypatch.setattr(portfolio, solver, solve)


def test_a_watch_that_is_stopped_ends_every_stage() -> None:
    encoding, watch = a_busy_day(), Stopwatch(Budget(seconds=600))

    outcome = plan_by_portfolio(encoding, watch, seed=1, report=lambda _: watch.stop())

    assert outcome.status is SolveStatus.CANCELLED
    assert outcome.seconds < 60
    assert validate(encoding.problem, outcome.plan).is_lawful
