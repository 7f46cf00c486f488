from pathlib import Path

from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.rows import VisitRow
from tests.scheduler.cli.running import cilt
from tests.scheduler.io.tables.folders import a_folder, with_cell


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_good_data_end_with_0_and_warnings_are_listed(tmp_path: Path) -> None:
    data = a_folder(tmp_path / "data", **with_cell("staff_skills", 2, "expires_on", "2026-01-01"))

    done = cilt("validate-data", data)

    assert done.exit_code == 0
    assert "warning: staff_skills.csv:2: skill insulin of s1 expired" in done.stdout
    assert "0 faults" in done.stdout


def test_bad_data_end_with_2_and_name_file_line_column_value_and_what_was_expected(tmp_path: Path) -> None:
    data = a_folder(tmp_path / "data", **with_cell("patients", 3, "nhs_number", "9990000027"))

    done = cilt("validate-data", data)

    assert done.exit_code == 2
    assert "patients.csv:3: nhs_number is '9990000027', expected" in done.stderr


def test_a_team_is_generated_and_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    done = cilt("generate", "--team", "W1", "--seed", "3", "--out", tmp_path / "one")
    cilt("generate", "--team", "W1", "--seed", "3", "--out", tmp_path / "two")

    assert done.exit_code == 0
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    assert len(read_folder(tmp_path / "one").rows(VisitRow)) > 50


def test_a_folder_with_files_is_only_written_over_by_force(tmp_path: Path) -> None:
    data = a_folder(tmp_path / "data")
    before = files_of(data)

    refused = cilt("generate", "--team", "W1", "--out", data)
    assert (refused.exit_code, files_of(data)) == (2, before)

    forced = cilt("generate", "--team", "W1", "--out", data, "--force")
    assert forced.exit_code == 0
    assert files_of(data) != before


def test_what_to_generate_must_be_said_and_must_exist(tmp_path: Path) -> None:
    assert cilt("generate", "--out", tmp_path / "out").exit_code == 2
    assert cilt("generate", "--county", "--team", "W1", "--out", tmp_path / "out").exit_code == 2

    unknown = cilt("generate", "--locality", "Atlantis", "--out", tmp_path / "out")

    assert unknown.exit_code == 2
    assert "Atlantis" in unknown.stderr
    assert not (tmp_path / "out").exists()
