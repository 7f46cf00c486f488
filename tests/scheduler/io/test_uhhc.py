"""Instances and solutions of the unified format: priced, written, refused with every fault."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import InputError
from scheduler.io.uhhc import objective, read_instance, read_solution, write_solution
from scheduler.rules import RuleId
from scheduler.validation import ValidationReport, validate
from tests.scheduler.io.hhcrsp_files import written
from tests.scheduler.io.uhhc_files import CAREGIVER, a_solution, an_instance

LUNCH = {"lunch_breaks": {"start": 180, "end": 240, "min_duration": 30}}


def judged(folder: Path, document: Any, solution: Any) -> tuple[float, ValidationReport]:
    """The field's cost of a solution, and the report it is made of."""
    instance = read_instance(written(folder, document))
    report = validate(instance.problem, read_solution(instance, written(folder, solution, name="solution")))
    return float(objective(instance, report)), report


def test_an_optional_patient_without_stops_costs_once_however_many_services_it_needs(tmp_path: Path) -> None:
    cost, report = judged(tmp_path, an_instance(), a_solution(c1=[("p1", "wash", 60, 80)]))

    assert report.is_lawful
    assert cost == 2 * 20 + 100


def test_a_patient_who_is_not_optional_must_be_visited(tmp_path: Path) -> None:
    _, report = judged(
        tmp_path, an_instance(), a_solution(c1=[("p2", "wash", 100, 112)], c2=[("p2", "lift", 100, 115)])
    )

    assert [(found.rule, found.visit_id) for found in report.hard_violations] == [(RuleId.ACCOUNTED_FOR, "p1/wash")]


@pytest.mark.parametrize(("met", "late"), [("at_service_start", 0), ("at_service_end", 15)])
def test_care_is_late_by_its_start_or_by_its_end_as_the_instance_says(tmp_path: Path, met: str, late: int) -> None:
    cost, _ = judged(tmp_path, an_instance(met=met), a_solution(c1=[("p1", "wash", 85, 105)]))

    assert cost == 2 * 20 + 100 + 3 * late


@pytest.mark.parametrize(("end", "hard"), [(90, ()), (91, (RuleId.TIME_WINDOW,))])
def test_hard_tardiness_forbids_the_first_minute_too_late(tmp_path: Path, end: int, hard: tuple[RuleId, ...]) -> None:
    document = an_instance(met="at_service_end", components={"total_tardiness": "HARD"})

    _, report = judged(tmp_path, document, a_solution(c1=[("p1", "wash", end - 20, end)]))

    assert tuple(found.rule for found in report.hard_violations) == hard


def test_partners_of_a_simultaneous_visit_must_start_together(tmp_path: Path) -> None:
    one, other = an_instance()["patients"]
    document = an_instance(patients=[one, {**other, "synchronization": {"type": "simultaneous"}}])
    solution = a_solution(c1=[("p1", "wash", 60, 80), ("p2", "wash", 110, 122)], c2=[("p2", "lift", 111, 126)])

    _, report = judged(tmp_path, document, solution)

    assert [(found.rule, found.amount) for found in report.hard_violations] == [(RuleId.GAP, 1)]


@pytest.mark.parametrize(("weight", "missed"), [(7, 7), ("HARD", 0)])
def test_a_break_that_is_not_listed_is_missed(tmp_path: Path, weight: int | str, missed: int) -> None:
    components = {"travel_time": 1, "missed_lunch_break": weight}
    document = an_instance(components=components, caregivers=[{"id": "c1", **CAREGIVER, "lunch_break": True}], **LUNCH)

    cost, report = judged(tmp_path, document, a_solution(c1=[("p1", "wash", 60, 80)]))

    assert cost == 20 + missed
    assert report.is_lawful == (weight != "HARD")


def test_a_plan_is_written_with_the_breaks_that_its_gaps_have_room_for(tmp_path: Path) -> None:
    caregivers = [{"id": each, **CAREGIVER, "lunch_break": True} for each in ("c1", "c2")]
    document = an_instance(components={"missed_lunch_break": 7}, caregivers=caregivers, **LUNCH)
    instance = read_instance(written(tmp_path, document))
    undecided = read_solution(instance, written(tmp_path, a_solution(c1=[("p1", "wash", 60, 80)]), name="solution"))

    write_solution(instance, type(undecided)(undecided.routes, undecided.left_out), tmp_path / "again.json")

    routes = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))["routes"]
    lunches = [
        [each["start_time"], each["patient"]] for route in routes for each in route["locations"] if "start_time" in each
    ]
    assert lunches == [[180, "p1"], [180, "d1"]]


