from scheduler.kpis.printed import measure_named, measures_of
from scheduler.kpis.scorecard import Scorecard, score
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.model.skills import Band
from scheduler.roster.roster import read_roster
from scheduler.validation.validator import validate
from tests.builders import a_plan, a_problem, a_shift, a_staff_member, a_visit, deferred
from tests.scheduler.scenarios.days import a_day


def card_of(problem: Problem, plan: Plan) -> Scorecard:
    return score(problem, read_roster(problem, plan), amounts=validate(problem, plan).amounts)


def test_use_is_care_and_travel_over_the_paid_time_of_everybody_on_duty() -> None:
    problem = a_problem(
        [a_visit("v", minutes=76)],
        [a_shift("a"), a_shift("b")],
        staff=[a_staff_member("s-b", band=Band.BAND_6)],
    )

    # 76 minutes of care, 10 there and 10 back, of 480 minutes each.
    use = card_of(problem, a_plan({"a": [("v", 500)]})).staff_use

    assert (use.all, use.by_band, use.by_team) == (96 / 960, {5: 96 / 480, 6: 0}, {"team": 96 / 960})


def test_those_who_serve_several_teams_count_apart() -> None:
    problem = a_day()
    plan = Plan(left_out=tuple(deferred(visit.id) for visit in problem.visits))

    card = card_of(problem, plan)

    assert set(card.staff_use.by_team) == {"team", "other", "shared"}
    assert [measure.id for measure in measures_of(card)][-6:-3] == [
        "staff_use:team:other",
        "staff_use:team:shared",
        "staff_use:team:team",
    ]
    assert measure_named("left_out_1").read(card) == 6


def test_knocks_and_organisations_are_those_of_a_person_visited_at_home() -> None:
    visits = [a_visit("v", patient="p"), a_visit("w", patient="p"), a_visit("call", patient="q", is_remote=True)]
    problem = a_problem(visits, [a_shift("a"), a_shift("b")])

    apart = card_of(problem, a_plan({"a": [("v", 500), ("call", 700)], "b": [("w", 800)]})).whole_person
    joint = card_of(problem, a_plan({"a": [("v", 500), ("w", 530), ("call", 700)]})).whole_person
    nobody = card_of(problem, a_plan({}, [deferred("v"), deferred("w"), deferred("call")])).whole_person

    assert (apart.persons_and_days, apart.knocks_per_person_and_day, apart.organisations_per_person_and_day) == (
        1,
        2,
        1,
    )
    assert joint.knocks_per_person_and_day == 1
    assert nobody.knocks_per_person_and_day is None
