import json

from scheduler.kpis.scorecard import Scorecard, score
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.roster.roster import read_roster
from scheduler.rules import RuleId
from scheduler.validation.validator import validate
from tests.builders import a_plan, a_problem, a_shift, a_visit, deferred


def scorecard_of(problem: Problem, plan: Plan) -> Scorecard:
    return score(problem, read_roster(problem, plan), amounts=validate(problem, plan).amounts)


def test_a_scorecard_holds_the_cost_and_amounts_that_the_judge_found() -> None:
    problem = a_problem([a_visit("v", window=(500, 500)), a_visit("w")], [a_shift("a")])
    plan = a_plan({"a": [("v", 510)]}, [deferred("w")])

    card = scorecard_of(problem, plan)

    report = validate(problem, plan)
    assert card.cost == report.cost
    assert card.amounts == report.amounts
    assert card.mileage.travel_minutes == report.amounts[RuleId.TRAVEL]
    assert card.punctuality.late_minutes == 10


def test_a_scorecard_is_plain_json() -> None:
    problem = a_problem([a_visit("v")], [a_shift("a")])

    figures = json.loads(json.dumps(scorecard_of(problem, a_plan({"a": [("v", 500)]})).as_dict()))

    assert figures["coverage"]["all"] == {
        "visits_in": 1,
        "planned": 1,
        "deferred": 0,
        "escalated": 0,
        "planned_share": 1.0,
    }
    assert figures["coverage"]["by_level"]["1"]["planned"] == 1
    assert figures["working_time"]["care_share"] == 30 / 480
    assert figures["amounts"]["travel"] == 20
    assert figures["continuity"]["known_staff_share"] is None


def test_an_empty_day_has_a_scorecard() -> None:
    problem = a_problem()

    assert scorecard_of(problem, a_plan({})).cost == 0
