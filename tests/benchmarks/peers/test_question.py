from benchmarks.peers.plain import plain
from benchmarks.peers.question import Question
from scheduler.model.demand import Attendance
from scheduler.model.skills import SkillId
from scheduler.model.workforce import StaffId
from scheduler.validation.validator import validate
from tests.builders import a_patient, a_problem, a_shift, a_staff_member, a_visit


def test_a_visit_starts_as_early_as_its_order_and_window_allow() -> None:
    question = Question(plain(a_problem([a_visit("a"), a_visit("b", window=(600, 700))], [a_shift("day")])))

    plan = question.plan_of([[0, 1]])

    assert [(stop.visit_id, stop.start) for _, stop in plan.stops()] == [("a", 490), ("b", 600)]


def test_whatever_is_in_no_order_is_left_out_with_a_reason() -> None:
    question = Question(plain(a_problem([a_visit("a"), a_visit("b")], [a_shift("day")])))

    plan = question.plan_of([[1]])

    assert [left.visit_id for left in plan.left_out] == ["a"]
    assert validate(question.problem, plan).is_lawful


def test_a_late_order_is_not_mended_but_judged() -> None:
    question = Question(plain(a_problem([a_visit("a", window=(480, 485))], [a_shift("day")])))

    assert not validate(question.problem, question.plan_of([[0]])).is_lawful


def test_who_may_is_a_matter_of_skills_and_wishes_but_not_of_hours() -> None:
    visits = [a_visit("plain"), a_visit("wound", attendances=(Attendance((SkillId("wound"),)),)), a_visit("not-s-late")]
    patients = [a_patient("p-not-s-late", excluded_staff_ids=(StaffId("s-late"),))]
    staff = [a_staff_member("s-able", skills=["wound"])]
    shifts = [a_shift("able"), a_shift("late", hours=(1200, 1400))]

    question = Question(plain(a_problem(visits, shifts, patients=patients, staff=staff)))

    assert question.may.tolist() == [[True, True], [True, False], [True, False]]


def test_nodes_are_visits_and_then_the_places_where_shifts_begin_and_end() -> None:
    question = Question(plain(a_problem([a_visit("a"), a_visit("b")], [a_shift("day")])))

    assert (question.num_nodes, question.start_node(0), question.end_node(0)) == (3, 2, 2)
    assert question.travel[0].tolist() == [[0, 10, 10], [10, 0, 20], [10, 20, 0]]
