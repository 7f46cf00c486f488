"""Small days with one thing in the way, each explained."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from scheduler.errors import PlanMismatchError
from scheduler.explaining.explain import explain
from scheduler.explaining.explanation import Explanation
from scheduler.model.demand import Attendance, VisitId, VisitLink
from scheduler.model.plan import Outcome, Plan
from scheduler.model.problem import Pin, Problem
from scheduler.model.skills import SkillId
from scheduler.model.workforce import Break, FixedEvent, ShiftId
from scheduler.rules import RuleId
from scheduler.units import Minute, Minutes
from scheduler.validation.validator import validate
from tests.builders import a_double_up, a_plan, a_problem, a_shift, a_staff_member, a_visit, deferred

V = VisitId("v")


def explain_left_out(problem: Problem, routes: dict[str, Sequence[Any]] | None = None) -> Explanation:
    return explain(problem, a_plan(routes or {}, [deferred("v")]), V)


def says_of(problem: Problem, plan: Plan, visit_id: str = "v") -> str:
    return explain(problem, plan, VisitId(visit_id)).placements[0].says


# What is left out


def test_a_visit_that_fits_is_said_to_have_been_missed() -> None:
    problem = a_problem([a_visit("v")], [a_shift("a")])

    explained = explain_left_out(problem)

    assert explained.outcome is Outcome.DEFERRED
    assert explained.summary == "Visit v is deferred. It fits in shift a at 08:10: the search missed it."
    assert not explained.obstacles
    assert not explained.relaxations
    assert validate(problem, explained.alternatives[0].plan).is_lawful


def test_a_visit_that_costs_more_than_leaving_it_out_is_said_to_fit_at_that_price() -> None:
    problem = a_problem([a_visit("v")], [a_shift("a")], minutes_per_unit=100)

    explained = explain_left_out(problem)

    # Twice 100 minutes of travel for 10 points each, and 600 points saved; workload is within its share.
    assert explained.alternatives[0].points == 1400
    assert explained.summary.endswith("the plan would then cost 1400 points more than with the visit left out.")


def test_a_shift_that_lacks_a_skill_says_so_and_the_skill_would_help() -> None:
    needs = Attendance((SkillId("insulin"),))
    problem = a_problem([a_visit("v", attendances=(needs,))], [a_shift("a")])

    explained = explain_left_out(problem)

    assert [obstacle.rules for obstacle in explained.obstacles] == [(RuleId.SKILL,)]
    assert "v asks for insulin" in explained.obstacles[0].says
    assert [each.rule for each in explained.relaxations] == [RuleId.SKILL]
    assert "1 may not make it (skill)" in explained.summary


def test_those_who_lack_room_come_before_those_who_may_not() -> None:
    needs = Attendance((SkillId("insulin"),))
    nurse = a_staff_member("s-b", skills=["insulin"])
    visits = [a_visit("v", attendances=(needs,))]
    problem = a_problem(visits, [a_shift("a"), a_shift("b", hours=(480, 520))], staff=[nurse])

    explained = explain_left_out(problem)

    assert [(each.shift_id, each.rules) for each in explained.obstacles] == [
        ("b", (RuleId.SHIFT_HOURS,)),
        ("a", (RuleId.SKILL,)),
    ]
    assert [(each.rule, each.amount) for each in explained.relaxations] == [
        (RuleId.SHIFT_HOURS, 10),
        (RuleId.SKILL, 1),
    ]


def test_the_other_stops_of_a_route_keep_their_times_where_they_can_and_move_where_that_helps() -> None:
    visits = [a_visit("u", window=(480, 700), is_time_critical=True), a_visit("v")]
    early = [a_visit("u", window=(480, 520), is_time_critical=True), a_visit("v")]

    spare = explain_left_out(a_problem(visits, [a_shift("a")]), {"a": [("u", 700)]})
    tight = explain_left_out(a_problem(early, [a_shift("a", hours=(480, 580))]), {"a": [("u", 520)]})

    assert ("u", 700) in {(stop.visit_id, stop.start) for _, stop in spare.alternatives[0].plan.stops()}
    assert {(stop.visit_id, stop.start) for _, stop in tight.alternatives[0].plan.stops()} == {("u", 490), ("v", 530)}


def test_only_visits_that_must_move_for_it_are_counted_as_moved() -> None:
    visits = [a_visit("v", window=(580, 590), is_time_critical=True), a_visit("u"), a_visit("w"), a_visit("x")]
    shifts = [a_shift("a"), a_shift("b", hours=(650, 1100)), a_shift("c", hours=(650, 1100))]
    link = VisitLink(VisitId("u"), VisitId("w"), Minutes(100), Minutes(100))
    problem = a_problem(visits, shifts, links=(link,))

    explained = explain_left_out(problem, {"a": [("u", 600)], "b": [("w", 700)], "c": [("x", 900)]})

    # u makes room and w follows it; x, alone in its shift, stays where it is.
    assert "if 2 other visits of other patients start at another time" in explained.summary
    moved = {stop.visit_id: stop.start for _, stop in explained.alternatives[0].plan.stops()}
    assert (moved[VisitId("w")] - moved[VisitId("u")], moved[VisitId("x")]) == (100, 900)


def test_two_people_are_looked_for_together() -> None:
    visits = [a_double_up("v")]

    both = explain_left_out(a_problem(visits, [a_shift("a"), a_shift("b", hours=(540, 960))]))
    apart = explain_left_out(a_problem(visits, [a_shift("a", hours=(480, 560)), a_shift("b", hours=(540, 960))]))

    assert {stop.start for _, stop in both.alternatives[0].plan.stops()} == {550}
    assert {obstacle.rules for obstacle in apart.obstacles} == {(RuleId.SHIFT_HOURS,)}
    assert [(each.rule, each.amount) for each in apart.relaxations] == [(RuleId.SHIFT_HOURS, 30)]


def test_one_person_alone_is_never_sent_to_a_double_up_nor_offered_for_it() -> None:
    explained = explain_left_out(a_problem([a_double_up("v")], [a_shift("a")]))

    assert not explained.alternatives
    assert not explained.relaxations
    assert [(obstacle.shift_id, obstacle.rules) for obstacle in explained.obstacles] == [("a", (RuleId.DOUBLE_UP,))]


def test_rest_is_not_offered_for_relaxing() -> None:
    tired = a_staff_member("s-a", last_shift_ended_at=Minute(0))
    explained = explain_left_out(a_problem([a_visit("v")], [a_shift("a")], staff=[tired]))

    assert [obstacle.rules for obstacle in explained.obstacles] == [(RuleId.REST,)]
    assert explained.relaxations == ()
    assert explained.summary.endswith("No change was found that would let it fit, nor several together.")


def test_shifts_on_other_days_are_not_spoken_of() -> None:
    shifts = [a_shift("mon"), a_shift("tue", staff="s", hours=(480 + 1440, 960 + 1440))]

    explained = explain_left_out(a_problem([a_visit("v", minutes=500)], shifts, num_days=2))

    assert [obstacle.shift_id for obstacle in explained.obstacles] == ["mon"]


def test_without_anybody_on_duty_there_is_nobody_to_speak_of() -> None:
    assert (
        explain_left_out(a_problem([a_visit("v")], [])).summary == "Visit v is deferred. Nobody is on duty on its days."
    )


def test_a_visit_that_is_not_in_the_problem_is_refused() -> None:
    with pytest.raises(PlanMismatchError, match="visit w is not in the problem"):
        explain(a_problem([a_visit("v")]), a_plan({}, [deferred("v")]), VisitId("w"))


def test_an_explanation_becomes_json_without_its_plans() -> None:
    explained = explain_left_out(a_problem([a_visit("v", minutes=500)], [a_shift("a")]))

    found = json.loads(json.dumps(explained.as_dict()))

    assert found["obstacles"][0]["rules"] == ["shift_hours", "care_limit"]
    assert "plan" not in found["obstacles"][0]


# What is planned


def test_a_start_is_decided_by_the_opening_of_the_window() -> None:
    problem = a_problem([a_visit("v", window=(600, 660))], [a_shift("a")])

    assert says_of(problem, a_plan({"a": [("v", 600)]})) == "It starts at 10:00: its window opens then."


def test_a_start_is_decided_by_coming_straight_from_the_visit_before() -> None:
    problem = a_problem([a_visit("u"), a_visit("v")], [a_shift("a")])
    plan = a_plan({"a": [("u", 490), ("v", 530)]})

    assert says_of(problem, plan) == "It starts at 08:50: shift a comes straight from visit u and 10 minutes of travel."
    assert says_of(problem, plan, "u") == "It starts at 08:10: shift a begins at 08:00 with 10 minutes of travel."


def test_a_minute_to_spare_means_that_nothing_asks_for_this_minute() -> None:
    problem = a_problem([a_visit("u"), a_visit("v")], [a_shift("a")])

    assert "nothing asks for this very minute" in says_of(problem, a_plan({"a": [("u", 490), ("v", 531)]}))


def test_a_start_is_decided_by_a_break_or_an_event_before_it() -> None:
    rest = Break(Minutes(30), Minute(520), Minute(520))
    handover = FixedEvent("handover", Minute(480), Minute(500), None)
    visits = [a_visit("u"), a_visit("v")]

    broken = a_problem(visits, [a_shift("a", rest_break=rest)])
    handed = a_problem([a_visit("v")], [a_shift("a", events=(handover,))])

    assert "visit u and the break and 10 minutes of travel" in says_of(broken, a_plan({"a": [("u", 490), ("v", 560)]}))
    assert "straight from a fixed event and 10 minutes of travel" in says_of(handed, a_plan({"a": [("v", 510)]}))


def test_a_start_is_decided_by_the_other_person_a_link_or_a_pin() -> None:
    pair = a_problem([a_double_up("v")], [a_shift("a"), a_shift("b", hours=(540, 960))])
    link = VisitLink(VisitId("u"), V, Minutes(100), Minutes(200))
    linked = a_problem([a_visit("u"), a_visit("v")], [a_shift("a")], links=(link,))
    pinned = a_problem([a_visit("v")], [a_shift("a")], pins=(Pin(V, ShiftId("a"), start=Minute(507)),))

    assert "its other person, in shift b, arrives then" in says_of(
        pair, a_plan({"a": [("v", 550, 0)], "b": [("v", 550, 1)]})
    )
    assert "100 minutes lie between it and visit u" in says_of(linked, a_plan({"a": [("u", 490), ("v", 590)]}))
    assert "pinned or frozen at this minute" in says_of(pinned, a_plan({"a": [("v", 507)]}))


def test_other_staff_are_compared_rule_by_rule() -> None:
    problem = a_problem([a_visit("v")], [a_shift("a"), a_shift("b"), a_shift("c", hours=(900, 960))])

    explained = explain(problem, a_plan({"a": [("v", 490)]}), V)

    assert explained.placements[0].costs == ((RuleId.TRAVEL, 200),)
    assert [(each.shift_id, each.points, each.costs) for each in explained.alternatives] == [("b", 0, ()), ("c", 0, ())]
    assert "2 other places would be lawful; the cheapest, in shift b, costs the same." in explained.summary


def test_what_a_plan_breaks_elsewhere_is_not_held_against_the_visit() -> None:
    problem = a_problem([a_visit("u"), a_visit("v")], [a_shift("a"), a_shift("b")])

    explained = explain_left_out(problem, {"b": [("u", 470)]})

    assert {each.shift_id for each in explained.alternatives} == {"a", "b"}
