from scheduler.kpis.comparison import Row, Verdict, compare
from scheduler.kpis.printed import MEASURES
from scheduler.kpis.scorecard import Scorecard, score
from scheduler.model.problem import Problem
from scheduler.roster.roster import read_roster
from scheduler.validation.validator import validate
from tests.builders import a_plan, a_problem, a_shift, a_visit, deferred

PROBLEM = a_problem([a_visit("v", patient="p"), a_visit("w", patient="p")], [a_shift("a"), a_shift("b")])


def scorecard_of(problem: Problem, routes: dict[str, list[tuple[str, int]]]) -> Scorecard:
    plan = a_plan(routes, [deferred("w")] if len(routes.get("a", [])) + len(routes.get("b", [])) < 2 else [])
    return score(problem, read_roster(problem, plan), amounts=validate(problem, plan).amounts)


def rows_of(scorecard: Scorecard, baseline: Scorecard) -> dict[str, Row]:
    return {row.measure.id: row for row in compare(scorecard, baseline)}


def test_differences_are_judged_by_the_direction_of_each_measure() -> None:
    together = scorecard_of(PROBLEM, {"a": [("v", 500), ("w", 530)]})
    apart = scorecard_of(PROBLEM, {"a": [("v", 500)], "b": [("w", 700)]})

    rows = rows_of(together, apart)

    assert (rows["travel"].difference, rows["travel"].verdict) == (-20, Verdict.BETTER)
    assert (rows["planned"].difference, rows["planned"].verdict) == (0, Verdict.SAME)
    assert rows["door_knocks"].verdict is Verdict.BETTER
    assert rows["visits_in"].verdict is Verdict.UNJUDGED
    assert rows_of(apart, together)["travel"].verdict is Verdict.WORSE


def test_more_visits_planned_is_better_and_more_deferred_worse() -> None:
    rows = rows_of(scorecard_of(PROBLEM, {"a": [("v", 500)]}), scorecard_of(PROBLEM, {"a": [("v", 500), ("w", 530)]}))

    assert rows["planned"].verdict is Verdict.WORSE
    assert rows["deferred"].verdict is Verdict.WORSE


def test_a_figure_that_cannot_be_measured_is_not_judged() -> None:
    card = scorecard_of(PROBLEM, {"a": [("v", 500), ("w", 530)]})

    assert rows_of(card, card)["urgent"] == Row(
        next(measure for measure in MEASURES if measure.id == "urgent"), None, None, None, Verdict.UNJUDGED
    )


def test_every_measure_has_an_id_of_its_own_a_unit_and_a_source() -> None:
    assert len({measure.id for measure in MEASURES}) == len(MEASURES)
    assert all(measure.label and measure.unit and measure.source for measure in MEASURES)
