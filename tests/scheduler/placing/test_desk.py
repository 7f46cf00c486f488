from dataclasses import replace

import pytest

from scheduler.errors import PlanMismatchError
from scheduler.model.demand import VisitLink
from scheduler.model.problem import Pin, Problem
from scheduler.placing.desk import best_placements
from scheduler.placing.placement import MovedStop, Placement
from scheduler.rules import RuleId
from scheduler.validation.validator import validate
from tests.builders import a_double_up, a_plan, a_problem, a_shift, a_visit, deferred


def shifts_of(placements: tuple[Placement, ...]) -> list[str]:
    return [placement.places[0].shift_id for placement in placements]


def a_near_and_a_far_shift() -> Problem:
    """v1 lies on the way of d1, which is at v2; d2 has nothing to do."""
    return a_problem([a_visit("v1"), a_visit("v2")], [a_shift("d1"), a_shift("d2")])


def test_lawful_places_are_told_the_cheapest_first_with_what_they_cost_by_the_judge() -> None:
    problem, plan = a_near_and_a_far_shift(), a_plan({"d1": [("v2", 500)]}, [deferred("v1")])

    placements = best_placements(problem, plan, a_visit("v1").id)

    assert shifts_of(placements)[0] == "d1"
    assert set(shifts_of(placements)) == {"d1", "d2"}
    assert [each.points for each in placements] == sorted(each.points for each in placements)
    for each in placements:
        report = validate(problem, each.plan)
        assert report.is_lawful
        assert each.points == report.cost - validate(problem, plan).cost == sum(points for _, points in each.costs)
        assert RuleId.DEFERRED in dict(each.costs)


def test_no_more_places_are_told_than_were_asked_for() -> None:
    problem, plan = a_near_and_a_far_shift(), a_plan({"d1": [("v2", 500)]}, [deferred("v1")])

    assert len(best_placements(problem, plan, a_visit("v1").id, most=1)) == 1


def test_other_stops_keep_their_time_where_there_is_room_beside_them() -> None:
    problem = a_problem([a_visit("v1"), a_visit("v2")], [a_shift("d1")])

    placements = best_placements(problem, a_plan({"d1": [("v2", 700)]}, [deferred("v1")]), a_visit("v1").id)

    assert placements[0].moved == ()


@pytest.mark.parametrize(("latest", "moved"), [(660, 0), (659, 1)])
def test_a_stop_is_moved_only_if_the_visit_fits_in_no_other_way(latest: int, moved: int) -> None:
    # Another 30 minutes at home 1 and 10 minutes of travel fit before v2 at 700 if they begin by 660.
    visit, other = a_visit("v1", window=(latest, latest)), a_visit("v2", window=(480, 800))
    late = replace(visit, duration_minutes=30 + 660 - latest + moved)
    problem = a_problem([late, other], [a_shift("d1", hours=(480, 900))])

    placements = best_placements(problem, a_plan({"d1": [("v2", 700)]}, [deferred("v1")]), visit.id)

    assert placements[0].moved == ((MovedStop(other.id, 0, a_shift("d1").id, moved),) if moved else ())


def test_both_people_of_a_double_up_are_one_placement() -> None:
    problem = a_problem([a_double_up("v1")], [a_shift("d1"), a_shift("d2")])

    placements = best_placements(problem, a_plan({}, [deferred("v1")]), a_visit("v1").id)

    assert placements
    for each in placements:
        assert {place.shift_id for place in each.places} == {"d1", "d2"}
        assert len({place.start for place in each.places}) == 1


def test_two_people_are_not_told_twice_with_their_parts_exchanged() -> None:
    problem = a_problem([a_double_up("v1", window=(500, 500))], [a_shift("d1"), a_shift("d2")])

    assert len(best_placements(problem, a_plan({}, [deferred("v1")]), a_visit("v1").id)) == 1


def test_a_visit_that_makes_no_sense_alone_brings_its_partner() -> None:
    visits = [a_visit("am", patient="p", window=(480, 600)), a_visit("pm", patient="p", window=(700, 900))]
    link = VisitLink(visits[0].id, visits[1].id, gap_least_minutes=200, gap_most_minutes=300, is_both_or_none=True)  # type: ignore[arg-type]
    problem = a_problem(visits, [a_shift("d1")], links=(link,))

    placements = best_placements(problem, a_plan({}, [deferred("am"), deferred("pm")]), visits[0].id)

    assert [place.visit_id for place in placements[0].places] == ["am", "pm"]
    assert 200 <= placements[0].places[1].start - placements[0].places[0].start <= 300


def test_a_planned_visit_is_told_other_places_than_the_one_it_has() -> None:
    problem = a_near_and_a_far_shift()

    placements = best_placements(problem, a_plan({"d1": [("v1", 490)], "d2": [("v2", 500)]}), a_visit("v1").id)

    assert "d2" in shifts_of(placements)
    assert "d1" not in shifts_of(placements)


def test_where_few_shifts_have_room_other_times_in_them_are_told() -> None:
    visits = [a_visit("v1"), a_visit("v2", window=(600, 600)), a_visit("v3", window=(800, 800))]
    problem = a_problem(visits, [a_shift("d1")])
    plan = a_plan({"d1": [("v2", 600), ("v3", 800)]}, [deferred("v1")])

    placements = best_placements(problem, plan, visits[0].id)

    assert {each.places[0].position for each in placements} == {0, 1, 2}


def test_a_pinned_visit_is_told_places_in_its_shift_alone() -> None:
    problem = replace(a_near_and_a_far_shift(), pins=(Pin(a_visit("v1").id, a_shift("d2").id),))

    placements = best_placements(problem, a_plan({"d1": [("v2", 500)]}, [deferred("v1")]), a_visit("v1").id)

    assert set(shifts_of(placements)) == {"d2"}


@pytest.mark.parametrize(("frozen_until", "num_choices"), [(700, 1), (701, 0)])
def test_a_frozen_stop_is_not_moved_to_make_room(frozen_until: int, num_choices: int) -> None:
    # v1 needs v2 to wait: both are wanted at 700, and after v2 it is too late for v1.
    visits = [a_visit("v1", window=(700, 700), minutes=30), a_visit("v2", window=(700, 800), minutes=120)]
    plan = a_plan({"d1": [("v2", 700)]}, [deferred("v1")])
    published = a_plan({"d1": [("v2", 700)]})
    problem = a_problem(visits, [a_shift("d1")], published=published, frozen_until=frozen_until)

    placements = best_placements(problem, plan, visits[0].id, most=1)

    assert len(placements) == num_choices


def test_where_nothing_is_lawful_nothing_is_told() -> None:
    problem = a_problem([a_visit("v1", window=(480, 489))], [a_shift("d1")], minutes_per_unit=200)

    assert best_placements(problem, a_plan({}, [deferred("v1")]), a_visit("v1").id) == ()


def test_a_visit_that_nobody_knows_has_no_places() -> None:
    with pytest.raises(PlanMismatchError, match="visit x"):
        best_placements(a_near_and_a_far_shift(), a_plan({}), a_visit("x").id)