@pytest.mark.parametrize(("latest", "where"), [(10, (10, "p1")), (9, (0, "d1"))])
def test_a_break_that_cannot_wait_for_the_first_patient_is_written_at_the_terminal_point(
    tmp_path: Path, latest: int, where: tuple[int, str]
) -> None:
    lunch = {"lunch_breaks": {"start": 0, "end": latest, "min_duration": 30}}
    caregivers = [{"id": "c1", **CAREGIVER, "lunch_break": True}]
    document = an_instance(components={"missed_lunch_break": 7}, caregivers=caregivers, **lunch)
    instance = read_instance(written(tmp_path, document))
    undecided = read_solution(instance, written(tmp_path, a_solution(c1=[("p1", "wash", 60, 80)]), name="solution"))

    write_solution(instance, replace(undecided, breaks=None), tmp_path / "again.json")

    rest = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))["routes"][0]["locations"][0]
    assert (rest["start_time"], rest["patient"]) == where
    report = validate(instance.problem, read_solution(instance, tmp_path / "again.json"))
    assert report.amount_of(RuleId.MISSED_BREAK) == 0


def test_times_with_decimals_are_scaled_and_priced_exactly(tmp_path: Path) -> None:
    distances = [[0 if row == column else 10.25 for column in range(4)] for row in range(4)]

    cost, _ = judged(
        tmp_path,
        an_instance(distances=distances, components={"travel_time": 0.5, "optional_patients": 1}),
        a_solution(c1=[("p1", "wash", 60.25, 80.25)]),
    )

    assert cost == 0.5 * 20.5 + 1


def test_every_fault_of_an_instance_is_named_with_its_place(tmp_path: Path) -> None:
    one, other = an_instance()["patients"]
    document = an_instance(
        caregivers=[{"id": "c1", **CAREGIVER, "departing_point": "d9"}],
        patients=[{**one, "preferred_caregivers": ["c9"]}, {**other, "required_services": [{"service": "lift"}]}],
        distances=[[0, 10]],
    )
    path = written(tmp_path, document)

    with pytest.raises(InputError) as raised:
        read_instance(path)

    assert [str(fault).removeprefix(f"{path}: ") for fault in raised.value.faults] == [
        "distances is of 1 rows, expected 4 figures in each of 4 rows",
        "caregivers[0].departing_point is d9, expected a terminal point of the instance",
        "patients[0].preferred_caregivers is c9, expected caregivers of the instance",
        "patients[1].required_services[0].duration is missing, expected a duration, or a service with one",
    ]


@pytest.mark.parametrize(("opens", "is_refused"), [(90, False), (89, True)])
@pytest.mark.parametrize("met", ["at_service_start", "at_service_end"])
def test_windows_may_overlap_only_where_a_start_is_judged(
    tmp_path: Path, met: str, opens: int, is_refused: bool
) -> None:
    windows = [{"start": 60, "end": 90}, {"start": opens, "end": 200}]
    one, other = an_instance()["patients"]
    path = written(tmp_path, an_instance(met=met, patients=[{**one, "time_windows": windows}, other]))

    if met == "at_service_start" or not is_refused:
        assert read_instance(path).problem.visits[0].windows[1].earliest_start == opens
        return
    with pytest.raises(
        InputError, match=r"patients\[0\].time_windows is open from 89, expected windows .* 90 or later"
    ):
        read_instance(path)


def test_the_heaviest_weight_that_solvers_can_add_up_is_read_and_a_heavier_one_refused_by_name(tmp_path: Path) -> None:
    most = (2**31 - 1) // 3

    heaviest = read_instance(written(tmp_path, an_instance(components={"caregiver_preferences": most})))

    assert heaviest.problem.policy.weight_of(RuleId.PREFERENCE) == most
    with pytest.raises(InputError, match=r"cost_components\.caregiver_preferences is .* points, expected at most"):
        read_instance(written(tmp_path, an_instance(components={"caregiver_preferences": most + 1})))


@pytest.mark.parametrize(
    ("routes", "where"),
    [
        ({"c9": [("p1", "wash", 60, 80)]}, "routes[0].caregiver_id is c9"),
        ({"c1": [("p1", "lift", 60, 80)]}, "routes[0].locations[0] is lift for p1"),
        ({"c1": [("p1", "wash", 60.5, 80.5)]}, "routes[0].locations[0].arrival_time is 60.5"),
        ({"c1": [("p1", "wash", 60, 79)]}, "routes[0].locations[0].departure_time is 79"),
    ],
)
def test_what_the_instance_does_not_have_is_refused_with_its_place(
    tmp_path: Path, routes: dict[str, Any], where: str
) -> None:
    instance = read_instance(written(tmp_path, an_instance()))
    path = written(tmp_path, a_solution(**routes), name="solution")

    with pytest.raises(InputError) as raised:
        read_solution(instance, path)

    assert str(raised.value.faults[0]).startswith(f"{path}: {where}, expected ")
