"""Itineraries of a plan, by staff member, patient and day."""

from datetime import UTC, datetime

import pytest

from scheduler.errors import InvalidNounError, PlanMismatchError
from scheduler.roster.roster import PlanIdentity, read_roster
from tests.builders import a_plan, a_problem, a_shift, a_visit, deferred


def test_every_shift_has_an_itinerary_and_one_without_visits_is_available() -> None:
    problem = a_problem([a_visit("a")], [a_shift("late", hours=(720, 1200)), a_shift("early")])

    roster = read_roster(problem, a_plan({"late": [("a", 800)]}))

    assert [read.shift_id for read in roster.itineraries] == ["early", "late"]
    assert [len(roster.by_shift[shift.id].visits) for shift in problem.shifts] == [1, 0]


def test_a_patient_sees_who_comes_in_order_of_time() -> None:
    visits = [a_visit("evening", patient="ada"), a_visit("morning", patient="ada")]
    problem = a_problem(visits, [a_shift("s"), a_shift("t")])

    roster = read_roster(problem, a_plan({"s": [("evening", 900)], "t": [("morning", 500)]}))

    assert [(seen.staff_id, seen.start) for seen in roster.by_patient[visits[0].patient_id]] == [
        ("s-t", 500),
        ("s-s", 900),
    ]


def test_a_shift_belongs_to_the_day_on_which_it_starts() -> None:
    shifts = [a_shift("night", staff="ann", hours=(1320, 1920)), a_shift("day", staff="ann", hours=(2400, 2880))]
    problem = a_problem([], shifts, num_days=2)

    roster = read_roster(problem, a_plan({}))

    assert {day.day: [read.shift_id for read in reads] for day, reads in roster.by_day.items()} == {
        23: ["night"],
        24: ["day"],
    }
    assert [read.shift_id for read in roster.by_staff[problem.staff[0].id]] == ["night", "day"]


def test_what_is_left_out_stays_on_the_roster() -> None:
    left_out = deferred("a")

    roster = read_roster(a_problem([a_visit("a")], [a_shift("s")]), a_plan({}, [left_out]))

    assert roster.left_out == (left_out,)


def test_a_plan_of_another_problem_is_refused() -> None:
    with pytest.raises(PlanMismatchError, match="shift ghost"):
        read_roster(a_problem([a_visit("a")], [a_shift("s")]), a_plan({"ghost": [("a", 500)]}))


def test_the_time_of_printing_needs_a_time_zone() -> None:
    aware, naive = datetime(2026, 11, 22, 16, tzinfo=UTC), datetime(2026, 11, 22, 16)  # noqa: DTZ001 - what is refused

    with pytest.raises(InvalidNounError, match="printed_at"):
        PlanIdentity("7", aware, naive, "a line", "digest")
