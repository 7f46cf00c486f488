from pathlib import Path

import pytest
from pydantic import TypeAdapter

from scheduler.errors import InputError
from scheduler.io.json_lines import JsonLines


def lines_in(path: Path) -> JsonLines[int]:
    return JsonLines(path, TypeAdapter(int), "figure")


def test_records_come_back_in_their_order_and_none_where_there_is_no_file(tmp_path: Path) -> None:
    lines = lines_in(tmp_path / "new" / "figures.jsonl")
    assert list(lines.read()) == []

    for number in (3, 1, 2):
        lines.append(number)

    assert list(lines.read()) == [3, 1, 2]


def test_a_line_that_was_half_written_is_passed_over_and_goes_with_the_next(tmp_path: Path) -> None:
    path = tmp_path / "figures.jsonl"
    path.write_text("1\n2", encoding="utf-8")
    assert list(lines_in(path).read()) == [1]

    lines_in(path).append(3)

    assert path.read_text(encoding="utf-8") == "1\n3\n"


def test_a_line_that_is_no_record_is_named(tmp_path: Path) -> None:
    (tmp_path / "figures.jsonl").write_text("1\nx\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"figures.jsonl: line 2 is no figure"):
        list(lines_in(tmp_path / "figures.jsonl").read())
