"""Explanations going out: what has to change together is told part by part."""

from api.rosters.service.explaining import as_told
from scheduler.explaining.explain import explain
from scheduler.model.demand import VisitId
from tests.builders import a_plan, a_problem, a_shift, a_visit, deferred


def test_what_has_to_change_together_is_told_part_by_part_and_why() -> None:
    visit = a_visit("v", window=(480, 485), is_time_critical=True)
    problem = a_problem([visit], [a_shift("a", hours=(480, 520))])

    told = as_told(explain(problem, a_plan({}, [deferred("v")]), VisitId("v")), problem.horizon)

    assert told.relaxations == []
    assert told.nearest is not None
    assert [(each.rule, each.amount) for each in told.nearest.parts] == [("time_window", 5), ("shift_hours", 10)]
    assert told.nearest.sentence == " And: ".join(each.sentence for each in told.nearest.parts)
    assert told.reasons == [
        "With it in shift a, the time window of visit v cannot hold.",
        "With it in shift a, the end of shift a cannot hold.",
    ]
