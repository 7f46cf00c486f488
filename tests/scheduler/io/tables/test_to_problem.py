"""A folder becomes the problem of the chosen days and teams: everything they need, and no more."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import InputError
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import links_that_reach_outside, problem_for
from scheduler.model.demand import Attendance, VisitLink
from scheduler.model.place import Location
from scheduler.model.problem import Pin, Problem
from scheduler.model.skills import Band, SkillHolding
from scheduler.model.time_window import TimeWindow
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer, TravelMatrix
from scheduler.model.workforce import Break, FixedEvent, TravelMode
from scheduler.rules import RuleId
from tests.scheduler.io.tables.folders import DAY, LAWFUL, a_folder, nowhere_far, with_cell, with_lines

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def the_problem(path: Path, changes: dict[str, Sequence[str]] | None = None, **asked: Any) -> Problem:
    folder = read_folder(a_folder(path, **(changes or {})))
    return problem_for(folder, **{"first_date": MONDAY, "travel": nowhere_far, **asked})


def ids(nouns: Sequence[Any]) -> list[str]:
    return [noun.id for noun in nouns]


def test_the_whole_folder_becomes_a_problem_in_minutes_of_the_horizon(tmp_path: Path) -> None:
    problem = the_problem(tmp_path)

    assert ids(problem.visits) == ["v1", "v2", "v3", "v4"]
    assert problem.visit_by_id["v3"].windows == (TimeWindow(480, 540), TimeWindow(840, 900))
    assert problem.visit_by_id["v2"].attendances == (Attendance(),)
    assert problem.visit_by_id["v4"].attendances == (Attendance(("wound",), Band.BAND_5), Attendance())
    assert problem.visit_by_id["v3"].latest_on == TUESDAY
    shift = problem.shift_by_id["d1"]
    assert (shift.start, shift.end, shift.rest_break) == (480, 960, Break(30, 660, 840))
    assert shift.events == (FixedEvent("Handover", 780, 810, "base"),)
    assert problem.staff_by_id["s1"].skills == (SkillHolding("insulin", date(2027, 3, 31)), SkillHolding("wound"))
    assert problem.links == (VisitLink("v1", "v2", 300, 450), VisitLink("v1", "v4", 0, 600))
    assert problem.pins == (Pin("v4", "d3", 1, 600), Pin("v1", "d1"))
    assert problem.delegations[0].reviewed_on == date(2026, 11, 10)
    assert problem.history.num_visits("p1", "s1") == 3


def test_policy_rows_change_what_they_name_and_nothing_else(tmp_path: Path) -> None:
    policy, plain = the_problem(tmp_path).policy, the_problem(tmp_path, {"policy": LAWFUL["policy"][:1]}).policy

    assert (policy.weight_of(RuleId.TRAVEL), policy.limits.rest_minutes) == (12, 600)
    assert not policy.pools_across_organisations
    assert policy.weight_of(RuleId.OVERTIME) == plain.weight_of(RuleId.OVERTIME)
    assert (plain.weight_of(RuleId.TRAVEL), plain.limits.rest_minutes) == (10, 660)
    assert plain.pools_across_organisations


def test_a_break_may_be_one_that_is_only_wished_for(tmp_path: Path) -> None:
    header, first, *others = LAWFUL["shifts"]
    shifts = (f"{header},break_may_be_missed", f"{first},true", *(f"{line}," for line in others))

    problem = the_problem(tmp_path, {"shifts": shifts})

    assert [shift.rest_break for shift in problem.shifts[:2]] == [
        Break(30, 660, 840, may_be_missed=True),
        Break(30, 660, 840),
    ]


@pytest.mark.parametrize("switch", ["pools_across_organisations", "waits_before_first_stop", "care_ends_in_window"])
@pytest.mark.parametrize("value", [0, 1])
def test_a_switch_of_the_policy_is_set_by_0_or_1(tmp_path: Path, switch: str, value: int) -> None:
    policy = the_problem(tmp_path, {"policy": ("setting,value", f"{switch},{value}")}).policy

    assert getattr(policy, switch) is bool(value)


@pytest.mark.parametrize(
    "asked", [{"locality": "west"}, {"locality": "WEST"}, {"teams": ["west-1"]}, {"teams": ["Witney"]}]
)
def test_a_locality_or_team_by_id_or_name_brings_its_own_visits_shifts_and_links(
    tmp_path: Path, asked: dict[str, Any]
) -> None:
    problem = the_problem(tmp_path, **asked)

    assert ids(problem.visits) == ["v1", "v2", "v3"]
    assert ids(problem.patients) == ["p1", "p2"]
    assert ids(problem.shifts) == ["d1", "d2"]
    assert problem.links == (VisitLink("v1", "v2", 300, 450),)
    assert problem.pins == (Pin("v1", "d1"),)
    assert len(problem.teams) == len(problem.localities) == 2
    assert len(problem.practices) == 8


def test_staff_of_other_teams_come_along_without_shifts_where_a_patient_names_or_knows_them(tmp_path: Path) -> None:
    north, west = the_problem(tmp_path, locality="north"), the_problem(tmp_path, locality="west")

    assert ids(north.staff) == ["s1", "s3"]
    assert ids(north.shifts) == ["d3"]
    assert west.history.has_any("p2")
    assert ids(west.staff) == ["s1", "s2", "s3"]


def test_a_pin_to_a_shift_of_another_team_brings_that_shift_and_its_person_and_no_other(tmp_path: Path) -> None:
    changes = {
        **with_lines("pins", "v3,1,d3,"),
        **with_lines("shifts", f"d4,s3,{DAY}T18:00,{DAY}T22:00,base,base,0,,"),
        "care_history": LAWFUL["care_history"][:1],
    }

    problem = the_problem(tmp_path, changes, teams=["Witney"])

    assert problem.pins == (Pin("v1", "d1"), Pin("v3", "d3", 0))
    assert ids(problem.shifts) == ["d1", "d2", "d3"]
    assert ids(problem.staff) == ["s1", "s2", "s3"]


def test_a_pin_to_a_shift_of_another_day_brings_nothing(tmp_path: Path) -> None:
    changes = {**NIGHT, **with_lines("pins", "v3,1,d3,"), "care_history": LAWFUL["care_history"][:1]}
    changes["visit_windows"] = [*NIGHT["visit_windows"], "v3,2026-11-24T08:00,2026-11-24T09:00"]

    tuesday = the_problem(tmp_path, changes, first_date=TUESDAY, teams=["Witney"])

    assert "v3" in ids(tuesday.visits)
    assert (tuesday.pins, ids(tuesday.shifts), ids(tuesday.staff)) == ((), ["d5"], ["s1", "s2"])


def test_travel_is_asked_for_between_places_that_somebody_goes_to_in_the_layers_of_the_shifts(tmp_path: Path) -> None:
    asked: list[tuple[list[str], Sequence[TravelLayer]]] = []

    def travel(locations: Sequence[Location], layers: Sequence[TravelLayer]) -> TravelMatrix:
        asked.append((ids(locations), layers))
        return nowhere_far(locations, layers)

    problem = the_problem(
        tmp_path,
        with_lines("shifts", f"d4,s1,{DAY}T18:00,{DAY}T22:00,h4,base,0,,"),
        locality="west",
        travel=travel,
    )

    layers = (TravelLayer(TravelMode.CAR, TrafficPeriod.DAY), TravelLayer(TravelMode.CAR, TrafficPeriod.EVENING))
    assert asked == [(["base", "h1", "h4"], layers)]
    assert ids(problem.locations) == ["base", "h1", "h2", "h4"]
    assert [problem.travel_layer_of(shift) for shift in problem.shifts] == [layers[0], layers[0], layers[1]]


NIGHT = {
    **with_lines("shifts", "d4,s1,2026-11-23T22:00,2026-11-24T06:00,base,base,0,,", "d5,s2,2026-11-24T08:00,2026-11-24T12:00,base,base,0,,"),
    **with_lines("visits", *(f"n{number},p1,trust,nursing,check,20,4,,,false" for number in range(4))),
    **with_lines(
        "visit_windows",
        "n0,2026-11-24T02:00,2026-11-24T03:00",
        "n1,2026-11-23T23:00,2026-11-24T01:00",
        "n2,2026-11-24T05:00,2026-11-24T09:00",
        "n3,2026-11-23T10:00,2026-11-24T10:00",
    ),
}  # fmt: skip


def test_a_visit_after_midnight_belongs_to_the_day_on_which_the_shift_that_covers_it_starts(tmp_path: Path) -> None:
    monday, tuesday = (the_problem(tmp_path, NIGHT, first_date=day) for day in (MONDAY, TUESDAY))

    assert [visit for visit in ids(monday.visits) if visit[0] == "n"] == ["n0", "n1", "n3"]
    assert ids(tuesday.visits) == ["n2", "n3"]
    assert (ids(monday.shifts), ids(tuesday.shifts)) == (["d1", "d2", "d3", "d4"], ["d5"])
    assert monday.visit_by_id["n0"].windows == (TimeWindow(1560, 1620),)


def test_a_window_that_began_before_the_horizon_opens_at_its_first_midnight(tmp_path: Path) -> None:
    tuesday = the_problem(tmp_path, NIGHT, first_date=TUESDAY)

    assert tuesday.visit_by_id["n3"].windows == (TimeWindow(0, 600),)


def test_several_days_are_one_horizon_with_every_window_in_it(tmp_path: Path) -> None:
    problem = the_problem(tmp_path, NIGHT, num_days=2)

    assert len(problem.visits) == 8
    assert len(problem.shifts) == 5
    assert problem.visit_by_id["n3"].windows == (TimeWindow(600, 1440 + 600),)


def test_of_several_windows_only_those_of_the_horizon_are_kept(tmp_path: Path) -> None:
    windows = {**NIGHT, "visit_windows": [*NIGHT["visit_windows"], "v1,2026-11-24T08:00,2026-11-24T09:00"]}

    assert the_problem(tmp_path, windows).visit_by_id["v1"].windows == (TimeWindow(480, 600),)
    assert the_problem(tmp_path, windows, first_date=TUESDAY).visit_by_id["v1"].windows == (TimeWindow(480, 540),)


def test_rest_is_counted_from_the_last_shift_known_before_the_horizon(tmp_path: Path) -> None:
    changes = {**NIGHT, **with_cell("staff", 2, "last_shift_ended_at", "2026-11-22T20:00")}

    assert the_problem(tmp_path, changes).staff_by_id["s1"].last_shift_ended_at == -240
    assert the_problem(tmp_path, changes, first_date=TUESDAY).staff_by_id["s1"].last_shift_ended_at == 360


@pytest.mark.parametrize(
    ("first_date", "figure", "minutes"),
    [
        (MONDAY, "0", 0),
        (TUESDAY, "0", 450),
        (date(2026, 11, 25), "0", 450 + 480),
        (date(2026, 11, 25), "929", 450 + 480),
        (date(2026, 11, 25), "931", 931),
        (date(2026, 11, 30), "0", 0),
    ],
)
def test_the_week_so_far_is_the_larger_of_the_staff_row_and_the_paid_minutes_of_earlier_shifts_since_monday(
    tmp_path: Path, first_date: date, figure: str, minutes: int
) -> None:
    other_days = ("2026-11-22", "2026-11-24", "2026-11-25", "2026-11-30")
    changes = {
        **with_cell("staff", 2, "minutes_worked_this_week", figure),
        **with_lines("shifts", *(f"e{day},s1,{day}T08:00,{day}T16:00,base,base,0,," for day in other_days)),
        **with_lines("visit_windows", *(f"v1,{day}T08:00,{day}T10:00" for day in other_days)),
    }

    problem = the_problem(tmp_path, changes, first_date=first_date)

    assert problem.staff_by_id["s1"].minutes_worked_this_week == minutes


@pytest.mark.parametrize(
    ("asked", "outside"),
    [
        ({"first_date": MONDAY}, [("n1", "n2")]),
        ({"first_date": TUESDAY}, [("n1", "n2")]),
        ({"num_days": 2}, []),
        ({"num_days": 2, "teams": ["Witney"]}, [("v1", "v4")]),
        ({"num_days": 2, "teams": ["Banbury"]}, [("v1", "v4")]),
    ],
)
def test_a_link_to_a_visit_of_another_day_or_team_is_told_of_for_it_binds_nothing(
    tmp_path: Path, asked: dict[str, Any], outside: list[tuple[str, str]]
) -> None:
    changes = {**NIGHT, **with_lines("visit_links", "n1,n2,300,450")}
    problem = the_problem(tmp_path, changes, **asked)

    told = links_that_reach_outside(read_folder(tmp_path), problem)

    assert [(row.first_visit_id, row.second_visit_id) for row in told] == outside


def test_minutes_are_elapsed_on_the_day_on_which_the_clocks_go_forward(tmp_path: Path) -> None:
    spring = {
        table: [row.replace(DAY, "2027-03-28") for row in LAWFUL[table]]
        for table in ("shifts", "events", "visit_windows", "pins")
    }

    problem = the_problem(tmp_path, spring, first_date=date(2027, 3, 28))

    assert (problem.shift_by_id["d1"].start, problem.shift_by_id["d1"].end) == (420, 900)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"locality": "Wst"}, "localities.csv: locality is 'Wst', expected one of West (west), North (north)"),
        ({"teams": ["x"]}, "teams.csv: team is 'x', expected one of Witney (west-1), Banbury (north-1)"),
        ({"locality": "north", "teams": ["Witney"]}, "teams.csv: team is 'Witney', expected one of Banbury (north-1)"),
        (
            {"first_date": TUESDAY, "num_days": 2, "locality": "west"},
            "visit_windows.csv: date is '2026-11-24 to 2026-11-25', expected a day on which west-1 have visits; "
            "there are visits on 2026-11-23",
        ),
    ],
)
def test_what_is_not_there_is_named_with_what_is(tmp_path: Path, asked: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError) as caught:
        the_problem(tmp_path, **asked)

    assert [str(fault) for fault in caught.value.faults] == [says]
