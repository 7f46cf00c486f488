"""Team designs through the service: asked for, designed by a worker, handed out as JSON, GeoJSON, maps and tables."""

import json
from itertools import pairwise
from typing import Any

import pytest

from tests.api.planning.office import Bearer, Office
from tests.api.runs.a_small_day import FIRST_DATE, LOCALITY

WEST = {
    "first_date": FIRST_DATE,
    "num_days": 1,
    "locality_id": LOCALITY,
    "balance": "over_65",
    "num_designs": 1,
}


def test_a_question_is_queued_at_once_and_recorded(office: Office) -> None:
    status = office.get(office.ask("team-designs", WEST)).json()

    assert (status["state"], status["balance"], status["num_designs"], status["is_infeasible"]) == (
        *("queued", "over_65"),
        *(None, None),
    )
    assert office.audited()[-1] == ("request", "team_design")


def test_a_design_ends_with_its_imbalance_and_proof_and_as_files(office: Office) -> None:
    asked = office.ask("team-designs", WEST)

    office.work()

    status = office.get(asked).json()
    assert (status["state"], status["error_detail"], status["num_designs"]) == ("done", None, 1)
    document = office.get(asked + "/designs").json()
    (design,) = document["designs"]
    assert document["question"]["nums_of_teams"] == [2]
    assert (design["imbalance"], design["is_proved_most_even"]) == (0.007485, True)
    files = {form: office.get(f"{asked}/designs/1.{form}") for form in ("geojson", "svg", "png", "csv")}
    assert {form: file.status_code for form, file in files.items()} == dict.fromkeys(files, 200)
    features = json.loads(files["geojson"].content)["features"]
    assert [each["properties"]["kind"] for each in features].count("team") == 2
    assert files["geojson"].headers["Content-Type"] == "application/geo+json"
    assert files["svg"].text.startswith("<svg")
    assert files["png"].content.startswith(b"\x89PNG")
    assert "ods_code" in files["csv"].text
    assert office.get(f"{asked}/designs/2.svg").status_code == 404
    assert office.audited()[-5:] == [("view", "team_design"), *[("export", "team_design")] * 4]


def test_where_there_is_no_design_it_is_proved_and_mended(office: Office) -> None:
    asked = office.ask("team-designs", WEST | {"fewest_teams": 3})

    office.work()

    status, document = office.get(asked).json(), office.get(asked + "/designs").json()
    assert (status["state"], status["num_designs"], status["is_infeasible"]) == ("done", 0, True)
    assert document["why_none"] == "8 practices cannot make 3 teams of 4 to 6"


def test_neighbours_of_ones_own_are_taken(office: Office) -> None:
    codes = ["K84006", "K84010", "K84017", "K84047", "K84072", "K84075", "K84610", "K84618"]
    line = list(pairwise(codes))
    asked = office.ask("team-designs", WEST | {"borders": line})

    office.work()

    document = office.get(asked + "/designs").json()
    assert document["question"]["borders_from"] == "borders as asked"
    teams = [sorted(each["ods_code"] for each in team["practices"]) for team in document["designs"][0]["teams"]]
    assert sorted(teams) == [codes[:4], codes[4:]]


@pytest.mark.parametrize(
    "changes",
    [
        {"fewest_practices": 7},
        {"most_teams": 3},
        {"fewest_teams": 3, "most_teams": 2},
        {"balance": "beauty"},
        {"borders": [["K84006", "nonsense"]]},
        {"budget_seconds": 601},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(office: Office, changes: dict[str, Any]) -> None:
    answer = office.client.post("/v1/team-designs", json=WEST | changes, headers=office.planner)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad-request")


def test_the_last_that_makes_sense_is_taken(office: Office) -> None:
    office.ask(
        "team-designs", WEST | {"fewest_practices": 6, "fewest_teams": 3, "most_teams": 3, "budget_seconds": 600}
    )


def test_a_stopped_question_leaves_what_was_found(office: Office) -> None:
    asked = office.ask("team-designs", WEST)

    stopped = office.stop(asked)

    assert (stopped.status_code, stopped.json()["state"]) == (202, "cancelled")
    assert office.get(asked + "/designs").status_code == 404


def test_coordinators_do_not_design_teams(office: Office, coordinator: Bearer) -> None:
    assert office.client.post("/v1/team-designs", json=WEST, headers=coordinator).status_code == 403
