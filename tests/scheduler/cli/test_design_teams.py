"""`cilt design-teams`, as a planner meets it."""

import csv
import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.scheduler.cli.running import cilt

WEST = ROOT / "data/west_weekday"


@pytest.fixture(scope="module")
def west(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    out = tmp_path_factory.mktemp("designs") / "out"
    done = cilt("design-teams", WEST, "--locality", "West", "--teams", "2", "--balance", "over_65", "--out", out)
    assert done.exit_code == 0, done.output
    return done.output, out


def test_every_design_is_printed_with_its_imbalance_and_proof(west: tuple[str, Path]) -> None:
    output, _ = west

    assert "Design 1, the most even: imbalance 0.75 %, proved: no design of its kind is more even" in output
    assert "Design 2, the most even that parts no building: imbalance 6.36 %" in output
    assert "parts Windrush Medical Practice and Nuffield Health Centre, who share a building" in output


def test_each_design_leaves_a_table_a_map_and_geojson(west: tuple[str, Path]) -> None:
    _, out = west

    endings = ("csv", "geojson", "png", "svg")
    assert {path.name for path in out.iterdir()} == {
        "designs.json",
        *(f"design-{number}.{ending}" for number in (1, 2, 3) for ending in endings),
    }
    document = json.loads((out / "designs.json").read_text(encoding="utf-8"))
    assert document["designs"][0]["imbalance"] == 0.007485
    with (out / "design-1.csv").open(encoding="utf-8-sig", newline="") as table:
        team_by_code = {row["ods_code"]: row["team_id"] for row in csv.DictReader(table)}
    assert team_by_code == {
        practice["ods_code"]: team["team_id"]
        for team in document["designs"][0]["teams"]
        for practice in team["practices"]
    }


def test_the_map_names_teams_and_practices(west: tuple[str, Path]) -> None:
    text = (west[1] / "design-1.svg").read_text(encoding="utf-8")

    for said in ("W1: 4 practices", "W2", "Eynsham", "Broadshires", "5 km", "West, design 1"):
        assert said in text


def test_geojson_has_an_area_for_each_team_that_holds_its_practices(west: tuple[str, Path]) -> None:
    import shapely  # noqa: PLC0415 - the other tests need none
    from shapely.geometry import shape  # noqa: PLC0415

    features = json.loads((west[1] / "design-1.geojson").read_text(encoding="utf-8"))["features"]

    areas = {
        each["properties"]["team_id"]: shape(each["geometry"])
        for each in features
        if each["properties"]["kind"] == "team"
    }
    points = [each for each in features if each["properties"]["kind"] == "practice"]
    assert len(points) == 8
    for point in points:
        near = areas[point["properties"]["team_id"]].distance(shape(point["geometry"]))
        assert near < 0.002, "practices of one building lie by their common edge"
    one, other = areas.values()
    assert shapely.area(one.intersection(other)) < 1e-9


def test_a_second_run_replaces_the_first_and_keeps_other_files(tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ("design-teams", WEST, "--balance", "list", "--out", out)
    cilt(*asked, "--designs", "2")
    (out / "notes.txt").write_text("mine", encoding="utf-8")

    cilt(*asked, "--designs", "1")

    assert not (out / "design-2.csv").exists()
    assert (out / "notes.txt").exists()


def test_an_infeasible_question_ends_with_1_and_says_what_would_mend_it(tmp_path: Path) -> None:
    done = cilt("design-teams", WEST, "--teams", "3", "--out", tmp_path / "out")

    assert done.exit_code == 1
    assert "Infeasible, proved: 8 practices cannot make 3 teams of 4 to 6." in done.output
    assert json.loads((tmp_path / "out/designs.json").read_text(encoding="utf-8"))["is_infeasible"]


def test_neighbours_of_ones_own_are_read_and_faults_are_told_all_at_once(tmp_path: Path) -> None:
    borders = tmp_path / "borders.csv"
    borders.write_text("first_ods_code,second_ods_code\nK84006,K84006\nK84010,nonsense\n", encoding="utf-8")

    done = cilt("design-teams", WEST, "--borders", borders)

    assert done.exit_code == 2
    assert "borders.csv:2: second_ods_code is 'K84006', expected another practice than the first" in done.output
    assert "borders.csv:3: second_ods_code is 'nonsense', expected an ODS code" in done.output


def test_a_practice_without_a_neighbour_in_ones_own_file_is_a_fault(tmp_path: Path) -> None:
    codes = ["K84006", "K84010", "K84017", "K84047", "K84072", "K84075", "K84610", "K84618"]
    pairs = [f"{one},{other}" for one, other in pairwise(codes)]
    whole, short = tmp_path / "whole.csv", tmp_path / "short.csv"
    whole.write_text("\n".join(["first_ods_code,second_ods_code", *pairs]), encoding="utf-8")
    short.write_text("\n".join(["first_ods_code,second_ods_code", *pairs[:-1]]), encoding="utf-8")

    lawful = cilt("design-teams", WEST, "--borders", whole)
    faulty = cilt("design-teams", WEST, "--borders", short)

    assert lawful.exit_code == 0
    assert "Neighbours: borders from whole.csv" in lawful.output
    assert faulty.exit_code == 2
    assert "short.csv: practice K84618 is missing, expected a line with each of its neighbours" in faulty.output


def test_with_counts_of_older_people_as_published_the_imbalance_is_the_published_one() -> None:
    counts = ROOT / "data/oxfordshire/over_65_in_tenths.csv"

    done = cilt("design-teams", WEST, "--balance", "over_65", "--over-65", counts, "--designs", 1)

    assert "Design 1, the most even: imbalance 0.68 %, proved: no design of its kind is more even" in done.output


def test_counts_of_older_people_are_read_and_faults_are_told_all_at_once(tmp_path: Path) -> None:
    counts = tmp_path / "counts.csv"
    counts.write_text("ods_code,num_over_65\nK84006,many\nnonsense,5\n", encoding="utf-8")
    short = tmp_path / "short.csv"
    short.write_text("ods_code,num_over_65\nK84006,4000\n", encoding="utf-8")

    faulty, missing = (cilt("design-teams", WEST, "--over-65", path) for path in (counts, short))

    assert (faulty.exit_code, missing.exit_code) == (2, 2)
    assert "counts.csv:2: num_over_65 is 'many', expected a number from 0 to 1,000,000" in faulty.output
    assert "counts.csv:3: ods_code is 'nonsense', expected an ODS code" in faulty.output
    assert "short.csv: practice K84010 is missing, expected a line with its people aged 65 or over" in missing.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--teams", "none"), "expected one such as 2, or a range such as 11-16"),
        (("--teams", "3-2"), "expected one such as 2, or a range such as 11-16"),
        (("--locality", "Atlantis"), "locality is 'Atlantis', expected one of West (west)"),
        (("--fewest", "7"), "expected 1 or more, and the second no less"),
        (("--out", str(WEST / "out")), "expected a folder outside it"),
    ],
)
def test_options_that_cannot_be_are_refused(words: tuple[str, ...], says: str) -> None:
    done = cilt("design-teams", WEST, *words)

    assert done.exit_code == 2
    assert says in " ".join(done.output.replace("│", " ").split())


def test_before_and_after_stand_side_by_side() -> None:
    done = cilt(
        *("design-teams", WEST, "--balance", "over_65", "--designs", "1", "--evaluate"),
        *("--plan-iterations", "200", "--seeds", "1", "--workers", "1"),
    )

    assert done.exit_code == 0, done.output
    for said in (
        "today",
        "design 1",
        "Care minutes: worst team from even",
        "By their named nurse",
        "Staff who change team",
    ):
        assert said in done.output
