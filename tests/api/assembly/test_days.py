"""The database gives the problem that the data folder gives, without what was cancelled and who is away."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from api.assembly import problem_of, problem_of_zip, tables_of, zip_of
from api.database import Database
from api.demo import DAY, WEST_WEEKDAY
from api.tables.caseloads import PinRecord, VisitRecord, VisitWindowRecord
from api.tables.workforce import AbsenceRecord, ShiftRecord, StaffRecord
from scheduler.errors import InputError
from scheduler.io.plan_document import Scope
from scheduler.io.tables.data_folder import DataFolder
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.rows import PatientRow, PinRow, Row, ShiftRow, StaffRow, VisitRow
from scheduler.io.tables.to_problem import problem_for
from scheduler.model.problem import Problem
from scheduler.travel.estimate import EstimatedTravel

WEST = Scope(first_date=DAY, locality="west")
W1 = Scope(first_date=DAY, locality="west", teams=("W1",))
SHIFT = "west-S01-1123"


def of_folder(scope: Scope) -> Problem:
    """What the command makes of the same data, rows in order of their keys."""
    read = read_folder(WEST_WEEKDAY).rows_by_table

    def in_order(rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(sorted(rows, key=lambda row: tuple(getattr(row, column) for column in type(row).key)))

    folder = DataFolder({table: in_order(rows) for table, rows in read.items()})
    return problem_for(
        folder,
        first_date=scope.first_date,
        locality=scope.locality,
        teams=scope.teams,
        travel=EstimatedTravel(),
    )


def of_database(database: Database, scope: Scope = WEST, *, pins: Sequence[PinRow] = ()) -> Problem:
    with database.reading() as session:
        return problem_of(session, scope, pins=pins)


@pytest.mark.parametrize("scope", [WEST, W1, Scope(first_date=DAY)], ids=str)
def test_the_problem_is_that_of_the_folder_which_was_loaded(loaded: Database, scope: Scope) -> None:
    assert of_database(loaded, scope).digest == of_folder(scope).digest


def test_a_team_alone_loads_none_of_another_teams_patients(loaded: Database) -> None:
    with loaded.reading() as session:
        folder = tables_of(session, W1)

    assert {row.ods_code for row in folder.rows(PatientRow)} <= {"K84006", "K84010", "K84075", "K84618"}
    assert {row.visit_id[:2] for row in folder.rows(VisitRow)} == {"W1"}


def test_a_cancelled_visit_is_asked_of_nobody(loaded: Database) -> None:
    with loaded.writing() as session:
        session.execute(
            update(VisitRecord).where(VisitRecord.visit_id == "W1-V0001").values(cancelled_at=datetime.now(UTC))
        )

    assert "W1-V0001" not in of_database(loaded).visit_by_id


def _absent(database: Database, starts_at: datetime, ends_at: datetime) -> None:
    with database.writing() as session:
        session.add(
            AbsenceRecord(
                staff_id="west-S01",
                starts_at=starts_at,
                ends_at=ends_at,
                kind="sickness",
                recorded_by="x",
                recorded_at=datetime.now(UTC),
            )
        )


def test_an_absence_takes_away_the_shifts_that_it_touches_and_no_other(loaded: Database) -> None:
    with loaded.reading() as session:
        shift = session.get_one(ShiftRecord, SHIFT)
        starts_at = shift.starts_at

    _absent(loaded, starts_at - timedelta(days=1), starts_at)
    assert SHIFT in of_database(loaded).shift_by_id

    _absent(loaded, starts_at - timedelta(days=1), starts_at + timedelta(minutes=1))
    assert SHIFT not in of_database(loaded).shift_by_id


def test_a_visit_that_nobody_is_on_duty_for_is_still_asked_for(loaded: Database) -> None:
    with loaded.writing() as session:
        session.execute(update(ShiftRecord).values(cancelled_at=datetime.now(UTC)))

    problem = of_database(loaded)

    assert problem.shifts == ()
    assert len(problem.visits) == 313


def test_a_visit_after_midnight_belongs_to_the_night_shift_of_the_day_before(loaded: Database) -> None:
    with loaded.writing() as session:
        after_midnight = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
        session.execute(update(ShiftRecord).where(ShiftRecord.shift_id == SHIFT).values(ends_at=after_midnight))
        session.execute(
            update(VisitWindowRecord)
            .where(VisitWindowRecord.visit_id == "W1-V0001")
            .values(
                earliest_start=after_midnight - timedelta(minutes=15),
                latest_start=after_midnight + timedelta(minutes=15),
            )
        )

    assert "W1-V0001" in of_database(loaded).visit_by_id


def test_a_pin_handed_in_stands_in_place_of_the_one_in_the_database(loaded: Database) -> None:
    with loaded.writing() as session:
        session.add(PinRecord(visit_id="W1-V0001", attendance=1, shift_id=SHIFT))

    assert [pin.shift_id for pin in of_database(loaded).pins] == [SHIFT]

    other = of_database(loaded, pins=[PinRow(visit_id="W1-V0001", shift_id="west-S02-1123")])
    assert [pin.shift_id for pin in other.pins] == ["west-S02-1123"]


def test_a_day_without_visits_is_refused(loaded: Database) -> None:
    with pytest.raises(InputError):
        of_database(loaded, Scope(first_date=date(2026, 11, 22), locality="west"))


def test_a_zip_gives_the_problem_again_whatever_happens_to_the_database(loaded: Database) -> None:
    before = of_database(loaded)
    with loaded.reading() as session:
        packed = zip_of(tables_of(session, WEST))
        assert zip_of(tables_of(session, WEST)) == packed

    with loaded.writing() as session:
        session.execute(update(VisitRecord).values(duration_minutes=1))
        assert session.scalars(select(VisitRecord.duration_minutes).distinct()).all() == [1]

    assert problem_of_zip(packed, WEST).digest == before.digest


def test_the_second_of_two_equal_wall_clock_times_is_kept(loaded: Database) -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    with loaded.writing() as session:
        session.execute(
            update(ShiftRecord)
            .where(ShiftRecord.shift_id == SHIFT)
            .values(starts_at=second, ends_at=second + timedelta(hours=5))
        )

    with loaded.reading() as session:
        rows = {row.shift_id: row for row in tables_of(session, Scope(first_date=date(2026, 10, 25))).rows(ShiftRow)}

    assert rows[SHIFT].starts_at.fold == 1


@pytest.mark.parametrize(
    ("ended_on", "minutes", "is_ended"),
    [
        (date(2026, 11, 22), 0, True),
        (date(2026, 11, 23), 600, True),
        (date(2026, 11, 25), 600, True),
        (date(2026, 11, 26), 0, False),
    ],
)
def test_hours_worked_count_in_their_own_week_and_not_for_days_before_them(
    loaded: Database, ended_on: date, minutes: int, is_ended: bool
) -> None:
    ended_at = datetime.combine(ended_on, time(6), tzinfo=UTC)
    with loaded.writing() as session:
        session.execute(update(StaffRecord).values(minutes_worked_this_week=600, last_shift_ended_at=ended_at))

    with loaded.reading() as session:
        staff = tables_of(session, Scope(first_date=date(2026, 11, 25))).rows(StaffRow)

    assert {row.minutes_worked_this_week for row in staff} == {minutes}
    assert {row.last_shift_ended_at is not None for row in staff} == {is_ended}
