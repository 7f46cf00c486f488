from collections import Counter
from datetime import date
from pathlib import Path
from typing import TypeVar

import nhs_number
import pytest

from data.synthetic.generator import County, generate, generate_county
from scheduler.errors import InvalidNounError
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.rows import (
    TABLES,
    DelegationRow,
    PatientRow,
    Row,
    ShiftRow,
    StaffRow,
    VisitAttendanceRow,
    VisitLinkRow,
    VisitRow,
    VisitWindowRow,
)
from scheduler.io.tables.writing import write_folder
from scheduler.model.demand import LinkedStaff, RiskFlag, Service

MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 28)

R = TypeVar("R", bound=Row)


def rows_of(county: County, table: type[R]) -> list[R]:
    return [row for row in county.rows[table] if isinstance(row, table)]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("once", "again"):
        write_folder(generate(7, day=MONDAY, localities=["West"]), tmp_path / name)

    for file in sorted((tmp_path / "once").iterdir()):
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes(), file.name


def test_another_seed_gives_another_day() -> None:
    assert generate(1, day=MONDAY, teams=["W1"]) != generate(2, day=MONDAY, teams=["W1"])


def test_a_locality_alone_is_the_same_as_in_the_county(county: County, west: County) -> None:
    for table in TABLES:
        assert set(west.rows[table]) <= set(county.rows[table]), table.table


def test_the_importer_finds_no_fault_and_warns_of_the_one_small_team(tmp_path: Path, county: County) -> None:
    write_folder(county.rows, tmp_path / "county")

    folder = read_folder(tmp_path / "county")

    sizes = [warning.says for warning in folder.warnings if warning.file == "teams.csv"]
    assert sizes == ["team NE1 has 3 practices, expected 4 to 6"]
    assert folder.dates() == (MONDAY,)


