import threading
from collections.abc import Generator, Mapping, Sequence

from scheduler.model.problem import Problem
from scheduler.model.workforce import Role
from scheduler.scenarios.changes import Absence, AddStaff, LoseStaff, MovePractice, SeparatePlans, Surge
from scheduler.scenarios.compare import MeasureRow, ScenarioComparison, compare
from scheduler.scenarios.run import one_by_one, outcomes_of, waiting_of
from scheduler.scenarios.scenario import BASELINE, Scenario
from scheduler.scenarios.selecting import Who
from scheduler.scenarios.task import Failed, Outcome, SampledDay, Solved, Task, tasks_of
from scheduler.travel.provider import TravelProvider
from tests.scheduler.scenarios.days import BUDGET, TRAVEL, a_day, changed, sampled

SEEDS = (1, 2, 3)


def compared(scenario: Scenario, problem: Problem) -> ScenarioComparison:
    tasks = tasks_of([sampled(problem)], [BASELINE, scenario], seeds=SEEDS, budget=BUDGET)
    outcomes = {each.key: each for each in outcomes_of(tasks, [sampled(problem)], travel=TRAVEL, kept={})}
    return compare(tasks, outcomes, baseline=BASELINE).scenarios[0]


def row_of(scenario: ScenarioComparison, measure: str) -> MeasureRow:
    row = scenario.row(measure)
    assert row is not None, measure
    return row


def test_an_identical_scenario_makes_no_difference_in_any_measure() -> None:
    # Given a scenario that is planned anew, for it is another question, and changes nothing.
    same = compared(Scenario("The same", (Absence(percent=0),)), a_day())

    assert same.num_pairs == len(SEEDS)
    assert same.rows
    assert {row.difference for row in same.rows} <= {0.0, None}
    assert not any(row.is_more_than_noise for row in same.rows)


def test_losing_somebody_idle_changes_nothing_but_what_duty_costs() -> None:
    # Given somebody on duty who holds no skill that any visit asks for.
    problem = changed(a_day(), AddStaff(number=1, who=Who(role=Role.HEALTHCARE_ASSISTANT)))

    lost = compared(Scenario("Idle", (LoseStaff(number=2, who=Who(role=Role.HEALTHCARE_ASSISTANT)),)), problem)

    differing = {row.measure.partition(":")[0] for row in lost.rows if row.difference}
    assert row_of(lost, "planned").difference == 0
    assert row_of(lost, "travel").difference == 0
    assert differing <= {"pay", "money", "staff_use", "workload_gini"}


def test_twice_the_demand_with_twice_the_staff_keeps_coverage() -> None:
    # Given a day that can just be done.
    problem = a_day(visits_each=10, minutes=60)

    both = compared(Scenario("Both", (Surge(percent=100), AddStaff(number=5))), problem)
    demand = compared(Scenario("Demand", (Surge(percent=100),)), problem)

    assert row_of(both, "visits_in").difference == 20
    assert row_of(both, "planned_share").is_more_than_noise is False
    assert (row_of(demand, "planned_share").is_more_than_noise, row_of(demand, "planned_share").is_better) == (
        True,
        False,
    )


def test_more_staff_never_lower_coverage_beyond_noise_and_fewer_do() -> None:
    problem = a_day(visits_each=12, minutes=75)

    more = row_of(compared(Scenario("More", (AddStaff(number=2, who=Who(team="team", band=5)),)), problem), "planned")
    fewer = row_of(compared(Scenario("Fewer", (LoseStaff(number=4),)), problem), "planned")

    assert more.difference is not None
    assert more.difference >= 0
    assert (fewer.is_more_than_noise, fewer.is_better) == (True, False)


def test_a_scenario_that_names_what_is_not_there_fails_by_name_and_the_others_go_on() -> None:
    days = [sampled(a_day())]
    broken, fine = Scenario("Broken", (MovePractice(practice="K00000", to="team"),)), Scenario("Fine")
    tasks = tasks_of(days, [BASELINE, broken, fine], seeds=SEEDS, budget=BUDGET)

    outcomes = {each.key: each for each in outcomes_of(tasks, days, travel=TRAVEL, kept={})}

    first, second = compare(tasks, outcomes, baseline=BASELINE).scenarios
    assert first.num_pairs == 0
    assert first.failures == ("there is no practice K00000, expected one of K84001, K84002 (in 3 of the plans)",)
    assert second.num_pairs == len(SEEDS)


