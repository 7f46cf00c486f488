"""Instances in the format of Mankowska: what becomes of them, what is refused, and what their plans cost."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import InputError
from scheduler.io.hhcrsp import HhcrspInstance, objective, read_instance, read_solution
from scheduler.model.demand import LinkedStaff
from scheduler.model.time_window import TimeWindow
from scheduler.rules import RuleId
from scheduler.units import Minute
from scheduler.validation import ValidationReport, validate
from tests.builders import a_plan, escalated
from tests.scheduler.io.hhcrsp_files import ONE_PATIENT, PAIR, a_sequential_pair, a_solution, an_instance, written

LAWFUL: dict[str, Any] = {"c1": [("p2", "wash", 20), ("p1", "wash", 60.25)], "c2": [("p2", "lift", 20)]}


def judged(folder: Path, instance: dict[str, Any], **routes: Any) -> tuple[HhcrspInstance, ValidationReport]:
    read = read_instance(written(folder, instance))
    return read, validate(read.problem, read_solution(read, written(folder, a_solution(**routes), name="solution")))


def broken(folder: Path, instance: dict[str, Any], **routes: Any) -> dict[RuleId, int]:
    _, report = judged(folder, instance, **routes)
    return {found.rule: found.amount for found in report.hard_violations}


def test_each_service_that_a_patient_needs_is_a_visit_and_two_of_them_are_linked(tmp_path: Path) -> None:
    problem = read_instance(written(tmp_path, an_instance())).problem

    assert [visit.id for visit in problem.visits] == ["p1/wash", "p2/wash", "p2/lift"]
    (link,) = problem.links
    assert (link.first, link.second, link.staff, link.is_both_or_none) == (
        "p2/wash",
        "p2/lift",
        LinkedStaff.DIFFERENT,
        True,
    )


def test_fractions_are_scaled_by_the_least_power_of_ten_that_makes_them_whole(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, an_instance()))

    assert instance.scale == 100
    assert instance.problem.visit_by_id["p1/wash"].duration_minutes == 2000
    assert instance.problem.visit_by_id["p1/wash"].windows == (TimeWindow(Minute(6000), Minute(18000)),)


def test_whole_figures_stay_as_they_are_even_when_written_with_a_point(tmp_path: Path) -> None:
    distances = [[0.0, 10.0, 20.0], [10.0, 0.0, 5.0], [20.0, 30.0, 0.0]]

    assert read_instance(written(tmp_path, an_instance(distances=distances))).scale == 1


def test_a_window_is_read_into_whole_minutes_downwards_as_the_authors_do(tmp_path: Path) -> None:
    patient = {**ONE_PATIENT, "time_window": [401.99999999999994, 582]}
    instance = read_instance(written(tmp_path, an_instance(patients=[patient, PAIR])))

    assert instance.scale == 100
    assert instance.problem.visit_by_id["p1/wash"].windows == (TimeWindow(Minute(40100), Minute(58200)),)


def test_cost_is_a_third_of_travel_and_total_and_largest_tardiness(tmp_path: Path) -> None:
    late = {"c1": [("p2", "wash", 37), ("p1", "wash", 190)], "c2": [("p2", "lift", 37)]}
    travel, tardiness, largest = 20 + Fraction("30.25") + 10 + 20 + 20, 7 + 7 + 10, 10

    instance, report = judged(tmp_path, an_instance(), **late)

    assert objective(instance, report) == (travel + tardiness + largest) / 3


@pytest.mark.parametrize(("start", "short"), [(60.25, 0), (60.24, 1)])
def test_a_way_takes_as_long_as_the_distance_in_its_own_direction(tmp_path: Path, start: float, short: int) -> None:
    routes = {**LAWFUL, "c1": [("p2", "wash", 20), ("p1", "wash", start)]}

    assert broken(tmp_path, an_instance(), **routes) == ({RuleId.TRAVEL_TIME: short} if short else {})


@pytest.mark.parametrize(("start", "early"), [(60, 0), (59.99, 1)])
def test_a_service_may_start_in_the_first_minute_of_its_window_but_not_before(
    tmp_path: Path, start: float, early: int
) -> None:
    routes = {"c1": [("p1", "wash", start), ("p2", "wash", 100)], "c2": [("p2", "lift", 100)]}

    assert broken(tmp_path, an_instance(), **routes) == ({RuleId.TIME_WINDOW: early} if early else {})


def test_simultaneous_services_start_together_and_not_a_hundredth_apart(tmp_path: Path) -> None:
    assert broken(tmp_path, an_instance(), **LAWFUL) == {}
    assert broken(tmp_path, an_instance(), **{**LAWFUL, "c2": [("p2", "lift", 20.01)]}) == {RuleId.GAP: 1}


@pytest.mark.parametrize(("second", "missed"), [(24.99, 1), (25, 0), (32.5, 0), (32.51, 1)])
def test_sequential_services_keep_their_distance_in_the_order_listed(
    tmp_path: Path, second: float, missed: int
) -> None:
    instance = an_instance(patients=[ONE_PATIENT, a_sequential_pair(5, 12.5)])

    found = broken(tmp_path, instance, **{**LAWFUL, "c2": [("p2", "lift", second)]})

    assert found == ({RuleId.GAP: missed} if missed else {})


def test_two_services_of_a_patient_need_two_caregivers(tmp_path: Path) -> None:
    instance = an_instance(patients=[ONE_PATIENT, a_sequential_pair(5, 12)])
    alone = [("p2", "wash", 20), ("p2", "lift", 30), ("p1", "wash", 75.25)]

    assert broken(tmp_path, instance, c1=alone) == {RuleId.DIFFERENT_STAFF: 1}


def test_a_caregiver_gives_only_services_that_they_can(tmp_path: Path) -> None:
    able = [{"id": "c1", "abilities": ["wash"]}, {"id": "c2", "abilities": ["lift"]}]
    unable = [{"id": "c1", "abilities": ["wash"]}, {"id": "c2", "abilities": ["wash"]}]

    assert broken(tmp_path, an_instance(caregivers=able), **LAWFUL) == {}
    assert broken(tmp_path, an_instance(caregivers=unable), **LAWFUL) == {RuleId.SKILL: 1}


def test_a_plan_of_all_visits_beats_one_of_fewer_however_late_it_is(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, an_instance()))
    latest = instance.problem.shifts[0].end / instance.scale - 35
    all_late = a_solution(c1=[("p1", "wash", 60), ("p2", "wash", latest)], c2=[("p2", "lift", latest)])
    fewer = a_plan({"c1": [("p1/wash", 6000)]}, [escalated("p2/wash"), escalated("p2/lift")])

    late = validate(instance.problem, read_solution(instance, written(tmp_path, all_late, name="solution")))

    assert late.is_lawful
    assert late.cost < validate(instance.problem, fewer).cost


@pytest.mark.parametrize(
    ("changes", "where", "expected"),
    [
        ({"distances": [[0, 1], [1, 0]]}, "distances", "3 figures in each of 3 rows"),
        ({"distances": [[0, 1, 2], [1, 3, 1], [1, 1, 0]]}, "distances", "0 from each place to itself"),
        ({"distances": [[0, 1, 2], [1, 0, -1], [1, 1, 0]]}, "distances[1][2]", "0 or more"),
        ({"distances": [[0, 1e-9, 9], [1, 0, 1], [1, 1, 0]]}, "distances", "figures that are whole"),
        ({"central_offices": []}, "central_offices", "at least 1 item"),
        ({"patients": [ONE_PATIENT, a_sequential_pair(12, 5)]}, "patients[1].synchronization", "in this order"),
        ({"patients": [ONE_PATIENT, {**PAIR, "synchronization": None}]}, "patients[1]", "a synchronization"),
        ({"patients": [{**ONE_PATIENT, "time_window": [9, 8]}, PAIR]}, "patients[0]", "ends after it starts"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(
    tmp_path: Path, changes: dict[str, Any], where: str, expected: str
) -> None:
    path = written(tmp_path, an_instance(**changes))

    with pytest.raises(InputError) as raised:
        read_instance(path)

    (fault,) = raised.value.faults
    assert str(fault).startswith(f"{path}: {where}")
    assert expected in str(fault)


def test_every_fault_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    nameless = {key: value for key, value in ONE_PATIENT.items() if key != "id"}
    path = written(tmp_path, an_instance(patients=[nameless, PAIR], caregivers=[{"id": "c1", "abilities": 7}]))

    with pytest.raises(InputError) as raised:
        read_instance(path)

    assert [str(fault).removeprefix(f"{path}: ") for fault in raised.value.faults] == [
        "patients[0].id is missing, expected a value",
        "caregivers[0].abilities is 7, expected a list in brackets",
    ]
