"""A folder is read whole or not at all; whatever stands in it, the answer comes soon and is an `InputError`."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.errors import InputError
from scheduler.io.tables.faults import MOST_LISTED
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.rows import TABLES, PatientRow, PinRow, StaffRow, VisitRow
from tests.patience import answered_in_seconds
from tests.scheduler.io.tables.folders import DAY, LAWFUL, a_folder, with_cell, with_lines

TEN_MEGABYTES = 10_000_000


def without_the_first_break(tables: dict[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    header, first, *others = tables["shifts"]
    return {"shifts": [header, first.replace(f"30,{DAY}T11:00,{DAY}T14:00", "0,,"), *others]}


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_folder(folder)
    return [str(fault) for fault in caught.value.faults]


def test_a_lawful_folder_is_read_into_typed_rows_without_a_warning(tmp_path: Path) -> None:
    folder = read_folder(a_folder(tmp_path))

    assert folder.warnings == ()
    assert [len(folder.rows(table)) for table in TABLES] == [len(LAWFUL[table.table]) - 1 for table in TABLES]
    assert folder.rows(StaffRow)[0].team_ids == ("west-1",)
    assert folder.rows(PatientRow)[0].nhs_number == "9990000018"
    assert folder.rows(VisitRow)[2].is_remote


def test_a_folder_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "none") == [f"{tmp_path / 'none'} is missing, expected a folder of CSV tables"[:200]]


def test_tables_that_may_be_absent_count_as_empty_and_all_others_are_missed(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    for table in TABLES:
        if table.may_be_absent:
            (folder / f"{table.table}.csv").unlink()

    assert read_folder(folder).rows(PinRow) == ()

    for file in folder.iterdir():
        file.unlink()
    needed = [f"{table.table}.csv" for table in TABLES if not table.may_be_absent]
    assert [fault.split(" is missing")[0] for fault in faults_of(folder)] == needed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_utf_8_is_read_with_or_without_byte_order_mark_and_with_any_line_end(
    tmp_path: Path, encoding: str, line_end: str
) -> None:
    folder = a_folder(tmp_path)
    (folder / "localities.csv").write_bytes(
        line_end.join(["locality_id,name", "west,Wést", "north,North", "", ""]).encode(encoding)
    )

    assert read_folder(folder).rows(TABLES[0])[0].model_dump() == {"locality_id": "west", "name": "Wést"}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"locality_id,name\nwest,West\nnorth,Caf\xe9\n", "localities.csv:3: name is 'byte 0xe9'"),
        (b'\xef\xbb\xbflocality_id,name\n"we\nst",W\nnorth,\xff', "localities.csv:4: name is 'byte 0xff'"),
        (b"locality_id,name\r\nwest,W\x00est\r\n", "localities.csv:2: name is 'byte 0x00'"),
        ("locality_id,name\nwest,West".encode("utf-16"), "localities.csv:1: column 1 is 'byte 0xff'"),
        (b"locality_id,n\xe4me\n", "localities.csv:1: column 2 is 'byte 0xe4'"),
    ],
)
def test_bytes_that_are_not_utf_8_are_one_fault_at_the_first_of_them(
    tmp_path: Path, content: bytes, fault: str
) -> None:
    folder = a_folder(tmp_path)
    (folder / "localities.csv").write_bytes(content)

    found = faults_of(folder)

    assert len(found) == 1
    assert found[0].startswith(fault)


def test_a_file_that_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "pins.csv").unlink()
    (folder / "pins.csv").mkdir()

    assert faults_of(folder) == ["pins.csv is 'Is a directory', expected a file that can be read"]


def test_lines_are_counted_as_an_editor_does_across_quoted_line_breaks_and_empty_rows(tmp_path: Path) -> None:
    lines = ["locality_id,name", 'west,"We\n\nst"', "", ",", "north,North", ",East"]

    assert faults_of(a_folder(tmp_path, localities=lines))[0].startswith("localities.csv:8: locality_id is empty")


def test_columns_may_stand_in_any_order_and_those_not_required_may_be_left_out(tmp_path: Path) -> None:
    folder = read_folder(a_folder(tmp_path, localities=["name,locality_id", "West,west", "North,north"]))

    assert folder.rows(TABLES[0])[1].model_dump() == {"locality_id": "north", "name": "North"}


@pytest.mark.parametrize(
    ("lawful", "broken", "fault"),
    [
        (
            with_cell("visit_windows", 2, "latest_start", f"{DAY}T08:00"),
            with_cell("visit_windows", 2, "latest_start", f"{DAY}T07:59"),
            "visit_windows.csv:2: latest_start",
        ),
        (
            with_lines("visit_windows", f"v2,{DAY}T16:59,{DAY}T18:00"),
            with_lines("visit_windows", f"v2,{DAY}T17:00,{DAY}T18:00"),
            "visit_windows.csv:7: earliest_start",
        ),
        (
            with_lines("visit_windows", f"v1,{DAY}T10:01,{DAY}T11:00"),
            with_lines("visit_windows", f"v1,{DAY}T10:00,{DAY}T11:00"),
            "visit_windows.csv:7: earliest_start",
        ),
        (
            with_lines("shifts", f"d4,s1,{DAY}T16:00,{DAY}T17:00,base,base,0,,"),
            with_lines("shifts", f"d4,s1,{DAY}T15:59,{DAY}T17:00,base,base,0,,"),
            "shifts.csv:5: starts_at",
        ),
        (
            with_lines("shifts", "d4,s1,2026-11-24T08:00,2026-11-25T08:00,base,base,0,,"),
            with_lines("shifts", "d4,s1,2026-11-24T08:00,2026-11-25T08:01,base,base,0,,"),
            "shifts.csv:5: ends_at",
        ),
        (
            with_cell("shifts", 2, "break_from", f"{DAY}T14:00"),
            with_cell("shifts", 2, "break_from", f"{DAY}T14:01"),
            "shifts.csv:2: break_to",
        ),
        (
            with_lines("shifts", f"d4,s1,{DAY}T17:00,{DAY}T18:00,base,base,30,{DAY}T17:30,{DAY}T18:00"),
            with_lines("shifts", f"d4,s1,{DAY}T17:00,{DAY}T18:00,base,base,30,{DAY}T17:31,{DAY}T18:00"),
            "shifts.csv:5: break_from",
        ),
        (
            with_lines("events", f"d2,Talk,{DAY}T08:00,{DAY}T16:00,"),
            with_lines("events", f"d2,Talk,{DAY}T07:59,{DAY}T16:00,"),
            "events.csv:3: starts_at",
        ),
        (
            with_lines("events", f"d1,Talk,{DAY}T13:30,{DAY}T14:00,"),
            with_lines("events", f"d1,Talk,{DAY}T13:29,{DAY}T14:00,"),
            "events.csv:3: starts_at",
        ),
        (
            with_lines("visit_links", "v2,v1,-450,-450"),
            with_lines("visit_links", "v2,v1,-500,-451"),
            "visit_links.csv:4: gap_least_minutes",
        ),
        (
            with_lines("visit_links", "v2,v1,-240,0"),
            with_lines("visit_links", "v2,v1,-239,0"),
            "visit_links.csv:4: gap_least_minutes",
        ),
        (
            with_cell("locations", 3, "latitude", "52.2"),
            with_cell("locations", 3, "latitude", "52.21"),
            "locations.csv:3: latitude",
        ),
        (
            with_cell("locations", 3, "longitude", "-0.8"),
            with_cell("locations", 3, "longitude", "0.8"),
            "locations.csv:3: longitude",
        ),
        (
            with_cell("visits", 4, "latest_on", DAY),
            with_cell("visits", 4, "latest_on", "2026-11-22"),
            "visits.csv:4: latest_on",
        ),
        (
            with_lines("policy", "limit.care_minutes,300"),
            with_lines("policy", "limit.care_hours,5"),
            "policy.csv:5: setting",
        ),
        (
            with_cell("shifts", 2, "break_may_be_missed", "true"),
            without_the_first_break(with_cell("shifts", 2, "break_may_be_missed", "true")),
            "shifts.csv:2: break_may_be_missed",
        ),
        (
            with_lines("policy", "care_ends_in_window,1"),
            with_lines("policy", "care_ends_in_window,2"),
            "policy.csv:5: value",
        ),
        (
            with_cell("policy", 4, "value", "1"),
            with_cell("policy", 4, "value", "2"),
            "policy.csv:4: value",
        ),
    ],
)  # fmt: skip
def test_the_last_lawful_value_is_read_and_the_first_beyond_it_is_a_fault(
    tmp_path: Path, lawful: dict[str, Sequence[str]], broken: dict[str, Sequence[str]], fault: str
) -> None:
    read_folder(a_folder(tmp_path / "lawful", **lawful))

    found = faults_of(a_folder(tmp_path / "broken", **broken))

    assert [text.split(" is ")[0] for text in found] == [fault]


def test_nothing_is_said_to_dangle_where_the_other_table_could_not_be_read(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "staff.csv").write_bytes(b"\xff")

    assert len(faults_of(folder)) == 1


def test_an_id_on_a_row_with_another_fault_is_known_all_the_same(tmp_path: Path) -> None:
    assert len(faults_of(a_folder(tmp_path / "typed", **with_cell("staff", 2, "band", "x")))) == 1
    assert len(faults_of(a_folder(tmp_path / "wide", **with_cell("staff", 2, "team_ids", "west-1,more")))) == 1


def test_faults_beyond_the_first_of_a_file_are_counted(tmp_path: Path) -> None:
    bad_ids = [f"bad {number},Name" for number in range(MOST_LISTED // 2)]
    many = with_lines("localities", *bad_ids, *["too,many,cells"] * 3_000)

    found = faults_of(a_folder(tmp_path, **many))

    assert [int(text.split(":")[1]) for text in found[:MOST_LISTED]] == list(range(4, 4 + MOST_LISTED))
    assert found[MOST_LISTED:] == [f"localities.csv: and {3_000 - MOST_LISTED // 2:,} more"]


@pytest.mark.parametrize(
    "garbage",
    [
        random.Random(1).randbytes(TEN_MEGABYTES),
        b",".join([b"x"] * (TEN_MEGABYTES // 2)),
        b'"' * TEN_MEGABYTES,
        "".join(random.Random(1).choices("abc,; \n", k=TEN_MEGABYTES)).encode(),
        b"visit_id,patient_id\n" + b"a,b\n" * (TEN_MEGABYTES // 4),
    ],
    ids=["bytes", "one row", "quotes", "text", "rows"],
)
def test_ten_megabytes_of_garbage_are_answered_in_seconds(tmp_path: Path, garbage: bytes) -> None:
    folder = a_folder(tmp_path)
    (folder / "visits.csv").write_bytes(garbage)

    with answered_in_seconds():
        found = faults_of(folder)

    assert len(found) <= len(TABLES) * (MOST_LISTED + 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.sampled_from([table.table for table in TABLES]),
    garbage=st.binary(max_size=200) | st.text(st.sampled_from('a1,;"\n\r\t -:T.é'), max_size=200).map(str.encode),
    keeps_header=st.booleans(),
)
def test_garbage_raises_nothing_but_an_input_error(
    tmp_path: Path, table: str, garbage: bytes, *, keeps_header: bool
) -> None:
    folder = a_folder(tmp_path)
    header = f"{LAWFUL[table][0]}\n".encode() if keeps_header else b""
    (folder / f"{table}.csv").write_bytes(header + garbage)

    try:
        read_folder(folder)
    except InputError as error:
        assert all(str(fault).isprintable() for fault in error.faults)  # noqa: PT017 - either outcome is lawful


def test_a_county_and_a_table_of_twenty_thousand_rows_are_read_in_two_seconds(tmp_path: Path) -> None:
    numbers = range(10, 20_010)
    history = [f"p1,t{number},2" for number in numbers]
    staff = [f"t{number},Name,trust,community_nurse,5,true,west-1;north-1" for number in numbers]
    visits = [f"w{number},p1,trust,nursing,insulin,20,4,,,false" for number in numbers[:2_000]]
    windows = [f"w{number},{DAY}T0{number % 2 + 8}:{number % 60:02},{DAY}T12:00" for number in numbers[:2_000]]
    tables = {"care_history": history, "staff": staff, "visits": visits, "visit_windows": windows}
    folder = a_folder(
        tmp_path,
        **{name: all_of for table, more in tables.items() for name, all_of in with_lines(table, *more).items()},
    )

    with answered_in_seconds():
        read_folder(folder)


TEN_MEGABYTES_OF_ROWS = 170_000
MANY = 60_000
VISITS = LAWFUL["visits"][0]


@pytest.mark.parametrize(
    ("table", "rows", "rest"),
    [
        (
            "visits",
            [VISITS, *(f"x{n},p1,trust,nursin,insulin,abc,9,23/11/2026,,maybe" for n in range(TEN_MEGABYTES_OF_ROWS))],
            "visits",
        ),
        (
            "visits",
            [VISITS, *(f"x{n},p{n},trus,nursing,insulin,20,4,2026-11-24,2026-11-23," for n in range(MANY))],
            "visits",
        ),
        (
            "shifts",
            [LAWFUL["shifts"][0], *(f"d{n},s1,{DAY}T08:00,{DAY}T16:00,base,base,30,," for n in range(MANY))],
            "shifts",
        ),
        (
            "visit_windows",
            [LAWFUL["visit_windows"][0], *(f"v{n % 3},{DAY}T09:{n % 60:02},{DAY}T10:00" for n in range(MANY))],
            "visit_windows",
        ),
        ("policy", [LAWFUL["policy"][0], *(f"weight.travel_{n},3" for n in range(MANY))], "policy"),
    ],
    ids=["types", "references", "overlaps", "windows", "settings"],
)
def test_very_many_well_formed_wrong_rows_are_answered_in_seconds(
    tmp_path: Path, table: str, rows: list[str], rest: str
) -> None:
    folder = a_folder(tmp_path, **{table: rows})

    with answered_in_seconds():
        found = faults_of(folder)

    assert any(fault.startswith(f"{rest}.csv: and ") for fault in found)


def test_a_table_with_a_thousand_bad_cells_is_read_no_further_and_says_how_many_rows_were_not(tmp_path: Path) -> None:
    fits = [LAWFUL["policy"][0], *("weight.travel,many" for _ in range(999)), "weight.waiting,1"]
    too_many = [LAWFUL["policy"][0], *("weight.travel,many" for _ in range(1_000)), "weight.waiting,1"]

    assert faults_of(a_folder(tmp_path / "fits", policy=fits))[-1].startswith("policy.csv: and 1,897 more")
    assert faults_of(a_folder(tmp_path / "stops", policy=too_many))[-1].endswith("more, 1 row after these not read")


def test_rows_that_were_not_read_make_no_faults_elsewhere(tmp_path: Path) -> None:
    bad = [f"x{n},p1,trust,nursing,insulin,abc,4,,," for n in range(1_000)]

    found = faults_of(a_folder(tmp_path, visits=[VISITS, *bad, *LAWFUL["visits"][1:]]))

    assert not [fault for fault in found if not fault.startswith("visits.csv")]


def test_a_date_as_excel_writes_it_brings_a_hint_and_other_text_does_not(tmp_path: Path) -> None:
    hint = "; Excel may have changed it: format the column as text"
    slashed = with_cell("visit_windows", 2, "earliest_start", "23/11/2026 08:15")
    dashed = with_cell("visit_windows", 2, "earliest_start", "23-11-2026 08:15")

    assert faults_of(a_folder(tmp_path / "slashed", **slashed))[0].endswith(hint)
    assert not faults_of(a_folder(tmp_path / "dashed", **dashed))[0].endswith(hint)


def test_an_id_that_begins_with_a_vowel_takes_an_and_another_takes_a(tmp_path: Path) -> None:
    changes = {**with_cell("patients", 2, "ods_code", "K9"), **with_cell("bases", 2, "location_id", "h9")}

    assert set(faults_of(a_folder(tmp_path, **changes))) == {
        "patients.csv:2: ods_code is 'K9', expected an ods_code of practices.csv",
        "bases.csv:2: location_id is 'h9', expected a location_id of locations.csv",
    }
