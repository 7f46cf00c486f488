from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.travel_csv import FileTravel
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer
from scheduler.model.workforce import TravelMode
from tests.builders import home

HEADER = "from,to,mode,period,minutes,metres\n"
CAR_BY_DAY = TravelLayer(TravelMode.CAR, TrafficPeriod.DAY)
PLACES = [home(1), home(2)]


def a_file(folder: Path, text: str) -> FileTravel:
    path = folder / "travel.csv"
    path.write_text(text, encoding="utf-8")
    return FileTravel(path)


def the_faults(travel: FileTravel) -> list[str]:
    with pytest.raises(InputError) as refusal:
        travel(PLACES, [CAR_BY_DAY])
    return [str(fault) for fault in refusal.value.faults]


def test_a_file_gives_minutes_rounded_up_and_need_not_say_the_way_to_itself(tmp_path: Path) -> None:
    travel = a_file(tmp_path, HEADER + "h1,h2,car,day,7.2,3000\nh2,h1,car,day,8,3100\n")

    matrix = travel(PLACES, [CAR_BY_DAY])

    assert matrix.minutes[CAR_BY_DAY].tolist() == [[0, 8], [8, 0]]
    assert matrix.metres[TravelMode.CAR].tolist() == [[0, 3000], [3100, 0]]
    assert "travel.csv" in matrix.source


def test_places_and_layers_that_nobody_asked_for_are_passed_over(tmp_path: Path) -> None:
    rows = "h1,h2,car,day,7,3000\nh2,h1,car,day,8,3100\nh1,h9,car,day,70,1\nh1,h2,foot,night,99,2900\n"

    matrix = a_file(tmp_path, HEADER + rows)(PLACES, [CAR_BY_DAY])

    assert matrix.minutes[CAR_BY_DAY].tolist() == [[0, 7], [8, 0]]
    assert list(matrix.minutes) == [CAR_BY_DAY]


def test_a_missing_pair_is_named(tmp_path: Path) -> None:
    faults = the_faults(a_file(tmp_path, HEADER + "h1,h2,car,day,7,3000\n"))

    assert faults == ["travel.csv, line 0, column from, to: 'h2 to h1', expected a row for car in the day"]


def test_of_very_many_missing_pairs_the_first_hundred_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    places = [home(units) for units in range(1, 12)]

    with pytest.raises(InputError) as refusal:
        a_file(tmp_path, HEADER)(places, [CAR_BY_DAY])

    assert len(refusal.value.faults) == 101
    assert "10 more pairs" in str(refusal.value.faults[-1])


def test_every_wrong_cell_is_named_with_line_column_value_and_what_was_expected(tmp_path: Path) -> None:
    rows = (
        "h1,h2,tram,day,7,3000\n"
        "h2,h1,car,noon,7,3000\n"
        "h1,h2,car,day,soon,3000\n"
        "h2,h1,car,day,-1,3000\n"
        "h1,h1,car,day,3,0\n"
        "h2,h1,car,day,7,3000\n"
    )

    faults = the_faults(a_file(tmp_path, HEADER + rows))

    assert [fault.split(", expected")[0] for fault in faults] == [
        "travel.csv, line 2, column mode: 'tram'",
        "travel.csv, line 3, column period: 'noon'",
        "travel.csv, line 4, column minutes: 'soon'",
        "travel.csv, line 5, column minutes: '-1'",
        "travel.csv, line 6, column minutes: '3'",
        "travel.csv, line 7, column to: 'h1'",
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    faults = the_faults(a_file(tmp_path, "from,to,mode,minutes,metres\n"))

    assert faults == ["travel.csv, line 1, column period: '', expected this column"]


@pytest.mark.parametrize("text", ["", 'from,to\n"h1'])
def test_a_file_that_is_no_table_is_a_fault_and_not_a_crash(tmp_path: Path, text: str) -> None:
    assert the_faults(a_file(tmp_path, text))


def test_a_file_that_is_not_there_or_not_utf_8_is_a_fault_and_not_a_crash(tmp_path: Path) -> None:
    strange = tmp_path / "strange.csv"
    strange.write_bytes(HEADER.encode() + b"caf\xe9,h2,car,day,7,3000\n")

    assert the_faults(FileTravel(tmp_path / "absent.csv"))
    assert the_faults(FileTravel(strange))
