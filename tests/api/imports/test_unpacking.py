"""What is uploaded is opened with care."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from api.errors import RefusedError
from api.imports import unpacking
from api.imports.unpacking import tables_in

HEADER = b"locality_id,name\nwest,West\n"


def packed(files: Sequence[tuple[str, bytes]]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return packed.getvalue()


def faults_of(uploads: Sequence[tuple[str, bytes]]) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        tables_in(uploads)
    return [str(fault["where"]) for fault in caught.value.faults]


def test_a_folder_that_was_packed_as_a_whole_is_unpacked() -> None:
    assert tables_in([("west.ZIP", packed([("west/", b""), ("west/localities.csv", HEADER)]))]) == {
        "localities.csv": HEADER
    }


@pytest.mark.parametrize("name", ["../localities.csv", "/localities.csv", "..\\localities.csv", "C:\\localities.csv"])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert faults_of([("a.zip", packed([(name, HEADER)]))])


def test_files_that_are_no_tables_and_tables_sent_twice_are_all_named() -> None:
    uploads = [("a.zip", packed([("notes.txt", b""), ("b.zip", b"")])), ("teams.csv", b""), ("teams.csv", b"")]

    assert faults_of(uploads) == ["notes.txt", "b.zip", "teams.csv"]


def test_a_zip_that_unpacks_to_more_than_a_county_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_BYTES", 1_000)

    assert tables_in([("a.zip", packed([("visits.csv", b"0" * 1_000)]))])
    assert faults_of([("a.zip", packed([("visits.csv", b"0" * 1_001)]))]) == ["zip"]


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    bomb = bytearray(packed([("visits.csv", b"0" * 10_000_000)]))
    size = (10_000_000).to_bytes(4, "little")
    while (at := bomb.find(size)) >= 0:
        bomb[at : at + 4] = (10).to_bytes(4, "little")

    assert faults_of([("a.zip", bytes(bomb))]) == ["zip"]


@pytest.mark.parametrize(
    "data", [b"", b"no zip at all", packed([("teams.csv", HEADER * 99)])[:60]], ids=["empty", "no zip", "cut off"]
)
def test_a_zip_that_is_none_is_refused(data: bytes) -> None:
    assert faults_of([("a.zip", data)]) == ["zip"]
