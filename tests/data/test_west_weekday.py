"""The committed folder is what the generator makes today; if this fails on purpose, write the folder again."""

from pathlib import Path

from data.synthetic.generator import County
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.writing import write_folder

FOLDER = Path(__file__).parents[2] / "data" / "west_weekday"


def test_the_committed_west_weekday_is_generated_again_byte_for_byte(tmp_path: Path, west: County) -> None:
    write_folder(west.rows, tmp_path / "west")

    committed = {file.name: file.read_bytes() for file in FOLDER.iterdir()}

    assert {file.name: file.read_bytes() for file in (tmp_path / "west").iterdir()} == committed


def test_the_committed_west_weekday_has_no_fault_and_warns_only_of_what_was_made_impossible() -> None:
    warnings = [warning.says for warning in read_folder(FOLDER).warnings]

    assert warnings
    assert all("suprapubic_catheter" in says for says in warnings)
