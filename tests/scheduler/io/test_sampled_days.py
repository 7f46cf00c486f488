from datetime import date
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.sampled_days import sampled_days
from scheduler.io.tables.data_folder import DataFolder
from scheduler.io.tables.reading import read_folder
from tests.scheduler.io.tables.folders import a_folder
from tests.scheduler.scenarios.days import TRAVEL

SHIFTS = [
    "shift_id,staff_id,starts_at,ends_at,start_location_id,end_location_id,break_minutes,break_from,break_to",
    *(
        f"d{day},s1,2026-11-{day}T08:00,2026-11-{day}T16:00,base,base,30,2026-11-{day}T11:00,2026-11-{day}T14:00"
        for day in (23, 24, 25)
    ),
]
VISITS = [
    "visit_id,patient_id,organisation_id,service,visit_type,duration_minutes,level_of_care,due_on,latest_on",
    "early,p1,trust,nursing,insulin,20,4,2026-11-23,2026-11-24",
    "late,p1,trust,nursing,insulin,20,4,2026-11-24,2026-11-24",
]
WINDOWS = [
    "visit_id,earliest_start,latest_start",
    "early,2026-11-23T09:00,2026-11-23T10:00",
    "early,2026-11-24T09:00,2026-11-24T10:00",
    "late,2026-11-24T12:00,2026-11-24T13:00",
]
EMPTY = {
    "visit_attendances": ["visit_id,attendance,skill_ids,minimum_band"],
    "visit_links": ["first_visit_id,second_visit_id,gap_least_minutes,gap_most_minutes"],
    "pins": ["visit_id,attendance,shift_id,starts_at"],
    "events": ["shift_id,name,starts_at,ends_at,location_id"],
}


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return read_folder(a_folder(tmp_path / "data", shifts=SHIFTS, visits=VISITS, visit_windows=WINDOWS, **EMPTY))


def test_a_visit_that_may_wait_is_asked_for_on_the_day_it_is_due_and_on_no_other(folder: DataFolder) -> None:
    days = sampled_days(folder, 9, travel=TRAVEL)

    assert [(day.name, [visit.id for visit in day.problem.visits]) for day in days] == [
        ("2026-11-23", ["early"]),
        ("2026-11-24", ["late"]),
    ]


def test_days_are_sampled_from_a_date_on_and_no_more_than_asked_for(folder: DataFolder) -> None:
    assert [day.name for day in sampled_days(folder, 1, travel=TRAVEL)] == ["2026-11-23"]
    assert [day.name for day in sampled_days(folder, 5, first_date=date(2026, 11, 24), travel=TRAVEL)] == ["2026-11-24"]


def test_a_date_after_the_last_day_is_refused(folder: DataFolder) -> None:
    with pytest.raises(InputError, match="expected a day up to 2026-11-24"):
        sampled_days(folder, 1, first_date=date(2026, 12, 1), travel=TRAVEL)
