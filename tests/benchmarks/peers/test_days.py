import pytest

from benchmarks.peers.days import DAYS, short_of_staff
from benchmarks.peers.generated import LAYOUTS, generated_day
from benchmarks.peers.plain import plain
from scheduler.model.demand import Patient, RiskFlag, VisitId, VisitLink
from scheduler.model.policy import Policy
from scheduler.model.problem import Pin
from scheduler.model.workforce import FixedEvent, Shift, ShiftId
from scheduler.rules import SOFT_RULES, RuleId
from scheduler.units import Minute, Minutes
from tests.builders import a_double_up, a_patient, a_problem, a_shift, a_visit


def test_a_plain_problem_has_no_links_pins_or_double_ups() -> None:
    problem = plain(
        a_problem(
            [a_double_up("two"), a_visit("v")],
            [a_shift("day")],
            links=(VisitLink(VisitId("two"), VisitId("v"), Minutes(0), Minutes(60)),),
            pins=(Pin(VisitId("v"), ShiftId("day")),),
        )
    )

    assert not problem.links
    assert not problem.pins
    assert [len(visit.attendances) for visit in problem.visits] == [1, 1]


def test_a_plain_visit_is_never_late_and_counts_as_much_as_any_other() -> None:
    urgent = a_visit("v", is_must_serve=True, level_of_care=5, respond_by=Minute(500))

    (visit,) = plain(a_problem([urgent])).visits

    assert visit.is_time_critical
    assert (visit.is_must_serve, visit.level_of_care, visit.respond_by) == (False, 1, None)


def test_a_plain_shift_has_admin_taken_off_its_end_and_no_breaks_or_events() -> None:
    busy = a_shift(
        "day",
        hours=(480, 960),
        admin_minutes=Minutes(30),
        events=(FixedEvent("handover", Minute(780), Minute(800)),),
        overtime_limit_minutes=Minutes(30),
        visit_limit=1,
    )

    (shift,) = plain(a_problem(shifts=[busy])).shifts

    assert shift == Shift(
        shift.id, shift.staff_id, Minute(480), Minute(930), shift.start_location_id, shift.end_location_id
    )


def test_a_plain_patient_has_no_risk_flag() -> None:
    flagged: Patient = a_patient("p", risk_flag=RiskFlag.TWO_PEOPLE)

    (patient,) = plain(a_problem(patients=[flagged])).patients

    assert patient.risk_flag is RiskFlag.NONE


def test_only_visits_left_out_and_travel_cost_anything() -> None:
    policy: Policy = plain(a_problem()).policy

    assert {rule for rule in SOFT_RULES if policy.weight_of(rule)} == {RuleId.DEFERRED, RuleId.ESCALATED, RuleId.TRAVEL}
    assert policy.weight_of(RuleId.DEFERRED) == policy.weight_of(RuleId.ESCALATED)
    assert len(set(policy.points_by_level[1:])) == 1


def test_the_team_day_is_plain_and_of_a_teams_size() -> None:
    day = DAYS["team"]()

    assert plain(day).digest == day.digest
    assert (len(day.visits), len(day.shifts)) == (81, 13)


def test_a_short_day_lacks_every_third_shift() -> None:
    problem = a_problem(shifts=[a_shift(f"d{number}") for number in range(4)])

    assert [shift.id for shift in short_of_staff(problem).shifts] == ["d0", "d1", "d3"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_generated_day_is_the_same_every_time_and_another_with_another_seed(layout: str) -> None:
    day = generated_day(layout, 40, seed=1)

    assert plain(day).digest == day.digest
    assert generated_day(layout, 40, seed=1).digest == day.digest
    assert generated_day(layout, 40, seed=2).digest != day.digest


def test_clustered_homes_lie_nearer_their_nearest_neighbours_than_random_ones() -> None:
    def apart(layout: str) -> float:
        (minutes,) = generated_day(layout, 200, seed=1).travel.minutes.values()
        return float((minutes[1:, 1:] + 1000 * (minutes[1:, 1:] == 0)).min(axis=1).mean())

    assert apart("clustered") < apart("mixed") < apart("random")