def test_nhs_numbers_are_valid_from_the_unissued_range_and_unique(county: County) -> None:
    numbers = [row.nhs_number for row in rows_of(county, PatientRow)]

    assert all(number.startswith("999") and nhs_number.is_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_telephones_are_from_the_ranges_for_drama(county: County) -> None:
    telephones = [row.telephone for table in (PatientRow, StaffRow) for row in rows_of(county, table)]

    assert all(number.startswith(("01632 960", "07700 900")) and len(number) == 12 for number in telephones)


def test_double_ups_have_the_shares_aimed_at(county: County) -> None:
    service = {row.visit_id: row.service for row in rows_of(county, VisitRow)}
    all_visits = Counter(service.values())
    doubles = Counter(service[row.visit_id] for row in rows_of(county, VisitAttendanceRow) if row.attendance == 2)

    assert doubles[Service.NURSING] / all_visits[Service.NURSING] == pytest.approx(0.06, abs=0.01)
    assert doubles[Service.HOME_SUPPORT] / all_visits[Service.HOME_SUPPORT] == pytest.approx(0.28, abs=0.03)


def test_flags_and_wishes_about_gender_have_the_shares_aimed_at(county: County) -> None:
    patients = rows_of(county, PatientRow)

    flagged = sum(row.risk_flag is not RiskFlag.NONE for row in patients) / len(patients)
    with_gender_wish = sum(row.gender_required is not None or row.gender_preferred is not None for row in patients)

    assert flagged == pytest.approx(0.06, abs=0.02)
    assert with_gender_wish / len(patients) == pytest.approx(0.08, abs=0.02)


def test_morning_and_evening_insulin_of_one_patient_are_linked_eight_to_twelve_hours_apart(county: County) -> None:
    visits = {row.visit_id: row for row in rows_of(county, VisitRow)}
    evenings = {row.visit_id for row in visits.values() if row.visit_type == "insulin_evening"}
    links = [link for link in rows_of(county, VisitLinkRow) if link.second_visit_id in evenings]

    assert {link.second_visit_id for link in links} == evenings
    for link in links:
        assert (link.gap_least_minutes, link.gap_most_minutes) == (480, 720)
        assert visits[link.first_visit_id].visit_type == "insulin_morning"
        assert visits[link.first_visit_id].patient_id == visits[link.second_visit_id].patient_id


def test_joint_falls_visits_start_together_with_different_staff(county: County) -> None:
    links = [link for link in rows_of(county, VisitLinkRow) if link.staff is LinkedStaff.DIFFERENT]

    assert len(links) == 8
    assert all((link.gap_least_minutes, link.gap_most_minutes, link.is_both_or_none) == (0, 0, True) for link in links)


def test_must_serve_visits_cannot_be_put_off_and_some_routine_ones_can(county: County) -> None:
    for visit in rows_of(county, VisitRow):
        if visit.is_must_serve or visit.is_time_critical:
            assert visit.latest_on == visit.due_on == MONDAY, visit.visit_id
        if visit.visit_type == "wound_simple":
            assert visit.latest_on == date(2026, 11, 24), visit.visit_id


def test_an_urgent_response_is_due_two_hours_after_its_referral(county: County) -> None:
    first_visits = [visit for visit in rows_of(county, VisitRow) if visit.visit_type == "urgent_first"]

    assert len(first_visits) == 8
    assert all(visit.respond_by is not None and visit.respond_by.hour == 10 for visit in first_visits)


def test_insulin_is_delegated_by_name_to_support_workers_with_visits_left_before_the_review(county: County) -> None:
    registered = {row.staff_id: row.is_registered for row in rows_of(county, StaffRow)}
    delegations = rows_of(county, DelegationRow)

    assert len(delegations) > 20
    for delegation in delegations:
        assert not registered[delegation.staff_id]
        assert delegation.visits_since_review <= 2
        assert (MONDAY - delegation.reviewed_on).days <= 28


def test_a_saturday_has_the_daily_and_urgent_visits_alone() -> None:
    week_day = generate_county(1, day=MONDAY, localities=["West"])
    saturday = generate_county(1, day=SATURDAY, localities=["West"])

    def nursing(county: County) -> int:
        return sum(row.service is Service.NURSING for row in rows_of(county, VisitRow))

    assert 0.45 <= nursing(saturday) / nursing(week_day) <= 0.65
    assert not [row for row in rows_of(saturday, VisitRow) if row.visit_type in ("blood_test", "social_review")]


def test_in_a_week_nobody_works_more_than_five_shifts_and_a_syringe_driver_is_renewed_every_24_hours() -> None:
    week = generate_county(1, day=MONDAY, num_days=7, teams=["W1"])

    shifts = Counter(row.staff_id for row in rows_of(week, ShiftRow))
    visit_types = {row.visit_id: row.visit_type for row in rows_of(week, VisitRow)}
    repeats = [link for link in rows_of(week, VisitLinkRow) if visit_types[link.first_visit_id] == "syringe_driver"]

    assert max(shifts.values()) <= 5
    assert repeats
    assert all((link.gap_least_minutes, link.gap_most_minutes) == (1380, 1500) for link in repeats)


def test_in_a_week_a_visit_that_may_wait_has_a_window_on_each_day_that_still_does() -> None:
    week = generate_county(1, day=MONDAY, num_days=3, teams=["W1"])
    num_windows = Counter(row.visit_id for row in rows_of(week, VisitWindowRow))

    for visit in rows_of(week, VisitRow):
        assert visit.due_on is not None
        assert visit.latest_on is not None
        days_left = min((visit.latest_on - visit.due_on).days, (date(2026, 11, 25) - visit.due_on).days)
        assert num_windows[visit.visit_id] == days_left + 1, visit.visit_id


def test_ten_times_the_county_has_ten_times_the_visits() -> None:
    tenfold = generate_county(1, day=MONDAY, teams=["W1"], scale=10)
    once = generate_county(1, day=MONDAY, teams=["W1"])

    assert len(rows_of(tenfold, VisitRow)) == pytest.approx(10 * len(rows_of(once, VisitRow)), rel=0.05)
    assert len({row.nhs_number for row in rows_of(tenfold, PatientRow)}) == len(rows_of(tenfold, PatientRow))


def test_an_unknown_part_of_the_county_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidNounError, match=r"Wessex is unknown, expected some of North, .*West.*W2"):
        generate(1, day=MONDAY, localities=["Wessex"])
