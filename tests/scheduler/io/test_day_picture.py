"""The day as a timeline and a map."""

import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.io.day_picture import write_pictures
from scheduler.io.day_timeline import LOOKS
from scheduler.model.demand import Service
from tests.scheduler.io.roster_day import PATIENTS, a_roster, a_working_day


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    problem, roster = a_roster(a_working_day())
    return {path.name: path for path in write_pictures(roster, problem, tmp_path_factory.mktemp("pictures"))}


def test_the_timeline_shows_every_shift_and_letters_its_visits(pictures: dict[str, Path]) -> None:
    text = pictures["timeline.svg"].read_text(encoding="utf-8")

    for said in ("Ann Fletcher", "Ben Okoro", "Vera Lis", "Ida Free", "Witney team", ">N<", ">W<", ">V<", ">B<", ">E<"):
        assert said in text


def test_the_map_shows_teams_and_bases(pictures: dict[str, Path]) -> None:
    text = pictures["map.svg"].read_text(encoding="utf-8")

    assert "Windrush Base" in text
    assert "Witney team" in text


def test_no_picture_names_a_patient_or_an_address(pictures: dict[str, Path]) -> None:
    texts = [pictures[name].read_text(encoding="utf-8") for name in ("timeline.svg", "map.svg")]
    private = [word for patient in PATIENTS for word in (*patient.name.split()[-2:], patient.nhs_number, patient.id)]

    assert not [word for word in [*private, "Lavender", "Willow"] for text in texts if word in text]


def test_each_picture_comes_as_svg_and_png(pictures: dict[str, Path]) -> None:
    assert sorted(pictures) == ["map.png", "map.svg", "timeline.png", "timeline.svg"]
    assert pictures["map.png"].read_bytes().startswith(b"\x89PNG")


def test_every_service_has_letters_and_a_colour_of_its_own() -> None:
    assert set(LOOKS) == set(Service)
    assert len({look.letters for look in LOOKS.values()}) == len({look.colour for look in LOOKS.values()}) == len(LOOKS)


def test_exporters_import_their_heavy_libraries_late() -> None:
    exporters = "day_picture, roster_csv, roster_ical, roster_pdf, roster_xlsx"
    heavy = "{'altair', 'vl_convert', 'typst', 'xlsxwriter', 'icalendar', 'pandas'}"

    loaded = subprocess.run(
        [sys.executable, "-c", f"import sys; from scheduler.io import {exporters}; print({heavy} & set(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert loaded.stdout.strip() == "set()"