def test_an_error_nobody_foresaw_is_a_value_and_takes_no_other_plan_with_it() -> None:
    class Breaking(Scenario):
        def apply(self, *_: object, **__: object) -> Problem:
            raise ZeroDivisionError("by chance")

    days = [sampled(a_day())]
    tasks = tasks_of(days, [Breaking("Breaking", (LoseStaff(number=1),)), BASELINE], seeds=[1], budget=BUDGET)

    outcomes = list(outcomes_of(tasks, days, travel=TRAVEL, kept={}))

    assert isinstance(outcomes[0], Failed)
    assert outcomes[0].error == "ZeroDivisionError: by chance"
    assert isinstance(outcomes[1], Solved)


def test_the_same_question_is_asked_once_whatever_it_is_called() -> None:
    tasks = tasks_of([sampled(a_day())], [BASELINE, Scenario("The same")], seeds=[1, 2], budget=BUDGET)

    assert len(tasks) == 4
    assert len(waiting_of(tasks, {})) == 2


def test_what_is_kept_is_not_solved_again_and_what_failed_is() -> None:
    days = [sampled(a_day())]
    broken = Scenario("Broken", (MovePractice(practice="K00000", to="team"),))
    tasks = tasks_of(days, [BASELINE, broken], seeds=[1], budget=BUDGET)
    kept = {each.key: each for each in outcomes_of(tasks, days, travel=TRAVEL, kept={})}

    again = list(outcomes_of(tasks, days, travel=TRAVEL, kept=kept))

    assert [each.scenario for each in again] == ["Broken"]


def test_resuming_after_a_stop_repeats_nothing_and_ends_with_the_same_figures() -> None:
    days = [sampled(a_day()), SampledDay("Tuesday", a_day(visits_each=4))]
    tasks = tasks_of(days, [BASELINE, Scenario("Fewer", (LoseStaff(number=1),))], seeds=SEEDS, budget=BUDGET)
    whole = {each.key: each for each in outcomes_of(tasks, days, travel=TRAVEL, kept={})}
    solved: list[str] = []

    def counting(
        tasks: Sequence[Task], problems: Mapping[str, Problem], travel: TravelProvider, cancelled: threading.Event
    ) -> Generator[Outcome]:
        for outcome in one_by_one(tasks, problems, travel, cancelled):
            solved.append(outcome.key)
            yield outcome

    kept: dict[str, Outcome] = {}
    stopped = outcomes_of(tasks, days, travel=TRAVEL, kept=kept, executor=counting)
    for outcome in stopped:
        kept[outcome.key] = outcome
        if len(kept) == 5:
            stopped.close()
            break
    rest = {each.key: each for each in outcomes_of(tasks, days, travel=TRAVEL, kept=kept, executor=counting)}

    assert len(solved) == len(set(solved)) == len(tasks)
    assert figures_of(kept | rest) == figures_of(whole)


def test_what_is_cancelled_ends_without_half_a_result() -> None:
    days, cancelled = [sampled(a_day())], threading.Event()
    tasks = tasks_of(days, [BASELINE], seeds=range(5), budget=BUDGET)

    outcomes = []
    for outcome in outcomes_of(tasks, days, travel=TRAVEL, kept={}, cancelled=cancelled):
        outcomes.append(outcome)
        cancelled.set()

    assert len(outcomes) == 1


def test_plans_made_apart_keep_to_their_own_employer_and_know_nothing_of_each_other() -> None:
    apart = compared(Scenario("Apart", (SeparatePlans(),)), a_day())

    # The council's nurse has no visits of her own employer to make.
    assert row_of(apart, "organisations_a_day").scenario == 1
    assert row_of(apart, "planned").difference == 0


def figures_of(outcomes: Mapping[str, Outcome]) -> dict[str, object]:
    return {key: each.figures for key, each in outcomes.items() if isinstance(each, Solved)}
